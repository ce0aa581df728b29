// The two judges of pages: the Nu HTML checker for the markup, axe for whether all can use it.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const NU = require.resolve('vnu-jar/build/dist/vnu.jar');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/**
 * The errors of the Nu HTML checker in pages of {path, body}, as lines that say where and what.
 * One Java machine reads them all.
 */
export async function htmlErrors(pages) {
  const folder = await mkdtemp(join(tmpdir(), 'depesche-nu-'));
  try {
    const files = new Map();
    for (const [index, page] of pages.entries()) {
      const file = join(folder, `${index}.html`);
      await writeFile(file, page.body);
      files.set(pathToFileURL(file).href, page.path);
    }
    const output = await new Promise((resolve, reject) => {
      const options = { maxBuffer: 1 << 28 };
      const words = ['-Xss4m', '-jar', NU, '--format', 'json', '--exit-zero-always', '--errors-only', folder];
      execFile('java', words, options, (error, _, said) => (error ? reject(error) : resolve(said)));
    });
    return JSON.parse(output).messages.map(({ url, lastLine, message, extract, type }) => {
      // Java writes file addresses with fewer slashes than Node does.
      const path = files.get(url.replace(/^file:\/*/, 'file:///')) ?? url;
      return `${path} line ${lastLine ?? '?'}: ${type}: ${message} (${(extract ?? '').trim()})`;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The violations axe finds in a page that is open, as lines. Its context must bypass the CSP. */
export async function axeViolations(tab, where) {
  await tab.evaluate(AXE);
  const { violations } = await tab.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${where}: ${id}: ${help}: ${node.html.slice(0, 160)} (${node.any[0]?.message ?? ''})`),
  );
}
