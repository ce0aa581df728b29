// What machines read: every feed by a parser that is not ours, every sitemap by its schema.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { validateXML } from 'xmllint-wasm';
import { fetchPage } from './crawl.mjs';
import { startNewsroom } from './newsroom.mjs';
import { everyPage, siteUrl } from './samples.mjs';

const schema = (name) => ({
  fileName: name,
  contents: readFileSync(new URL(`schemas/${name}`, import.meta.url), 'utf8'),
});

/** By format: how it is read, and its entries as {id, link, at}. */
const READERS = {
  rss: (body) =>
    parseRssFeed(body).items?.map(({ guid, link, pubDate }) => ({ id: guid?.value, link, at: pubDate })) ?? [],
  atom: (body) =>
    parseAtomFeed(body).entries?.map(({ id, links, updated }) => ({ id, link: links?.[0]?.href, at: updated })) ?? [],
  json: (body) =>
    parseJsonFeed(body).items?.map(({ id, url, date_published }) => ({ id, link: url, at: date_published })) ?? [],
};

describe('what machines read', () => {
  let newsroom;
  let pages;
  const feeds = () => [...pages.values()].filter(({ path }) => /^(\/\w\w)?\/feed(\/.*)?\.(rss|atom|json)$/.test(path));

  before(async () => {
    newsroom = await startNewsroom();
    pages = await everyPage(newsroom);
  });
  after(() => newsroom?.stop());

  test('feeds of site, sections, topics, authors and comments are there in three formats', () => {
    const kinds = new Set(feeds().map(({ path }) => {
      const [, kind, format] = /feed(?:\/(\w+)\/.*)?\.(\w+)$/.exec(path);
      return `${kind ?? 'site'} ${format}`;
    }));
    for (const kind of ['site', 'section', 'topic', 'author', 'comments']) {
      for (const format of Object.keys(READERS)) assert.ok(kinds.has(`${kind} ${format}`), `no ${kind} ${format}`);
    }
  });

  test('an independent parser reads every feed, and finds entries with addresses and times', () => {
    const wrong = [];
    let entries = 0;
    for (const { path, status, body } of feeds()) {
      try {
        assert.equal(status, 200);
        const read = READERS[path.split('.').pop()](body);
        entries += read.length;
        assert.equal(new Set(read.map(({ id }) => id)).size, read.length, 'ids are not unique');
        for (const { link, at } of read) {
          assert.ok(link?.startsWith(`${siteUrl()}/`), `${link} is no address of the site`);
          assert.ok(!Number.isNaN(Date.parse(at)), `${at} is no time`);
        }
      } catch (error) {
        wrong.push(`${path}: ${error.message}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(entries > 100, `only ${entries} entries`);
  });

  test('sitemaps, their index and the news sitemap keep to their schema', async () => {
    const maps = [...pages.values()].filter(({ path }) => /^\/sitemap[./].*xml$/.test(path));
    if (!pages.has('/sitemap/news.xml')) maps.push(await fetchPage(newsroom.origin, '/sitemap/news.xml'));
    assert.ok(maps.length >= 4, `only ${maps.length} sitemaps`);
    const news = maps.find(({ path }) => path === '/sitemap/news.xml');
    assert.match(news.body, /<news:news>/, 'the news sitemap is empty');
    const { errors } = await validateXML({
      xml: maps.map(({ path, body }) => ({ fileName: path.slice(1).replaceAll('/', '-'), contents: body })),
      schema: schema('sitemap.xsd'),
      preload: [schema('news.xsd'), schema('link.xsd')],
    });
    assert.deepEqual(errors.map(({ rawMessage }) => rawMessage), []);
  });

  test('the schema would find a mistake', async () => {
    const xml = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>nowhere</loc></url></urlset>';
    const { valid } = await validateXML({
      xml,
      schema: schema('sitemap.xsd'),
      preload: [schema('news.xsd'), schema('link.xsd')],
    });
    assert.equal(valid, false);
  });
});
