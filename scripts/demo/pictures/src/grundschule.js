// The new school on its first morning: painted panes, bicycles, hopscotch.
picture("grundschule", "wide", (p) => {
  const { w, h, random, noise } = p;
  p.wash([[0, "#7fa7a8"], [.6, "#c4d3c4"], [1, "#f0e3c4"]], 0, 720);
  p.clouds(inks.paper, { sx: 420, sy: 120, at: .54, soft: .04, mask: (x, y) => step(420, 200, y) });
  p.ink((c) => { for (let i = 0; i < 40; i++) p.oval(c, i * 44, 650 - 60 * noise(i / 3, 2), 60, 70, "#7d9270"); });
  p.ink((c) => {
    p.shape(c, [[240, 730], [240, 330], [1380, 330], [1380, 730]], "#b9553a"); p.shape(c, [[700, 730], [700, 250], [980, 250], [980, 730]], "#9d4431"); p.shape(c, [[210, 340], [1410, 340], [1380, 312], [240, 312]], inks.ink); p.shape(c, [[680, 262], [1000, 262], [984, 236], [696, 236]], inks.ink);
    c.fillStyle = "#c96d4e"; for (let y = 350; y < 730; y += 13) for (let x = 250; x < 1370; x += 30) if (random() < .3) c.fillRect(x + (y % 2) * 14, y, 22, 5);
    c.fillStyle = "#8a3a2a"; for (let y = 352; y < 730; y += 13) for (let x = 250; x < 1370; x += 30) if (random() < .16) c.fillRect(x + (y % 2) * 14, y, 22, 5);
  }, { rough: 1.2 });
  // Panes, each with what a class has painted on it.
  const motifsOf = [(c) => { p.oval(c, 0, 0, 22, 22, inks.ochre); for (let a = 0; a < 6.2; a += .78) p.line(c, [[30 * Math.cos(a), 30 * Math.sin(a)], [42 * Math.cos(a), 42 * Math.sin(a)]], inks.ochre, 6); },
    (c) => { p.shape(c, [[-38, 6], [38, 6], [24, 30], [-24, 30]], inks.petrol); p.shape(c, [[-2, 0], [-2, -42], [30, -2]], inks.brick); p.shape(c, [[-8, 0], [-8, -30], [-30, -2]], inks.ochre); },
    (c) => { p.oval(c, -4, 0, 32, 18, inks.brick); p.shape(c, [[22, 0], [46, -20], [46, 20]], inks.brick); p.oval(c, -18, -4, 4, 4, inks.paper); },
    (c) => { p.shape(c, [[-28, 36], [-28, -4], [28, -4], [28, 36]], inks.ochre); p.shape(c, [[-38, -2], [0, -40], [38, -2]], inks.brick); p.shape(c, [[-8, 36], [-8, 12], [8, 12], [8, 36]], inks.deep); },
    (c) => { for (let a = 0; a < 6.2; a += 1.05) p.oval(c, 20 * Math.cos(a), -12 + 20 * Math.sin(a), 12, 12, inks.brick); p.oval(c, 0, -12, 11, 11, inks.ochre); p.line(c, [[0, 12], [0, 42]], inks.moss, 6); },
    (c) => { p.shape(c, [[-10, 38], [-14, -26], [14, -26], [10, 38]], inks.paper); p.shape(c, [[-12, 18], [-13, 0], [13, 0], [12, 18]], inks.brick); p.shape(c, [[-16, -26], [0, -46], [16, -26]], inks.deep); }];
  p.ink((c) => { let k = 0; for (const y of [380, 560]) for (let i = 0; i < 9; i++) { const x = 268 + i * 124; if (i >= 3.4 && i <= 5.4) { if (y === 560 || i === 4 || i === 5) continue; } c.fillStyle = "#24414b"; c.fillRect(x, y, 96, 124); c.fillStyle = "#dfe7d6"; c.fillRect(x + 6, y + 6, 84, 112); c.fillStyle = "#b6cfcc"; c.beginPath(); c.moveTo(x + 6, y + 118); c.lineTo(x + 90, y + 6); c.lineTo(x + 90, y + 60); c.lineTo(x + 46, y + 118); c.fill(); if ((i * 5 + y) % 7 !== 1) { c.save(); c.translate(x + 48, y + 62); c.rotate((random() - .5) * .3); motifsOf[(i + k) % 6](c); c.restore(); } k++; } });
  p.ink((c) => { c.fillStyle = inks.night; c.fillRect(746, 540, 188, 190); c.fillStyle = "#f3d58f"; c.fillRect(758, 552, 78, 178); c.fillRect(846, 552, 78, 178); c.fillStyle = "#24414b"; c.fillRect(758, 640, 166, 8); p.oval(c, 840, 318, 42, 42, inks.paper); p.line(c, [[840, 318], [840, 290]], inks.ink, 6); p.line(c, [[840, 318], [822, 330]], inks.ink, 6); p.shape(c, [[716, 540], [964, 540], [948, 522], [732, 522]], inks.paper); for (let i = 0; i < 11; i++) { const x = 690 + i * 30, y = 440 + 16 * Math.sin(i / 10 * 3.14); p.shape(c, [[x - 11, y], [x + 11, y], [x, y + 26]], [inks.ochre, inks.petrol, inks.paper][i % 3]); } }, { rough: 1.2 });
  p.wash([[0, "#cdbf9d"], [1, "#a69472"]], 728, h);
  p.ink((c) => { c.globalAlpha = .5; p.shape(c, [[0, 1067], [0, 900], [560, 740], [900, 740], [420, 1067]], "#6b6a5b"); }, { blur: 2 });
  p.ink((c) => { // The tree throws that shadow; leaves by cuts.
    p.path(c, "M150 790 Q172 600 150 420 L196 420 Q190 600 226 790 Z", "#3a2b20"); p.line(c, [[172, 520], [90, 400]], "#3a2b20", 18); p.line(c, [[180, 500], [280, 380]], "#3a2b20", 16);
    for (const [n, colour, dy] of [[420, inks.fir, 0], [300, inks.moss, -14], [160, "#93a35e", -30]]) { c.fillStyle = colour; for (let i = 0; i < n; i++) { const a = random() * 6.3, r = Math.sqrt(random()); p.gouge(c, 176 + 230 * r * Math.cos(a) - dy * .6, 290 + dy + 200 * r * Math.sin(a), random() * 3, 36, 11); } }
  });
  p.ink((c) => { // Hopscotch, chalked.
    const at = (u, v) => [930 + u * (70 + 74 * v) + v * 80, 790 + v * 260]; for (let i = 0; i < 5; i++) for (const u of i % 2 ? [-1, 0] : [-.5]) { const a = i / 5, b = (i + 1) / 5; c.strokeStyle = inks.paper; c.lineWidth = 5; c.beginPath(); [[u, a], [u + 1, a], [u + 1, b], [u, b]].forEach(([x, y], k) => k ? c.lineTo(...at(x, y)) : c.moveTo(...at(x, y))); c.closePath(); c.stroke(); }
    for (let i = 0; i < 4; i++) { const x = 1180 + i * 92, y = 800; for (const d of [0, 62]) { c.strokeStyle = inks.ink; c.lineWidth = 5; c.beginPath(); c.arc(x + d, y, 25, 0, 7); c.stroke(); } p.line(c, [[x, y], [x + 22, y - 36], [x + 52, y - 36], [x + 62, y]], [inks.brick, inks.petrol, inks.ochre, inks.deep][i], 6); p.line(c, [[x + 22, y - 36], [x + 30, y], [x + 52, y - 36]], [inks.brick, inks.petrol, inks.ochre, inks.deep][i], 5); p.line(c, [[x + 50, y - 56], [x + 62, y - 52]], inks.ink, 5); p.line(c, [[x + 14, y - 46], [x + 30, y - 46]], inks.ink, 7); }
  }, { rough: 2.4 });
  p.ink((c) => { for (const [x, y, t, colour, bag] of [[560, 830, 120, "#23404c", inks.brick], [640, 850, 112, "#7a3122", inks.ochre], [700, 820, 170, inks.ink, 0], [800, 870, 116, "#2f4a3c", inks.glow], [430, 930, 130, "#3d5560", inks.brick]]) { c.globalAlpha = .3; p.shape(c, [[x - 10, y], [x + 14, y], [x - 150, y + 70], [x - 180, y + 62]], inks.ink); c.globalAlpha = 1; p.person(c, x, y, t, colour, { stride: .22, wide: 1.1 }); p.oval(c, x, y - t * .9, t * .07, t * .088, "#4a3324"); if (bag) { c.fillStyle = bag; c.beginPath(); c.roundRect(x - t * .17, y - t * .8, t * .34, t * .32, 8); c.fill(); c.fillStyle = inks.ink; c.fillRect(x - t * .17, y - t * .68, t * .34, 4); } } }, { rough: 1.2 });
});
