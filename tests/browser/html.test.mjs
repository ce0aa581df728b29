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

  before(async () => {
    newsroom = await startNewsroom();
    routes = await routesOf(newsroom);
    pages = await everyPage(newsroom);
  });
  after(() => newsroom?.stop());

  test('every route has a page in the demo that stands for it', () => {
    const met = new Set([...pages.values()].map((page) => routeOf(routes, page.path)?.pattern));
    const without = routes.map(({ pattern }) => pattern).filter((pattern) => !met.has(pattern));
    assert.deepEqual(without, [], 'routes that no page of the demo stands for');
  });

  test('articles, sections and standing pages are among them in German and English', () => {
    const html = [...pages.values()].filter(isHtml);
    const kinds = new Set(html.map((page) => `${kindOf(routes, page)} ${languageOf(page)}`));
    for (const kind of ['front', 'article', 'section', 'author', 'topic', 'search', 'error-404']) {
      for (const language of ['de', 'en']) assert.ok(kinds.has(`${kind} ${language}`), `no ${kind} in ${language}`);
    }
  });

  test('no link of the site leads nowhere', () => {
    const meant = /^\/(gibt-es-nicht|en\/does-not-exist|weggenommen|\.well-known\/security\.txt)$/;
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

  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds no violation, ${colorScheme}`, async () => {
      const browser = await launch();
      try {
        const context = await browser.newContext({ colorScheme, bypassCSP: true });
        const tab = await context.newPage();
        const found = [];
        for (const { path } of telling(routes, pages)) {
          await tab.goto(newsroom.origin + path);
          found.push(...(await axeViolations(tab, path)));
        }
        assert.deepEqual(found, []);
      } finally {
        await browser.close();
      }
    });
  }
});
