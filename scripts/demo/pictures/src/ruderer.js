// The eight in the morning mist, every oar at the catch, doubled by the water.
picture("ruderer", "wide", (p) => {
  const { w, h, random, noise } = p, bank = 470, keel = 700;
  p.wash([[0, "#d9b98c"], [.5, "#efd8ab"], [1, "#e9d9b6"]], 0, bank);
  p.ink((c) => p.oval(c, 1150, 210, 84, 84, "#fbeec6"));
  for (const [base, tall, colour, s] of [[bank - 40, 150, "#c9b691", 1], [bank - 16, 150, "#9fa58a", 6], [bank, 120, "#6b8274", 11]]) p.ink((c) => { const pts = [[0, bank]]; for (let x = 0; x <= w; x += 6) pts.push([x, base - tall * (.25 + .75 * p.cloudy(x / 140 + s, s, 4)) + 10 * noise(x / 9, s)]); pts.push([w, bank]); p.shape(c, pts, colour); });
  p.ink((c) => { for (const x of [260, 300, 980, 1420]) p.shape(c, [[x - 14, bank - 30], [x, bank - 230 - 20 * noise(x, 1)], [x + 14, bank - 30]], "#587064"); p.shape(c, [[560, bank], [560, 410], [600, 380], [720, 380], [760, 410], [760, bank]], "#7a5a47"); p.shape(c, [[545, 414], [600, 366], [720, 366], [775, 414]], "#5d3a30"); for (let i = 0; i < 4; i++) { c.fillStyle = "#e9cf98"; c.fillRect(580 + i * 44, 424, 22, 30); } });
  p.field("#f3e4c2", (x, y) => .95 * step(90, 0, Math.abs(y - bank - 8 - 50 * (noise(x / 260, 3) - .5))) * (.55 + .6 * noise(x / 190, y / 30)), { grainy: .8 });
  p.wash([[0, "#e3cfa2"], [.25, "#b5b795"], [.65, "#5b8285"], [1, "#24505c"]], bank, h);
  p.water("#7d9585", bank + 24, 640, (x, y, t) => .4 * (1 - t)); p.water("#fbeec6", bank + 30, h, (x, y, t) => .8 * step(70 + 120 * t, 10, Math.abs(x - 1150)) * (1 - t * .6)); p.water(inks.petrol, 640, h, (x, y, t) => .2 + .4 * noise(x / 240, y / 40) * t);
  // Hull, crew and oars, drawn once upright and once as their reflection.
  const crew = (c, flip) => { c.save(); c.translate(0, keel); c.scale(1, flip); const at = (x, y) => [x, y - keel];
    const dark = flip < 0 ? "#2b4d57" : inks.night, cloth = flip < 0 ? "#7c4a3c" : inks.brick, skin = flip < 0 ? "#8c7a63" : "#c58a5c";
    for (let i = 0; i < 8; i++) { const x = 330 + i * 118; p.line(c, [at(x + 40, 668), at(x - 70, 694 + (i % 2 ? 0 : 3))], flip < 0 ? "#7d8a7c" : inks.paper, 5); p.shape(c, [at(x - 62, 687), at(x - 104, 692), at(x - 106, 710), at(x - 64, 700)], i % 2 ? cloth : dark); }
    p.path(c, `M120 ${-14} Q700 ${-26} 1490 ${-14} Q1380 6 1200 8 L380 8 Q210 4 120 -14 Z`, dark); p.path(c, `M130 -12 Q700 -24 1480 -12 L1480 -9 Q700 -16 130 -9 Z`, flip < 0 ? "#8c8a6c" : inks.ochre);
    for (let i = 0; i < 8; i++) { const x = 350 + i * 118; p.path(c, `M${x + 2} -20 Q${x - 2} -58 ${x - 34} -84 L${x - 58} -66 Q${x - 40} -44 ${x - 34} -18 Z`, cloth); p.oval(c, x - 62, -98, 15, 18, skin); p.path(c, `M${x - 78} -102 Q${x - 64} -126 ${x - 47} -104 Z`, dark); p.line(c, [[x - 46, -70], [x - 10, -52], [x + 20, -38]], skin, 11); p.line(c, [[x - 14, -20], [x + 14, -50], [x + 44, -18]], skin, 13); p.line(c, [[x - 14, -20], [x + 6, -42]], dark, 14); }
    p.path(c, "M1322 -18 Q1316 -56 1336 -64 L1360 -64 Q1372 -50 1364 -18 Z", inks.deep); p.oval(c, 1346, -82, 14, 17, skin); p.shape(c, [[1330, -86], [1362, -90], [1356, -104], [1338, -104]], inks.paper); p.shape(c, [[1318, -84], [1332, -84], [1332, -76], [1322, -76]], dark); c.restore(); };
  p.ink((c) => { c.globalAlpha = .8; crew(c, -.85); }, { rough: 3.4 });
  p.water("#4d7880", 716, 860, (x, y, t) => .5 + .3 * t, { size: .8 });
  p.ink((c) => crew(c, 1), { rough: 1.1 });
  p.ink((c) => { c.fillStyle = inks.paper; for (let i = 0; i < 8; i++) { const x = 330 + i * 118 - 84; for (let k = 0; k < 16; k++) p.gouge(c, x + (random() - .5) * 66, 712 + 14 * random(), 0, 16 + 30 * random(), 2); for (let k = 0; k < 9; k++) p.oval(c, x + 20 * random() - 30, 690 - 24 * random(), 1.8, 1.8, inks.paper); c.strokeStyle = "#cfd8c6"; c.lineWidth = 2.4; for (const r of [1, .6]) { c.beginPath(); c.ellipse(x + 200, 760 + (i % 3) * 8, 60 * r, 10 * r, 0, 0, 7); c.stroke(); } } for (let i = 0; i < 70; i++) { const r = random(); p.gouge(c, 1490 - r * 300, 712 + 30 * r * random(), .03, 60, 2); } });
  p.ink((c) => { c.fillStyle = "#25463f"; for (let i = 0; i < 130; i++) { const left = random() < .55, x = left ? random() ** 1.6 * 330 : w - random() ** 1.6 * 240, len = 120 + 190 * random(); p.gouge(c, x, h - len * .4, -1.57 + (random() - .5) * .5, len, 4.5, 14); if (random() < .3) p.oval(c, x + 6, h - len * .86, 6, 24, "#4b3524", .1); } });
});
