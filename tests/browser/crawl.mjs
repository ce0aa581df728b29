// Every page of a site that can be reached from its front pages, and what kind of page it is.

/** Attributes that lead to other pages of the site. */
const LINK = /<(?:a|link|area)\b[^>]*?\shref="([^"]*)"/g;
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'", '#x2f': '/', '#x2F': '/' };
/** Enough for the demo many times over; a crawl that meets it has found an endless site. */
const MOST = 5_000;

/**
 * Fetches from these paths on whatever links lead to.
 *
 * Gives a map from path (with query) to {path, status, type, body, location}. Bodies are kept of
 * text only.
 */
export async function crawl(origin, paths, siteUrl = origin) {
  const pages = new Map();
  const queue = [...paths];
  const seen = new Set(queue);
  while (queue.length > 0) {
    if (pages.size > MOST) throw new Error(`more than ${MOST} addresses; the last was ${queue[0]}`);
    const page = await fetchPage(origin, queue.shift());
    pages.set(page.path, page);
    for (const path of linksOf(page, origin, siteUrl)) {
      if (seen.has(path)) continue;
      seen.add(path);
      queue.push(path);
    }
  }
  return pages;
}

/** One page, redirects not followed. */
export async function fetchPage(origin, path) {
  const response = await fetch(origin + path, { redirect: 'manual' });
  const type = response.headers.get('content-type') ?? '';
  const bytes = Buffer.from(await response.arrayBuffer());
  return {
    path,
    status: response.status,
    type,
    location: response.headers.get('location'),
    body: /text|xml|json/.test(type) ? bytes.toString('utf8') : '',
  };
}

export const isHtml = (page) => page.type.startsWith('text/html');

/** The language of an HTML page. */
export const languageOf = (page) => /<html lang="([^"]+)"/.exec(page.body)?.[1];

function linksOf(page, origin, siteUrl) {
  const found = [];
  if (page.location) found.push(page.location);
  if (isHtml(page)) for (const [, href] of page.body.matchAll(LINK)) found.push(unescape(href));
  if (/xml/.test(page.type)) for (const [, href] of page.body.matchAll(/<loc>([^<]*)<\/loc>/g)) found.push(unescape(href));
  return found.flatMap((href) => {
    const url = parse(href, origin + page.path);
    // The site writes whole addresses with the host it is configured for.
    if (!url || (url.origin !== origin && url.origin !== siteUrl)) return [];
    return [url.pathname + url.search];
  });
}

function parse(href, base) {
  try {
    return new URL(href, base);
  } catch {
    return null;
  }
}

function unescape(text) {
  return text.replace(/&([a-z]+|#\w+);/g, (whole, name) => ENTITIES[name] ?? whole);
}
