// The rope walk: a long shed, three strands run to the far wheel, ropes hang and lie in front.
picture("seilmacher", "wide", (p) => {
  const { w, h, random } = p, vx = 940, vy = 470, to = (x, y, t) => [mix(x, vx, t), mix(y, vy, t)];
  p.wash([[0, "#3b2a22"], [1, "#6a4a30"]], 0, h);
  p.ink((c) => {
    p.shape(c, [[0, 0], [w, 0], to(w, 0, .88), to(0, 0, .88)], "#2b211d"); p.shape(c, [[0, h], [w, h], to(w, h, .88), to(0, h, .88)], "#a67a48"); p.shape(c, [[w, 0], [w, h], to(w, h, .88), to(w, 0, .88)], "#4d3526"); p.shape(c, [[0, 0], [0, h], to(0, h, .88), to(0, 0, .88)], "#7a5636");
    p.shape(c, [to(0, 0, .88), to(w, 0, .88), to(w, h, .88), to(0, h, .88)], "#f1d596");
    for (let i = -6; i < 30; i++) p.line(c, [[i * 84, h], to(i * 84, h, .88)], "#82592f", 3);
    for (let i = 1; i < 9; i++) for (const x of [0, w]) p.line(c, [[x, i * 118], to(x, i * 118, .88)], x ? "#3a281e" : "#5e4029", 3);
  });
  // Windows on the left, their light on the boards; beams and rafters to the far end.
  p.ink((c) => { for (let k = 0; k < 7; k++) { const a = 1 - .86 ** (k * 2.1 + .3), b = 1 - .86 ** (k * 2.1 + 1.45); p.shape(c, [to(0, 190, a), to(0, 190, b), to(0, 660, b), to(0, 660, a)], "#f6e2ae"); for (const f of [.33, .66]) { const m = mix(a, b, f); p.line(c, [to(0, 190, m), to(0, 660, m)], "#5e4029", 7 * (1 - m)); } for (const y of [340, 500]) p.line(c, [to(0, y, a), to(0, y, b)], "#5e4029", 7 * (1 - a)); p.shape(c, [to(260, h, a), to(260, h, b), to(1050, h, b * 1.01), to(1050, h, a * 1.01)], "#dfb36c"); } });
  p.ink((c) => { for (let k = 0; k < 12; k++) { const a = 1 - .84 ** (k + .4), b = a + .035 * (1 - a), [x, y] = to(0, 90, a), [x2, y2] = to(w, 90, b); p.shape(c, [[x, y], [x2, y], [x2, y2 + 30 * (1 - a)], [x, y2 + 30 * (1 - a)]], "#1d1613"); for (const side of [0, w]) p.shape(c, [to(side, 0, a), to(side, 0, b), to(side, h, b), to(side, h, a)], "#1d1613"); p.line(c, [to(0, 260, a), to(230, 90, a)], "#1d1613", 26 * (1 - a)); p.line(c, [to(w, 260, a), to(w - 230, 90, a)], "#1d1613", 26 * (1 - a)); } });
  p.ink((c) => { for (let k = 0; k < 5; k++) { const a = 1 - .86 ** (k * 2.1 + .3), b = 1 - .86 ** (k * 2.1 + 1.45); c.globalAlpha = .2; p.shape(c, [to(0, 190, a), to(0, 190, b), to(900, h, b), to(900, h, a)], "#fbe6b0"); } }, { grainy: 1, blur: 5 });
  // A rope along a curve: a dark body, then the lay, strand after strand.
  const rope = (c, at, n, width, light, dark) => { const pts = Array.from({ length: n + 1 }, (_, i) => at(i / n)); pts.slice(1).forEach((q, i) => p.line(c, [pts[i], q], dark, width(i / n))); for (let i = 1; i < n; i++) { const [x, y] = pts[i], a = Math.atan2(pts[i + 1][1] - pts[i - 1][1], pts[i + 1][0] - pts[i - 1][0]), s = width(i / n); c.fillStyle = light; p.gouge(c, x, y, a - .75, s * 1.25, s * .2, s * .08); } };
  p.ink((c) => { for (const [x, y] of [[330, 1010], [560, 1060], [800, 1100]]) { const end = [vx + (x - 560) * .05, vy + 16]; rope(c, (t) => { const s = 1 - (1 - t) ** 2.4; return [mix(x, end[0], s), mix(y, end[1], s) - 30 * Math.sin(s * 3.1)]; }, 190, (t) => Math.max(1.6, 46 * (1 - t) ** 2.4), "#f4e0b3", "#9c6f3c"); } }, { rough: 1.1 });
  p.ink((c) => { p.person(c, 1012, 690, 300, "#16130f", { lean: .08 }); p.path(c, "M990 470 Q950 500 938 548 L954 556 Q974 520 1006 500 Z", "#16130f"); p.oval(c, 944, 552, 10, 11, "#16130f"); p.shape(c, [[900, 540], [990, 566], [984, 586], [896, 558]], "#5e3a20"); p.path(c, "M994 428 Q1014 396 1036 424 L1044 432 L992 432 Z", "#3c5059"); }, { rough: 1.1 });
  // Coils: one lies on the floor at the right, hanks hang from the posts.
  p.ink((c) => {
    p.oval(c, 1330, 985, 290, 100, "#2a1c14");
    for (let k = 0; k < 5; k++) for (const r of [1, .72, .44]) { if (r < 1 && k < 4) continue; rope(c, (t) => [1330 + 250 * r * Math.cos(t * 6.3), 960 - k * 36 + 78 * r * Math.sin(t * 6.3)], Math.round(92 * r), () => 44, "#f0d7a1", "#8d6334"); }
    for (const [x, y, s] of [[1290, 300, 1], [1420, 250, 1.25]]) for (let k = 0; k < 5; k++) rope(c, (t) => [x + (k - 2) * 15 * s + 60 * s * Math.sin(t * 6.28) * (.6 + .1 * k), y + 190 * s * (1 - Math.cos(t * 6.28)) * .5], 70, () => 16 * s, "#e5c788", "#7b542c");
    for (const [x, y] of [[1290, 300], [1420, 250]]) { p.line(c, [[x - 34, y - 8], [x + 34, y - 8]], "#14100d", 16); }
  }, { rough: 1.1 });
});
