// Runs the browser tests: all of them, or the files named. Makes the demo newsroom once for all.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDemo } from './newsroom.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const named = process.argv.slice(2);
const files = named.length > 0 ? named : readdirSync(here).filter((name) => name.endsWith('.test.mjs'));

const parent = mkdtempSync(join(tmpdir(), 'depesche-demo-'));
try {
  const demo = join(parent, 'demo');
  createDemo(demo);
  const { status } = spawnSync(
    process.execPath,
    ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files.map((name) => join(here, name))],
    { stdio: 'inherit', env: { ...process.env, DEPESCHE_DEMO: demo } },
  );
  process.exitCode = status ?? 1;
} finally {
  rmSync(parent, { recursive: true, force: true });
}
