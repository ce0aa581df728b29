// Which pages of the demo stand for all: at least one for each route and language.

import { crawl, fetchPage, isHtml, languageOf } from './crawl.mjs';

/** All the program's routes: {pattern, name, kind}. */
export async function routesOf(newsroom) {
  return JSON.parse(await newsroom.depesche('routes', '--json'));
}

/** Everything of the demo that links lead to, and what only a form or a mistake leads to. */
export async function everyPage(newsroom) {
  const { origin } = newsroom;
  const pages = await crawl(origin, ['/', '/en/', '/robots.txt', '/sitemap.xml', '/favicon.ico'], siteUrl(newsroom));
  const extra = new Set(['/gibt-es-nicht', '/en/does-not-exist', '/suche?q=der', '/en/search?q=the']);
  extra.add('/suche?q=xyzzyx').add('/en/search?q=xyzzyx').add('/health/live').add('/health/ready').add('/feed');
  for (const way of ['/suche.json?q=Kai', '/suche/vorschlaege?q=Ka', '/en/search.json?q=quay', '/en/search/suggestions?q=qu']) {
    extra.add(way);
  }
  extra.add('/suche?q=Leuchturm').add('/suche?q=Hafen&ressort=hafen').add('/.well-known/security.txt');
  for (const page of pages.values()) {
    const picture = /<img[^>]*\ssrc="(?:http:\/\/[^/"]+)?(\/media\/[^"]+)"/.exec(page.body)?.[1];
    if (picture) extra.add(picture);
    const action = /<form class="write"[^>]* action="([^"]+)"/.exec(page.body)?.[1];
    // Feeds of comments are linked only from where there are some.
    const article = /\/(\d+)$/.exec(action ?? '')?.[1];
    if (article) for (const format of ['rss', 'atom', 'json']) extra.add(`/feed/comments/${article}.${format}`);
    if (action) extra.add(action).add(`${action}/${languageOf(page) === 'de' ? 'danke' : 'thanks'}`);
  }
  await newsroom.depesche('redirect', 'gone', '/weggenommen');
  extra.add('/weggenommen');
  for (const path of extra) if (!pages.has(path)) pages.set(path, await fetchPage(origin, path));
  return pages;
}

/** The address the demo is configured for; its feeds and sitemaps carry it. */
export function siteUrl() {
  return 'http://127.0.0.1:8080';
}

/**
 * The route of a path, or null for what is found by data: articles, sections, standing pages.
 * Of two that match, the one with fewer holes is meant.
 */
export function routeOf(routes, path) {
  const plain = path.replace(/\?.*/, '').replace(/^\/(?:en|ar)(?=\/|$)/, '') || '/';
  const fitting = routes.filter(({ pattern }) => expression(pattern).test(plain));
  const holes = ({ pattern }) => pattern.split('{').length;
  return fitting.sort((a, b) => holes(a) - holes(b))[0] ?? null;
}

function expression(pattern) {
  const parts = pattern.split(/(\{[^}]*\})/).map((part) => {
    if (part.startsWith('{*')) return '.+';
    if (part.startsWith('{')) return '[^/]+?';
    return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`);
}

/** What an HTML page is: the name of its route, or what its data makes it. */
export function kindOf(routes, page) {
  if (page.status >= 400) return `error-${page.status}`;
  const route = routeOf(routes, page.path);
  if (route) return route.name;
  if (/"@type":\s*"NewsArticle"/.test(page.body) || page.body.includes('<div class="byline">')) return 'article';
  return page.body.includes('rel="alternate" type="application/rss+xml"') ? 'section' : 'page';
}

/**
 * A few of the HTML pages that have everything the others have: taken in order, a page is kept if
 * it is the first of its kind and language, or has an element with a class that none before it had.
 */
export function telling(routes, pages) {
  const kinds = new Set();
  const elements = new Set();
  const kept = [];
  for (const page of [...pages.values()].filter(isHtml)) {
    const kind = `${kindOf(routes, page)} ${languageOf(page)}`;
    const own = [...page.body.matchAll(/<(\w+)[^>]*?class="([^"]*)"/g)].map(([, name, classes]) => `${name}.${classes}`);
    const isNew = !kinds.has(kind) || own.some((element) => !elements.has(element));
    kinds.add(kind);
    for (const element of own) elements.add(element);
    if (isNew) kept.push({ ...page, kind });
  }
  return kept;
}
