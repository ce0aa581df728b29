// Draws the demo's pictures: `node scripts/demo/pictures/draw.mjs [NAME …]` makes NAME.jpg of src/NAME.js.
// Needs Chromium and the browser tests' packages (scripts/setup-tests.sh); the pictures lie in the repository,
// so only who changes one needs it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { createRequire } from "node:module";

const here = path.dirname(fileURLToPath(import.meta.url));
const { chromium } = createRequire(path.join(here, "../../../tests/browser/package.json"))("playwright-core");
const limit = 112_000;

const wanted = process.argv.slice(2);
const names = readdirSync(path.join(here, "src")).filter((f) => f.endsWith(".js") && f !== "press.js").map((f) => f.slice(0, -3)).filter((n) => !wanted.length || wanted.includes(n));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"] });
const page = await browser.newPage();
for (const file of ["press", ...names]) await page.addScriptTag({ content: readFileSync(path.join(here, "src", `${file}.js`), "utf8") });
for (const name of names) {
  const { url, q } = await page.evaluate(([n, b]) => print(n, b), [name, limit]);
  const bytes = Buffer.from(url.split(",")[1], "base64");
  writeFileSync(path.join(here, `${name}.jpg`), bytes);
  console.log(`${name}.jpg ${Math.round(bytes.length / 1000)} kB, quality ${q.toFixed(2)}`);
}
await browser.close();
