// Breakers over a mole; at its end the small light, in the rain clouds a gap.
picture("mole-sturm", "wide", (p) => {
  const { w, h, random, noise, cloudy } = p;
  p.wash([[0, "#2b4652"], [.45, "#5d8389"], [1, "#c8cfbf"]], 0, 620);
  p.clouds(inks.deep, { sx: 420, sy: 120, at: .5, soft: .1, mask: (x, y) => step(560, 120, y) });
  p.clouds(inks.night, { sx: 520, sy: 140, at: .56, soft: .08, dx: 40, mask: (x, y) => step(420, 40, y) });
  p.ink((c) => { c.globalAlpha = .28; c.fillStyle = inks.night; p.hatch(c, 0, 60, w, 600, 34, (x, y) => noise(x / 200, y / 200) > .5 ? [1.9, 130, 1.4] : null); });
  const swell = (x, y0, a, l, s) => y0 - a * (Math.abs(Math.sin(x / l + s)) ** .7) * (.6 + .8 * noise(x / 260 + s, s));
  const sea = (y0, a, l, s, colour) => p.ink((c) => { const points = [[0, h]]; for (let x = 0; x <= w; x += 8) points.push([x, swell(x, y0, a, l, s)]); points.push([w, h]); p.shape(c, points, colour); });
  sea(600, 16, 90, 2, "#44707a"); sea(640, 26, 120, 5, inks.petrol);
  p.water(inks.mist, 600, 760, (x, y, t) => .12 + .3 * (noise(x / 90, y / 20) > .62)); 
  // The mole runs in from the right, its stones lit from the left; the light stands on its head.
  p.ink((c) => {
    p.shape(c, [[1600, 560], [560, 618], [520, 640], [470, 720], [1600, 900]], inks.night);
    p.shape(c, [[1600, 560], [560, 618], [548, 630], [1600, 592]], "#7f8d87");
    for (let i = 0; i < 90; i++) { const t = random(), x = mix(500, 1600, t), y = mix(650, 640 + 220 * t, random()), s = 16 + 46 * t * random(); p.shape(c, [[x - s, y + s * .5], [x - s * .7, y - s * .45], [x + s * .3, y - s * .6], [x + s, y], [x + s * .5, y + s * .6]], ["#24363f", "#2f444c", "#3c535a", "#17242c"][random() * 4 | 0]); }
    p.shape(c, [[596, 618], [606, 440], [650, 440], [662, 618]], inks.brick); p.shape(c, [[636, 440], [650, 440], [662, 618], [642, 618]], inks.rust);
    p.shape(c, [[601, 528], [604, 486], [653, 486], [656, 528]], inks.paper); p.shape(c, [[592, 440], [664, 440], [664, 430], [592, 430]], inks.night); p.shape(c, [[608, 430], [648, 430], [648, 398], [608, 398]], inks.glow); p.shape(c, [[602, 400], [654, 400], [628, 370]], inks.night); p.line(c, [[628, 372], [628, 350]], inks.night, 4);
    for (let x = 700; x < 1600; x += 62) p.line(c, [[x, 612 - (x - 560) * .056], [x, 582 - (x - 560) * .066]], inks.night, 4); p.line(c, [[680, 578], [1600, 517]], inks.night, 4);
  });
  // The great breaker: a wall of spray whose edge is torn upwards.
  const burst = (cx, base, wide, tall, s) => (x, y) => { const u = (x - cx) / wide, up = (base - y) / tall; if (up < -.4 || up > 1.25 || Math.abs(u) > 1.3) return 0; const top = (1 - u * u) * (.55 + .75 * cloudy(x / 70 + s, y / 240 + s, 4)); return step(0, .3, top - up) * (.55 + .6 * cloudy(x / 34 + s, y / 46 + s, 4)) * step(-.4, -.1, up); };
  for (const [cx, base, wide, tall, s, colour] of [[1020, 700, 420, 620, 3, "#8fa9a6"], [980, 720, 350, 560, 9, inks.pale], [960, 730, 250, 430, 21, inks.paper], [1430, 690, 240, 330, 33, inks.pale], [1400, 700, 160, 220, 35, inks.paper]]) p.field(colour, burst(cx, base, wide, tall, s), { grainy: .75 });
  p.ink((c) => { for (let i = 0; i < 520; i++) { const u = random() * 2 - 1, r = random(), x = 990 + u * 520 + r * 60, y = 640 - (1 - u * u * .7) * 600 * r ** .6; p.gouge(c, x, y, -1.4 + u * .9, 6 + 22 * random(), 1 + 2.4 * random()); if (!i) c.fillStyle = inks.paper; } }, { rough: 1 });
  // The seas in front, with foam along the crests and hanging down their backs.
  for (const [y0, a, l, s, colour, foam] of [[800, 70, 210, .6, "#2c5562", "#a9bfba"], [900, 90, 300, 2.2, inks.deep, inks.pale], [1030, 110, 380, 4.1, "#16303b", inks.mist]]) {
    sea(y0, a, l, s, colour);
    p.ink((c) => { c.fillStyle = foam; for (let i = 0; i < 620; i++) { const x = random() * w, top = swell(x, y0, a, l, s), d = random() ** 2.2 * 120, slope = (swell(x + 6, y0, a, l, s) - top) / 6; if (noise(x / 60 + s, d / 30) > .36) p.gouge(c, x, top + d + 2, Math.atan(slope) + (random() - .5) * .3, 20 + 60 * random(), 1.4 + 4 * random() * (1 - d / 130), -8); } });
  }
});
