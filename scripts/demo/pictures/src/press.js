// The hand all pictures share: a print of a few inks, each with the rough edge of a cut block and a
// grain instead of smooth shades. Runs in the page that draw.mjs opens.
"use strict";

const inks = {
  night: "#0f1e29", ink: "#18252e", deep: "#1d3f4c", petrol: "#336873", sea: "#5c8a8f", mist: "#a3bab6",
  pale: "#d6dccd", paper: "#f3ead8", glow: "#f5d48a", ochre: "#dc9f3c", brick: "#b1482f", rust: "#74301f", moss: "#66774c", fir: "#2f4a3c",
};
const motifs = {};

/** Registers a picture. `size` is "wide" (1600 by 1067) or "tall" (1067 by 1600). */
function picture(name, size, draw) { motifs[name] = { size, draw }; }

const clamp = (v, a = 0, b = 1) => Math.min(b, Math.max(a, v));
const step = (a, b, v) => { const t = clamp((v - a) / (b - a)); return t * t * (3 - 2 * t); };
const mix = (a, b, t) => a + (b - a) * t;

/** Random numbers that come out the same each time. */
function dice(seed) {
  let s = seed >>> 0;
  return () => { s = (s + 0x6d2b79f5) >>> 0; let t = Math.imul(s ^ (s >>> 15), 1 | s); t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t; return ((t ^ (t >>> 14)) >>> 0) / 4294967296; };
}

function press(name, size) {
  const [w, h] = size === "tall" ? [1067, 1600] : [1600, 1067];
  const random = dice([...name].reduce((sum, c) => Math.imul(sum, 31) + c.charCodeAt(0), 7));
  const lattice = Float32Array.from({ length: 65536 }, random);
  const noise = (x, y) => {
    const xi = Math.floor(x), yi = Math.floor(y); let u = x - xi, v = y - yi; u = u * u * (3 - 2 * u); v = v * v * (3 - 2 * v);
    const at = (a, b) => lattice[(((yi + b) & 255) << 8) | ((xi + a) & 255)];
    return mix(mix(at(0, 0), at(1, 0), u), mix(at(0, 1), at(1, 1), u), v);
  };
  const cloudy = (x, y, octaves = 4) => { let sum = 0, a = .5, all = 0; for (let o = 0; o < octaves; o++) { sum += a * noise(x, y); all += a; x = x * 2.03 + 17.1; y = y * 2.03 + 5.7; a *= .5; } return sum / all; };

  // The grain: blurred noise, spread evenly over 0..1, in a tile of 256.
  const grain = (() => {
    const raw = new Float32Array(65536);
    for (let y = 0; y < 256; y++) for (let x = 0; x < 256; x++) { let s = 0; for (let j = -2; j <= 2; j++) for (let i = -2; i <= 2; i++) s += lattice[(((y + j) & 255) << 8) | ((x + i) & 255)] * [6, 4, 1][Math.abs(i)] * [6, 4, 1][Math.abs(j)]; raw[y * 256 + x] = s; }
    const order = Array.from(raw.keys()).sort((a, b) => raw[a] - raw[b]);
    order.forEach((at, rank) => { raw[at] = rank / 65536; });
    return raw;
  })();

  const sheet = Object.assign(document.createElement("canvas"), { width: w, height: h });
  const page = sheet.getContext("2d");
  const block = Object.assign(document.createElement("canvas"), { width: w, height: h });
  const cut = block.getContext("2d", { willReadFrequently: true });
  const shakeX = new Float32Array(w * h), shakeY = new Float32Array(w * h);
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) { shakeX[y * w + x] = noise(x / 11, y / 11) + .5 * noise(x / 4, y / 4) - .75; shakeY[y * w + x] = noise(x / 11 + 90, y / 11) + .5 * noise(x / 4 + 90, y / 4) - .75; }

  /** Prints one block: `draw(ctx)` cuts it; its edges get rough, its half tones grainy. */
  function ink(draw, { rough = 1.8, grainy = .7, blend = "source-over", alpha = 1, blur = 0 } = {}) {
    cut.save(); cut.clearRect(0, 0, w, h); cut.filter = blur ? `blur(${blur}px)` : "none"; cut.lineCap = "round"; cut.lineJoin = "round"; draw(cut); cut.restore();
    const image = cut.getImageData(0, 0, w, h), from = image.data, out = new ImageData(w, h), to = out.data;
    for (let y = 0, k = 0; y < h; y++) for (let x = 0; x < w; x++, k++) {
      const sx = clamp(x + shakeX[k] * rough, 0, w - 1.01), sy = clamp(y + shakeY[k] * rough, 0, h - 1.01), xi = sx | 0, yi = sy | 0, u = sx - xi, v = sy - yi;
      const i = (yi * w + xi) * 4, j = i + w * 4, a = from[i + 3], b = from[i + 7], c = from[j + 3], d = from[j + 7];
      let cover = mix(mix(a, b, u), mix(c, d, u), v) / 255;
      if (cover === 0) continue;
      const best = a >= b && a >= c && a >= d ? i : b >= c && b >= d ? i + 4 : c >= d ? j : j + 4;
      if (cover < .995) { const n = grain[((y & 255) << 8) | (x & 255)]; cover = mix(cover, step(n - .34, n + .34, cover * 1.68 - .34), grainy); }
      const o = k * 4; to[o] = from[best]; to[o + 1] = from[best + 1]; to[o + 2] = from[best + 2]; to[o + 3] = cover * 255 * alpha;
    }
    cut.putImageData(out, 0, 0); page.globalCompositeOperation = blend; page.drawImage(block, 0, 0); page.globalCompositeOperation = "source-over";
  }

  /** Prints a colour where `cover(x, y)` says how much, 0 to 1. */
  function field(colour, cover, { grainy = .7, blend = "source-over", alpha = 1 } = {}) {
    const [r, g, b] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16)), out = new ImageData(w, h), to = out.data;
    for (let y = 0, o = 0; y < h; y++) for (let x = 0; x < w; x++, o += 4) {
      let a = cover(x, y); if (!(a > 0)) continue; a = Math.min(1, a);
      if (a < .995) { const n = grain[((y & 255) << 8) | (x & 255)]; a = mix(a, step(n - .34, n + .34, a * 1.68 - .34), grainy); }
      to[o] = r; to[o + 1] = g; to[o + 2] = b; to[o + 3] = a * 255 * alpha;
    }
    cut.putImageData(out, 0, 0); page.globalCompositeOperation = blend; page.drawImage(block, 0, 0); page.globalCompositeOperation = "source-over";
  }

  /** A sky or wall: colours from top to bottom, `[[0, colour], [.4, colour], …]` between y0 and y1. */
  function wash(stops, y0 = 0, y1 = h) {
    page.fillStyle = stops[0][1]; page.fillRect(0, y0, w, y1 - y0);
    stops.slice(1).forEach(([at, colour], i) => { const top = mix(y0, y1, stops[i][0]), end = mix(y0, y1, at); field(colour, (x, y) => y < top || y > y1 ? 0 : step(top, end, y + 26 * (noise(x / 150, y / 22) - .5)), { grainy: .35 }); });
  }

  /** Clouds: one tone of `colour`, torn by noise. `mask(x, y)` lowers them where it is below 1. */
  function clouds(colour, { sx = 320, sy = 90, at = .52, soft = .06, mask = () => 1, alpha = 1, dx = 0, grainy = .7 } = {}) {
    field(colour, (x, y) => { const m = mask(x, y); return m > 0 ? m * step(at - soft, at + soft, cloudy(x / sx + dx, y / sy + dx, 5)) : 0; }, { alpha, grainy });
  }

  /** One cut of the gouge: a stroke that swells in the middle. */
  function gouge(ctx, x, y, angle, length, width, bend = 0) {
    const c = Math.cos(angle) * length / 2, s = Math.sin(angle) * length / 2, nx = -Math.sin(angle), ny = Math.cos(angle);
    ctx.beginPath(); ctx.moveTo(x - c, y - s); ctx.quadraticCurveTo(x + nx * (bend + width), y + ny * (bend + width), x + c, y + s); ctx.quadraticCurveTo(x + nx * (bend - width), y + ny * (bend - width), x - c, y - s); ctx.fill();
  }

  /** Cuts over an area: `say(x, y)` answers `[angle, length, width]` or nothing. */
  function hatch(ctx, x0, y0, x1, y1, gap, say) {
    for (let y = y0; y < y1; y += gap) for (let x = x0; x < x1; x += gap * 2.4) { const px = x + (random() - .5) * gap * 2.4, py = y + (random() - .5) * gap, s = say(px, py); if (s) gouge(ctx, px, py, s[0], s[1] * (.7 + .6 * random()), s[2]); }
  }

  /** Water: lying cuts that grow towards the viewer; `dense(x, y, t)` is how likely one is, t from far (0) to near (1). */
  function water(colour, y0, y1, dense, { size = 1, tilt = 0, rough = 1.5, alpha = 1 } = {}) {
    ink((ctx) => {
      ctx.fillStyle = colour;
      for (let y = y0; y < y1;) { const t = (y - y0) / (y1 - y0), gap = (3.2 + 13 * t) * size, length = (22 + 120 * t) * size; for (let x = -length * random(); x < w + length; x += length * .62) { const px = x + (random() - .5) * length, py = y + (random() - .5) * gap * .7; if (random() < dense(px, py, t)) gouge(ctx, px, py, tilt + (random() - .5) * .04, length * (.5 + random()), gap * (.2 + .22 * random())); } y += gap; }
    }, { rough, alpha });
  }

  /** A closed line through points, straight. */
  function shape(ctx, points, colour) { ctx.fillStyle = colour; ctx.beginPath(); points.forEach(([x, y], i) => i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)); ctx.closePath(); ctx.fill(); }
  function line(ctx, points, colour, width) { ctx.strokeStyle = colour; ctx.lineWidth = width; ctx.beginPath(); points.forEach(([x, y], i) => i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)); ctx.stroke(); }
  function oval(ctx, x, y, rx, ry, colour, turn = 0) { ctx.fillStyle = colour; ctx.beginPath(); ctx.ellipse(x, y, rx, ry, turn, 0, 7); ctx.fill(); }
  function path(ctx, d, colour) { ctx.fillStyle = colour; ctx.fill(new Path2D(d)); }
  /** An opening with a pointed arch. */
  function arch(ctx, x, y, width, height, colour, point = .62) { const half = width / 2, spring = y - height + width * point; ctx.fillStyle = colour; ctx.beginPath(); ctx.moveTo(x - half, y); ctx.lineTo(x - half, spring); ctx.quadraticCurveTo(x - half, spring - width * point * .62, x, y - height); ctx.quadraticCurveTo(x + half, spring - width * point * .62, x + half, spring); ctx.lineTo(x + half, y); ctx.fill(); }
  /** Someone standing, seen from afar, feet at (x, y). */
  function person(ctx, x, y, tall, colour, { lean = 0, stride = .1, wide = 1 } = {}) {
    const u = tall / 8; ctx.save(); ctx.translate(x, y); ctx.transform(1, 0, -lean, 1, 0, 0);
    shape(ctx, [[-u * .75 - u * stride * 3, 0], [-u * .62, -u * 3.6], [u * .62, -u * 3.6], [u * .7 + u * stride * 3, 0], [u * .25 + u * stride * 3, 0], [0, -u * 3], [-u * .3 - u * stride * 3, 0]], colour);
    ctx.fillStyle = colour; ctx.beginPath(); ctx.moveTo(-u * .95 * wide, -u * 2.8); ctx.quadraticCurveTo(-u * 1.25 * wide, -u * 6.3, -u * .5, -u * 6.75); ctx.lineTo(u * .5, -u * 6.75); ctx.quadraticCurveTo(u * 1.25 * wide, -u * 6.3, u * .95 * wide, -u * 2.8); ctx.fill();
    oval(ctx, 0, -u * 7.3, u * .52, u * .66, colour); ctx.restore();
  }

  /** Paper tooth and a darker rim, at the end. */
  function finish() {
    field("#1a1410", (x, y) => .05 * cloudy(x / 60, y / 60, 3) + .11 * step(.52, 1.25, Math.hypot((x / w - .5) * 1.5, (y / h - .5) * 1.5)), { grainy: 0, blend: "multiply" });
    return sheet;
  }
  return { w, h, random, noise, cloudy, ink, field, wash, clouds, gouge, hatch, water, shape, line, oval, path, arch, person, finish, page };
}

/** Draws a picture and answers it as a data URL of a JPEG of at most `bytes`, or as PNG. */
function print(name, bytes) {
  const { size, draw } = motifs[name], p = press(name, size); draw(p); const sheet = p.finish();
  for (let q = .86; ; q -= .04) { const url = sheet.toDataURL("image/jpeg", q); if (url.length * .75 <= bytes || q < .3) return { url, q }; }
}
