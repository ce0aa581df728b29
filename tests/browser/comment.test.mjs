// A comment's way, without script: typed, mended, waiting, approved, read by all.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { axeViolations, htmlErrors } from './checkers.mjs';
import { launch } from './chromium.mjs';
import { startNewsroom } from './newsroom.mjs';

const WORDS = 'Die Fähre um 6:10 Uhr fährt seit Montag wieder. <b>Danke</b> für den Hinweis!';
const EMAIL = 'wiebke.test@example.org';

describe('a comment', () => {
  let newsroom;
  let browser;
  let writer;
  let reader;
  let article;

  before(async () => {
    newsroom = await startNewsroom();
    browser = await launch();
    const person = async () => (await browser.newContext({ javaScriptEnabled: false })).newPage();
    writer = await person();
    reader = await person();
    await writer.goto(`${newsroom.origin}/`);
    await writer.locator('main h2 a, main h3 a').first().click();
    article = writer.url();
  });
  after(async () => {
    await browser?.close();
    await newsroom?.stop();
  });

  /** The page as it is now, before both judges. */
  async function isWellMade(tab, where) {
    assert.deepEqual(await htmlErrors([{ path: where, body: await (await tab.request.get(tab.url())).text() }]), []);
  }

  test('with mistakes comes back with what was typed and what to do', async () => {
    await writer.fill('#comment', WORDS);
    await writer.fill('#email', 'wiebke.test@');
    await writer.click('form.write button');
    const problems = writer.locator('.problems a');
    assert.deepEqual(await problems.evaluateAll((links) => links.map((link) => link.getAttribute('href'))), [
      '#name',
      '#email',
    ]);
    assert.equal(await writer.inputValue('#comment'), WORDS);
    assert.equal(await writer.inputValue('#email'), 'wiebke.test@');
    for (const field of ['name', 'email']) {
      assert.equal(await writer.getAttribute(`#${field}`, 'aria-invalid'), 'true');
      assert.notEqual((await writer.locator(`#${field}-wrong`).innerText()).trim(), '');
    }
    assert.equal(await writer.getAttribute('#comment', 'aria-invalid'), null);
  });

  test('that is mended is thanked for and waits, for its writer to see', async () => {
    await writer.fill('#name', 'Wiebke Test');
    await writer.fill('#email', EMAIL);
    await writer.click('form.write button');
    assert.equal(await writer.locator('main h1').innerText(), 'Danke für deinen Kommentar');
    await isWellMade(writer, 'thanks');
    await writer.goto(article);
    await writer.locator('#comments .waiting a').click();
    assert.match(await writer.locator('main .said').innerText(), /Die Fähre um 6:10 Uhr/);
    await isWellMade(writer, 'waiting');
  });

  test('is not yet seen by anybody else', async () => {
    await reader.goto(article);
    assert.equal(await reader.getByText('Wiebke Test').count(), 0);
    await reader.locator('#comments .waiting a').click();
    assert.equal(await reader.locator('main .said').count(), 0);
  });

  test('appears for all once an operator approves it', async () => {
    const id = /^(\d+) .*Wiebke Test$/m.exec(await newsroom.depesche('comment', 'list'))?.[1];
    assert.ok(id, 'the waiting comment is not in the list');
    await newsroom.depesche('comment', 'approve', id);
    // The server hears of what another process changed within a moment.
    const deadline = Date.now() + 5_000;
    const mine = reader.locator(`#comment-${id}`);
    do await reader.goto(article);
    while ((await mine.count()) === 0 && Date.now() < deadline);
    assert.match(await mine.innerText(), /Wiebke Test[\s\S]*Die Fähre um 6:10 Uhr fährt seit Montag wieder\./);
    await isWellMade(reader, 'article');
    await writer.goto(article);
    await writer.locator('#comments .waiting a').click();
    assert.equal(await writer.locator('main .said').count(), 0, 'it still counts as waiting');
  });

  test('can be answered, and the answer stands below it', async () => {
    await reader.goto(article);
    await reader.locator('.comment', { hasText: 'Wiebke Test' }).locator('.acts a').click();
    await reader.fill('#comment', 'Bei uns fährt sie auch.');
    await reader.fill('#name', 'Okke Test');
    await reader.fill('#email', 'okke.test@example.org');
    await reader.click('form.write button');
    const id = /^(\d+) .*Okke Test$/m.exec(await newsroom.depesche('comment', 'list'))?.[1];
    await newsroom.depesche('comment', 'approve', id);
    await reader.goto(article);
    const answer = reader.locator(`.thread .thread #comment-${id}`);
    assert.match(await answer.innerText(), /Okke Test[\s\S]*Bei uns fährt sie auch\./);
  });

  test('never gives away an e-mail address', async () => {
    const number = /-(\d+)$/.exec(article)[1];
    for (const path of [new URL(article).pathname, `/feed/comments/${number}.rss`, `/feed/comments/${number}.json`]) {
      const answer = await fetch(newsroom.origin + path);
      assert.equal(answer.status, 200, path);
      const body = await answer.text();
      assert.match(body, /Okke Test/, path);
      assert.ok(!body.includes('example.org'), `${path} has an address`);
    }
  });

  test('sent from another site is refused', async () => {
    const action = `${newsroom.origin}/kommentar/${/-(\d+)$/.exec(article)[1]}`;
    const form = new URLSearchParams({ comment: 'Von fremder Seite', name: 'Fremd', email: 'fremd@example.org' });
    const answer = await fetch(action, {
      method: 'POST',
      body: form,
      headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    });
    assert.equal(answer.status, 403);
    assert.ok(!(await newsroom.depesche('comment', 'list')).includes('Fremd'));
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`meets people well on every page of its way, ${colorScheme}`, async () => {
      const context = await browser.newContext({ colorScheme, bypassCSP: true });
      const tab = await context.newPage();
      const found = [];
      await tab.goto(article);
      await tab.click('form.write button');
      found.push(...(await axeViolations(tab, 'form with mistakes')));
      assert.deepEqual(await htmlErrors([{ path: 'form with mistakes', body: await tab.content() }]), []);
      await tab.fill('#comment', 'Noch einer.');
      await tab.fill('#name', 'Wiebke Test');
      await tab.fill('#email', EMAIL);
      await tab.click('form.write button');
      found.push(...(await axeViolations(tab, 'thanks')));
      await tab.goto(article);
      found.push(...(await axeViolations(tab, 'article with comments')));
      await tab.locator('#comments .waiting a').click();
      found.push(...(await axeViolations(tab, 'waiting comments')));
      assert.deepEqual(found, []);
    });
  }
});
