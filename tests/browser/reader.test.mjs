// A reader without script: front page, section, article, the English version, comments.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { launch } from './chromium.mjs';
import { startNewsroom } from './newsroom.mjs';

describe('a reader with script off', () => {
  let newsroom;
  let browser;
  let tab;
  const outside = [];

  before(async () => {
    newsroom = await startNewsroom();
    browser = await launch();
    const context = await browser.newContext({ javaScriptEnabled: false });
    tab = await context.newPage();
    tab.on('request', (request) => {
      if (!request.url().startsWith(newsroom.origin)) outside.push(request.url());
    });
  });
  after(async () => {
    await browser?.close();
    await newsroom?.stop();
  });

  const text = (selector) => tab.locator(selector).first().innerText();

  test('opens the front page and sees the paper with today’s date and stories', async () => {
    await tab.goto(`${newsroom.origin}/`);
    assert.equal(await tab.locator('html').getAttribute('lang'), 'de');
    assert.notEqual((await text('header.masthead h1')).trim(), '');
    assert.equal(await tab.locator('header.masthead time').count(), 1);
    assert.ok((await tab.locator('main h2 a, main h3 a').count()) >= 3, 'hardly a story on the front page');
  });

  test('goes on to a section by the menu, and to an article of it', async () => {
    const section = tab.locator('nav.menu a').first();
    const name = await section.innerText();
    await section.click();
    assert.equal((await text('main h1')).trim().toLowerCase(), name.trim().toLowerCase());
    const story = tab.locator('main h2 a, main h3 a').first();
    const teaser = (await story.innerText()).trim();
    await story.click();
    const headline = (await text('article h1')).trim();
    // A teaser may have the genre in front of the headline.
    assert.ok(teaser.endsWith(headline), `“${teaser}” leads to “${headline}”`);
    const published = await tab.locator('article .dates time').first().getAttribute('datetime');
    assert.ok(!Number.isNaN(Date.parse(published)), `${published} is no time`);
    assert.ok((await text('article .prose p')).length > 40, 'the article has no text');
    // A date that is not the article's would be taken for its own.
    assert.equal(await tab.locator('header.masthead time').count(), 0);
  });

  test('comes by the language choice from a story to the same story, and back', async () => {
    await tab.goto(`${newsroom.origin}/en/`);
    await tab.locator('main h2 a, main h3 a').first().click();
    const english = new URL(tab.url()).pathname;
    assert.match(english, /^\/en\//);
    const headline = await text('article h1');
    const choice = (language) => tab.locator(`header.masthead a[hreflang="${language}"]`);
    await choice('de').click();
    assert.equal(await tab.locator('html').getAttribute('lang'), 'de');
    assert.notEqual(await text('article h1'), headline);
    await choice('en').click();
    assert.equal(new URL(tab.url()).pathname, english);
    assert.equal(await text('article h1'), headline);
  });

  test('finds comments, or the way to write one, under the article', async () => {
    assert.ok((await tab.locator('#comments h2').count()) > 0);
    const labels = await tab.locator('#comments form label').allInnerTexts();
    assert.deepEqual(labels.slice(0, 4).map((label) => label.replace(/\s*\*$/, '')), ['Comment', 'Name', 'Email', 'Website']);
  });

  test('is never sent to a third party, and gets no cookie for reading', async () => {
    assert.deepEqual(outside, []);
    assert.deepEqual(await tab.context().cookies(), []);
  });

  test('gets an article page of at most 14 KB of compressed HTML and CSS', async () => {
    await tab.goto(`${newsroom.origin}/`);
    await tab.locator('main h2 a, main h3 a').first().click();
    const styles = await tab.locator('link[rel=stylesheet]').evaluateAll((links) => links.map((link) => link.href));
    const files = await Promise.all([tab.url(), ...styles].map(async (url) => (await fetch(url)).arrayBuffer()));
    // fetch has unpacked them; this is what they weigh on the wire of any server that packs well.
    const bytes = files.reduce((sum, file) => sum + brotliCompressSync(Buffer.from(file)).length, 0);
    assert.ok(bytes <= 14 * 1024, `${bytes} bytes of HTML and CSS`);
  });
});
