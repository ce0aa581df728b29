#!/usr/bin/env node
// Whether HTML that was made safe runs any script in a real browser.
//
//   node oracle.mjs FILE.jsonl        lines of {"id": …, "html": …}
//   node oracle.mjs --self-check      shows that it sees what it must and nothing else
//
//   --allow-requests                  requests are told, but are no failure (pictures, for example)
//
// Each html is the body of a document of its own. Its events are fired, its links clicked, and it is
// written out and read in again. Prints JSON: {cases, ran: [{id, kinds, details}], requested: [{id,
// urls}]}. Ends with 0 if nothing ran or was asked for, with 1 if something did, with 2 if it could
// not be found out.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch } from './chromium.mjs';

const HOST = 'http://oracle.test';
/** Documents open at once: few enough that a hung one costs little, many enough to be quick. */
const BATCH = 50;
const PATIENCE = 20_000;
/** Addresses told of a case. */
const MOST_URLS = 1_000;

/** Tries all cases; the answer is what the file's head says. */
export async function examine(cases) {
  const browser = await launch();
  try {
    const found = new Map();
    for (let at = 0; at < cases.length; at += BATCH) {
      await examineBatch(browser, cases.slice(at, at + BATCH), at, found);
    }
    const ran = [];
    const requested = [];
    cases.forEach(({ id }, index) => {
      const seen = found.get(index);
      if (!seen) return;
      if (seen.kinds.size > 0) ran.push({ id, kinds: [...seen.kinds], details: seen.details.slice(0, 5) });
      if (seen.urls.size > 0) requested.push({ id, urls: [...seen.urls].slice(0, MOST_URLS) });
    });
    return { cases: cases.length, ran, requested };
  } finally {
    await browser.close();
  }
}

async function examineBatch(browser, batch, offset, found) {
  const unfinished = await open(browser, batch, offset, found);
  if (unfinished.length === 0) return;
  if (batch.length === 1) {
    // Safe HTML has nothing that could keep a document from coming to its end.
    note(found, offset).kinds.add('hung');
    note(found, offset).details.push('the document did not come to its end');
    return;
  }
  // One of them held up its neighbours: each for itself tells which.
  for (const index of unfinished) await examineBatch(browser, [batch[index]], offset + index, found);
}

/** Opens a batch side by side; the places in the batch of those that did not come to an end. */
async function open(browser, batch, offset, found) {
  const context = await browser.newContext();
  const waiting = new Set(batch.keys());
  const documents = new Map(batch.map(({ html }, index) => [`${HOST}/case/${index}`, html]));
  let finish;
  const finished = new Promise((resolve) => (finish = resolve));
  const served = new Set();

  await context.exposeBinding('oracleReport', ({ frame }, kind, detail) => {
    const index = caseOf(frame);
    if (index === null) return;
    if (kind === 'done') {
      waiting.delete(index);
      if (waiting.size === 0) finish();
      return;
    }
    const seen = note(found, offset + index);
    seen.kinds.add(kind);
    seen.details.push(`${kind}: ${detail}`);
  });
  await context.addInitScript({ content: readFileSync(new URL('oracle-page.js', import.meta.url), 'utf8') });
  await context.route('**/*', async (route) => {
    const request = route.request();
    const url = request.url();
    if (url === `${HOST}/`) return route.fulfill({ contentType: 'text/html', body: host(batch.length) });
    if (url === `${HOST}/favicon.ico`) return route.fulfill({ status: 204 });
    if (documents.has(url) && !served.has(url)) {
      served.add(url);
      return route.fulfill({
        contentType: 'text/html; charset=utf-8',
        headers: { 'content-security-policy-report-only': "script-src 'none'" },
        body: page(documents.get(url)),
      });
    }
    const index = caseOf(frameOf(request));
    if (index !== null) note(found, offset + index).urls.add(url);
    return route.abort().catch(() => {});
  });

  const tab = await context.newPage();
  context.on('page', (opened) => {
    if (opened !== tab) opened.close().catch(() => {});
  });
  tab.on('dialog', (dialog) => dialog.dismiss().catch(() => {}));
  const patience = setTimeout(finish, PATIENCE);
  // A case may take the whole tab elsewhere; then it is not finished, and is tried alone.
  await tab.goto(`${HOST}/`, { waitUntil: 'commit' }).catch(() => {});
  await finished;
  clearTimeout(patience);
  await context.close().catch(() => {});
  return [...waiting];
}

function host(count) {
  const frames = Array.from(
    { length: count },
    (_, index) => `<iframe name="case-${index}" src="/case/${index}" width="300" height="200"></iframe>`,
  );
  return `<!doctype html><title>cases</title>${frames.join('\n')}`;
}

function page(html) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>case</title></head>` +
    `<body><main><div id="oracle-holder">${html}</div></main></body></html>`;
}

function frameOf(request) {
  try {
    return request.frame();
  } catch {
    // The document of the tab itself, before it is there.
    return null;
  }
}

/** The case a frame belongs to; frames within it are part of it. */
function caseOf(frame) {
  for (let at = frame; at; at = at.parentFrame()) {
    const match = /^case-(\d+)$/.exec(at.name()) ?? /\/case\/(\d+)$/.exec(at.url());
    if (match) return Number(match[1]);
  }
  return null;
}

function note(found, index) {
  if (!found.has(index)) found.set(index, { kinds: new Set(), urls: new Set(), details: [] });
  return found.get(index);
}

/** What it must see, and what it must let pass. */
export const KNOWN = {
  runs: [
    '<script>window.x = 1</script>',
    '<script>alert(1)</script>',
    '<img src=x onerror="window.x = 1">',
    '<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>',
    '<a href="javascript:void(0)">x</a>',
    '<a href="java&#9;script:alert(1)">x</a>',
    '<details open ontoggle=alert(1)>x</details>',
    '<p onclick="window.x = 1">x</p>',
    '<form><button formaction="javascript:alert(1)">x</button></form>',
    '<iframe srcdoc="<script>parent.x = 1</script>"></iframe>',
    '<svg><a xlink:href="javascript:alert(1)"><text y="20">x</text></a></svg>',
    // Harmless as it is read first; it runs only when written out and read again.
    '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
    '<body onload="window.x = 1">',
    '<object data="data:text/html,<script>alert(1)</script>"></object>',
  ],
  asks: ['<img src="https://example.org/a.png">', '<link rel="stylesheet" href="https://example.org/a.css">'],
  passes: [
    '',
    'onerror=alert(1)',
    '<p>alert(1) <b>javascript:alert(1)</b></p>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '<p lang="de">Größe: <a href="https://example.org/?a=javascript:alert(1)" rel="nofollow ugc">x</a></p>',
  ],
};

/** Whether it sees what it must and lets pass what it must; the words say what it got wrong. */
export async function selfCheck() {
  const cases = Object.entries(KNOWN).flatMap(([group, list]) => list.map((html) => ({ id: { group, html }, html })));
  const { ran, requested } = await examine(cases);
  const saw = (list, id) => list.some((entry) => entry.id === id);
  return cases.flatMap(({ id }) => {
    if (id.group === 'runs' && !saw(ran, id)) return [`not seen to run: ${id.html}`];
    if (id.group === 'asks' && !saw(requested, id)) return [`not seen to ask: ${id.html}`];
    if (id.group === 'asks' && saw(ran, id)) return [`seen to run: ${id.html}`];
    if (id.group === 'passes' && (saw(ran, id) || saw(requested, id))) return [`not let pass: ${id.html}`];
    return [];
  });
}

async function main(args) {
  if (args.includes('--self-check')) {
    const wrong = await selfCheck();
    for (const words of wrong) console.error(words);
    console.log(`self-check: ${Object.values(KNOWN).flat().length} cases, ${wrong.length} wrong`);
    return wrong.length > 0 ? 2 : 0;
  }
  const file = args.find((argument) => !argument.startsWith('--'));
  if (!file) {
    console.error('usage: oracle.mjs FILE.jsonl [--allow-requests] | --self-check');
    return 2;
  }
  const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line.trim() !== '');
  const cases = lines.map((line, index) => {
    const { id, html } = JSON.parse(line);
    if (typeof html !== 'string') throw new Error(`${file}, line ${index + 1}: there is no “html”`);
    return { id: id ?? index + 1, html };
  });
  const result = await examine(cases);
  console.log(JSON.stringify(result));
  const requests = args.includes('--allow-requests') ? 0 : result.requested.length;
  return result.ran.length + requests > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error) => {
      console.error(error.message);
      process.exitCode = 2;
    },
  );
}
