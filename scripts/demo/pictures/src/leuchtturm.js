// The lighthouse on the dune sweeps the first dark.
picture("leuchtturm", "wide", (p) => {
  const { w, h, random, noise } = p, lx = 1060, ly = 262;
  p.wash([[0, "#0f2230"], [.5, "#28505f"], [.85, "#8fa39a"], [1, "#e0bd8c"]], 0, 760);
  p.clouds("#17333f", { sx: 560, sy: 80, at: .53, soft: .07, mask: (x, y) => step(600, 260, y) });
  p.ink((c) => { for (let i = 0; i < 170; i++) p.oval(c, random() * w, random() ** 1.5 * 480, .8 + 1.8 * random(), .8 + 1.8 * random(), inks.paper); }, { rough: .5 });
  p.field("#f7dd9c", (x, y) => { const dx = lx - x, dy = ly - y; if (dx < 10) return 0; const a = (dy / dx) + .07; return .8 * step(.105, .05, Math.abs(a)) * step(1250, 60, dx) ** .8; }, { grainy: .9 });
  p.field("#f7dd9c", (x, y) => { const dx = x - lx, dy = ly - y; if (dx < 10) return 0; return .6 * step(.105, .05, Math.abs(dy / dx - .07)) * step(800, 60, dx) ** .8; }, { grainy: .9 });
  p.wash([[0, "#a9a58a"], [.2, "#4d747b"], [1, "#16323d"]], 740, h);
  p.water("#e6cfa0", 742, 900, (x, y, t) => .35 * (1 - t) * step(760, 300, Math.abs(x - 420))); p.water(inks.deep, 746, h, (x, y, t) => .3 + .3 * noise(x / 120, y / 20)); 
  p.ink((c) => { p.shape(c, [[110, 742], [122, 728], [250, 728], [264, 742]], inks.night); p.shape(c, [[150, 728], [150, 704], [196, 704], [196, 728]], inks.night); p.oval(c, 172, 698, 4, 4, inks.glow); });
  const dune = (x) => 900 - 210 * step(520, 1100, x) + 60 * step(1150, 1600, x) + 14 * noise(x / 90, 4);
  p.ink((c) => { const pts = [[380, h]]; for (let x = 380; x <= w; x += 8) pts.push([x, dune(x) + (x < 560 ? (560 - x) * .9 : 0)]); pts.push([w, h]); p.shape(c, pts, "#a08a62"); });
  p.ink((c) => { // Tower in bands, lit from the left, with gallery and lamp.
    const half = (y) => 42 + (y - 320) * .062, side = [[0, inks.paper], [1, "#b1482f"]]; for (let i = 0; i < 6; i++) { const a = 330 + i * 64, b = a + 64; p.shape(c, [[lx - half(a), a], [lx + half(a), a], [lx + half(b), b], [lx - half(b), b]], i % 2 ? "#b1482f" : "#eee3cd"); p.shape(c, [[lx + half(a) * .25, a], [lx + half(a), a], [lx + half(b), b], [lx + half(b) * .25, b]], i % 2 ? "#74301f" : "#a9aa9c"); }
    for (const y of [400, 520, 630]) { c.fillStyle = inks.glow; c.fillRect(lx - 14, y, 16, 26); }
    p.shape(c, [[lx - 66, 330], [lx + 66, 330], [lx + 52, 350], [lx - 52, 350]], inks.night); for (let x = -62; x <= 62; x += 12) p.line(c, [[lx + x, 330], [lx + x, 300]], inks.night, 3); p.line(c, [[lx - 64, 300], [lx + 64, 300]], inks.night, 4); c.fillStyle = "#fff2c8"; c.fillRect(lx - 34, 226, 68, 104); for (const x of [-34, -12, 12, 34]) p.line(c, [[lx + x, 226], [lx + x, 330]], inks.night, 4); p.oval(c, lx, 268, 19, 26, "#fffdf0"); p.path(c, `M${lx - 44} 228 Q${lx - 36} 180 ${lx} 172 Q${lx + 36} 180 ${lx + 44} 228 Z`, "#74301f"); p.line(c, [[lx, 172], [lx, 140]], inks.night, 5);
    p.shape(c, [[1150, 730], [1150, 640], [1340, 640], [1340, 740]], "#d5c9ad"); p.shape(c, [[1134, 646], [1180, 574], [1310, 574], [1356, 646]], "#5d281b"); for (const x of [1180, 1280]) { c.fillStyle = inks.glow; c.fillRect(x, 668, 28, 34); } c.fillStyle = inks.deep; c.fillRect(1228, 676, 30, 64); c.fillStyle = "#5d281b"; c.fillRect(1290, 548, 22, 40);
  }, { rough: 1.2 });
  p.ink((c) => { for (const r of [150, 80]) { c.globalAlpha = .25; p.oval(c, lx, 268, r, r, "#fbe3a6"); } }, { blur: 24, grainy: 1 });
  p.ink((c) => { // Marram grass, darker and taller towards us; the path of planks.
    for (let k = 0; k < 9; k++) { const t = k / 9, x = mix(1080, 760, t), y = mix(735, 1060, t), ww = 16 + 60 * t; p.shape(c, [[x - ww, y], [x + ww, y - 3], [x + ww * 1.05, y + 8 + 16 * t], [x - ww * 1.1, y + 10 + 16 * t]], "#d9c79b"); }
    for (const [n, colour, y0, y1, len] of [[700, "#7b7a4c", -10, 120, 50], [700, "#4f5d40", 60, 260, 80], [620, inks.fir, 160, 400, 120], [300, "#16261f", 250, 420, 170]]) { c.fillStyle = colour; for (let i = 0; i < n; i++) { const x = 400 + random() * 1240, y = dune(x) + mix(y0, y1, random()); if (Math.abs(x - mix(1080, 740, clamp((y - 735) / 320))) < 30 + (y - 735) * .2) continue; if (noise(x / 70, y / 60) > .4) p.gouge(c, x, y - len * .3, -1.25 + (random() - .5) * .7, len * (.6 + random() * .6), 2.5, 10); } }
  });
});
