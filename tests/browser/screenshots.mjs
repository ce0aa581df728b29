// Pictures of each kind of page, phone and desktop, light and dark, into ./screenshots.

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from './chromium.mjs';
import { isHtml, languageOf } from './crawl.mjs';
import { startNewsroom } from './newsroom.mjs';
import { everyPage, kindOf, routesOf } from './samples.mjs';

const WIDTHS = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
const folder = fileURLToPath(new URL('../../screenshots', import.meta.url));

/** The richest page (by length) of each kind and language stands for it. */
function samples(routes, pages) {
  const best = new Map();
  for (const page of [...pages.values()].filter((page) => isHtml(page) && page.body !== '')) {
    const name = `${kindOf(routes, page)}-${languageOf(page)}`.replace(/[^\w-]+/g, '-');
    if (page.body.length > (best.get(name)?.body.length ?? 0)) best.set(name, page);
  }
  return best;
}

const newsroom = await startNewsroom();
const browser = await launch();
try {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const kinds = samples(await routesOf(newsroom), await everyPage(newsroom));
  let count = 0;
  for (const [device, viewport] of Object.entries(WIDTHS)) {
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({ viewport, colorScheme, javaScriptEnabled: false });
      const tab = await context.newPage();
      for (const [name, { path }] of kinds) {
        await tab.goto(newsroom.origin + path);
        await tab.screenshot({ path: join(folder, `${name}-${device}-${colorScheme}.png`), fullPage: true });
        count += 1;
      }
      await context.close();
    }
  }
  console.log(`${count} pictures of ${kinds.size} kinds of page are in ${folder}`);
} finally {
  await browser.close();
  await newsroom.stop();
}
