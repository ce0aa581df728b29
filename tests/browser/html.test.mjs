// Every page type in every language: correct HTML, and usable by all, in light and dark.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { axeViolations, htmlErrors } from './checkers.mjs';
import { launch } from './chromium.mjs';
import { isHtml, languageOf } from './crawl.mjs';
import { startNewsroom } from './newsroom.mjs';
import { everyPage, kindOf, routeOf, routesOf, telling } from './samples.mjs';

describe('pages', () => {
  let newsroom;
  let routes;
  let pages;
  /** The patterns that no page stands for; a page that is not there stands for none. */
  const routesWithout = () => {
    const there = [...pages.values()].filter(({ status }) => status < 400);
    const met = new Set(there.map((page) => routeOf(routes, page.path)?.pattern));
    return routes.map(({ pattern }) => pattern).filter((pattern) => !met.has(pattern));
  };

  before(async () => {
    // Readers are asked below articles, so that the still and the page behind it are looked at too.
    newsroom = await startNewsroom({ asking: true });
    routes = await routesOf(newsroom);
    pages = await everyPage(newsroom);
  });
  after(() => newsroom?.stop());

  test('every route has a page in the demo that stands for it', () => {
    assert.deepEqual(routesWithout(), [], 'routes that no page of the demo stands for');
  });

  test('articles, sections and standing pages are among them in German and English', () => {
    const html = [...pages.values()].filter(isHtml);
    const kinds = new Set(html.map((page) => `${kindOf(routes, page)} ${languageOf(page)}`));
    for (const kind of ['front', 'article', 'section', 'author', 'topic', 'search', 'error-404']) {
      for (const language of ['de', 'en']) assert.ok(kinds.has(`${kind} ${language}`), `no ${kind} in ${language}`);
    }
  });

  test('no link of the site leads nowhere', () => {
    const meant = /^\/(gibt-es-nicht|en\/does-not-exist|weggenommen)$/;
    const broken = [...pages.values()].filter(({ status, path }) => status >= 400 && !meant.test(path));
    assert.deepEqual(broken.map(({ status, path }) => `${status} ${path}`), []);
  });

  test('the Nu HTML checker finds no error', async () => {
    const html = [...pages.values()].filter((page) => isHtml(page) && page.body !== '');
    assert.ok(html.length > 20, `only ${html.length} pages`);
    assert.deepEqual(await htmlErrors(html), []);
  });

  test('the Nu HTML checker would find one', async () => {
    const page = { path: '/wrong', body: '<!doctype html><html lang="de"><title>x</title><p><div></p>' };
    assert.match((await htmlErrors([page])).join('\n'), /^\/wrong line 1: error: /);
  });

  const PHONE = { width: 390, height: 844 };
  const DESKTOP = { width: 1280, height: 900 };
  for (const [name, colorScheme, viewport] of [
    ['light, phone', 'light', PHONE],
    ['dark, phone', 'dark', PHONE],
    ['light, desktop', 'light', DESKTOP],
    ['dark, desktop', 'dark', DESKTOP],
  ]) {
    test(`axe finds no violation and nothing is wider than the screen, ${name}`, async () => {
      const browser = await launch();
      try {
        const context = await browser.newContext({ colorScheme, viewport, bypassCSP: true });
        const tab = await context.newPage();
        const found = [];
        for (const { path } of telling(routes, pages)) {
          await tab.goto(newsroom.origin + path);
          found.push(...(await axeViolations(tab, path)));
          const width = await tab.evaluate(() => document.documentElement.scrollWidth);
          if (width > viewport.width) found.push(`${path}: ${width} px wide`);
        }
        assert.deepEqual(found, []);
      } finally {
        await browser.close();
      }
    });
  }
});
