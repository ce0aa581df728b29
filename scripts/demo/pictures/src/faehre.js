// The white ferry leaves at dawn, low sun behind the roadstead.
picture("faehre", "wide", (p) => {
  const { w, h, random, noise } = p, sea = 640;
  p.wash([[0, "#3d6470"], [.3, "#86a3a1"], [.62, "#e2c9a0"], [.88, "#eaa869"], [1, "#d98a56"]], 0, sea);
  p.clouds("#c9805a", { sx: 520, sy: 46, at: .54, soft: .05, mask: (x, y) => step(250, 420, y) * step(620, 540, y), alpha: .8 });
  p.clouds("#5b7880", { sx: 620, sy: 60, at: .54, soft: .06, dx: 9, mask: (x, y) => step(330, 60, y), alpha: .8 });
  p.ink((c) => p.oval(c, 1210, 566, 74, 74, "#f9e3ae"));
  p.clouds("#eaa869", { sx: 420, sy: 18, at: .55, soft: .04, dx: 3, mask: (x, y) => (Math.abs(y - 580) < 60 ? 1 : 0) });
  p.ink((c) => { const points = [[0, sea]]; for (let x = 0; x <= w; x += 10) points.push([x, sea - 26 - 18 * noise(x / 90, 3)]); points.push([w, sea]); p.shape(c, points, "#6f6f70"); for (let i = 0; i < 9; i++) { const x = 40 + i * 66 + 20 * random(); p.shape(c, [[x, sea], [x, sea - 80 - 40 * random()], [x + 24, sea - 80 - 40 * random()], [x + 24, sea]], "#5d6468"); } p.line(c, [[380, sea], [400, 480], [520, 470]], "#5d6468", 7); p.line(c, [[440, sea], [400, 480]], "#5d6468", 6); });
  p.wash([[0, "#c98f63"], [.18, "#7d8a85"], [.5, "#3f6872"], [1, "#16323d"]], sea, h);
  p.water("#f6d79a", sea, h, (x, y, t) => .9 * step(60 + 240 * t, 10, Math.abs(x - 1210)) + .1 * (1 - t));
  p.water(inks.deep, sea + 6, h, (x, y, t) => .22 + .35 * noise(x / 200, y / 40) * t);
  p.water("#2a4e5a", sea + 60, h, (x, y, t) => .3 * noise(x / 300, y / 60));
  // Reflection of the hull, then the ship: hull, three decks of windows, bridge, funnel.
  p.water("#e9e0cd", 712, 900, (x, y, t) => x > 250 && x < 1010 ? .8 * (1 - t) ** 1.5 : 0);
  p.ink((c) => {
    p.path(c, "M180 560 L1080 560 Q1060 650 1000 712 L262 712 Q214 690 200 640 Z", "#f6efe0"); p.path(c, "M1080 560 L1000 712 L262 712 L250 700 L960 690 Q1020 640 1050 560 Z", "#c9c6b7");
    p.path(c, "M238 690 L1014 690 L1000 716 L262 716 Z", inks.brick); p.path(c, "M204 622 L1056 622 L1052 634 L206 634 Z", inks.deep);
    p.shape(c, [[222, 560], [228, 506], [980, 506], [1004, 560]], "#efe7d6"); p.shape(c, [[250, 506], [256, 458], [900, 458], [924, 506]], "#f8f1e3"); p.shape(c, [[640, 458], [648, 412], [850, 412], [884, 458]], "#efe7d6");
    p.shape(c, [[860, 412], [884, 458], [924, 506], [1004, 560], [1080, 560], [1040, 548], [950, 500], [900, 440]], "#d7cfbd");
    for (let x = 262; x < 960; x += 34) p.shape(c, [[x, 524], [x + 20, 524], [x + 20, 544], [x, 544]], (x * 7) % 3 ? inks.deep : inks.glow);
    for (let x = 282; x < 890; x += 30) p.shape(c, [[x, 472], [x + 19, 472], [x + 19, 490], [x, 490]], (x * 5) % 4 ? "#2a4e5a" : inks.glow);
    p.shape(c, [[664, 424], [856, 424], [868, 444], [662, 444]], inks.deep); for (let x = 690; x < 860; x += 28) p.line(c, [[x, 422], [x + 2, 446]], "#efe7d6", 4);
    for (let x = 300; x < 960; x += 58) p.oval(c, x, 660, 6, 6, inks.deep);
    p.shape(c, [[380, 458], [392, 356], [492, 356], [506, 458]], inks.brick); p.shape(c, [[388, 386], [391, 366], [493, 366], [496, 386]], inks.paper); p.shape(c, [[392, 356], [490, 356], [486, 340], [398, 340]], inks.night); p.shape(c, [[470, 356], [492, 356], [506, 458], [478, 458]], inks.rust);
    p.line(c, [[742, 412], [742, 330]], inks.deep, 5); p.line(c, [[716, 352], [768, 352]], inks.deep, 4); p.line(c, [[742, 336], [930, 500]], inks.deep, 1.6); p.line(c, [[742, 336], [500, 400]], inks.deep, 1.6);
    for (const x of [300, 540, 580]) p.path(c, `M${x} 446 h44 q-4 14 -14 14 h-18 q-10 0 -12 -14`, inks.ochre);
    for (let x = 560; x < 640; x += 13) p.person(c, x, 458, 26, inks.deep); for (let x = 260; x < 376; x += 15) p.person(c, x + 4 * random(), 458, 25, inks.ink);
    for (let x = 236; x < 990; x += 22) p.line(c, [[x, 506], [x, 496]], "#8d9a95", 2);
  }, { rough: 1.2 });
  p.ink((c) => { c.fillStyle = "#56696e"; for (let i = 0; i < 26; i++) { const t = i / 26; p.oval(c, 430 - 330 * t ** .8 + 14 * random(), 334 - 120 * t - 10 * random(), 16 + 46 * t, 10 + 22 * t, "rgba(74,94,100,.42)"); } }, { blur: 6, grainy: 1 });
  p.ink((c) => { c.fillStyle = inks.paper; for (let i = 0; i < 190; i++) { const r = random(); p.gouge(c, 1000 + 60 * r * random() - 800 * r * r * 1.1, 716 + 10 * random() + 30 * r * random(), .02, 20 + 80 * random(), 2 + 3 * random()); } for (let i = 0; i < 160; i++) { const r = random(); p.gouge(c, 230 - 260 * r, 712 + 90 * r * random(), .1, 30 + 80 * random(), 1.6 + 4 * random()); } p.gouge(c, 1040, 706, -.9, 50, 6); });
  p.ink((c) => { for (const [x, y, s] of [[1180, 330, 26], [1260, 290, 20], [1330, 380, 30], [1120, 430, 16], [1420, 320, 18]]) { c.strokeStyle = inks.ink; c.lineWidth = s / 6; c.beginPath(); c.moveTo(x - s, y - s * .3); c.quadraticCurveTo(x - s * .4, y - s * .5, x, y); c.quadraticCurveTo(x + s * .4, y - s * .6, x + s, y - s * .1); c.stroke(); } });
});
