// A running demo newsroom in a temporary folder, for tests that look at it from outside.

import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PATIENCE = 60_000;

/** The program under test. */
export function program() {
  const path = process.env.DEPESCHE_BIN ?? fileURLToPath(new URL('../../target/debug/depesche', import.meta.url));
  if (!existsSync(path)) {
    throw new Error(`There is no program at ${path}. Build it (cargo build), or name it in DEPESCHE_BIN.`);
  }
  return path;
}

/** Makes the demo newsroom, the one of `make run`, in a folder that is not there. */
export function createDemo(folder) {
  const script = fileURLToPath(new URL('../../scripts/demo.sh', import.meta.url));
  execFileSync(script, [program(), folder], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/**
 * Starts a newsroom of its own: changed as a test likes, it is no other test's newsroom.
 *
 * With `asking` a place below articles holds something that readers have to ask for.
 *
 * Gives its `origin`, `depesche(...)` for its command line, and `stop()`.
 */
export async function startNewsroom({ asking = false } = {}) {
  const parent = await mkdtemp(join(tmpdir(), 'depesche-browser-'));
  const folder = join(parent, 'newsroom');
  // The runner makes the demo once; a test file run by itself makes its own.
  if (process.env.DEPESCHE_DEMO) await cp(process.env.DEPESCHE_DEMO, folder, { recursive: true });
  else createDemo(folder);
  if (asking) await askBelowArticles(join(folder, 'depesche.toml'));

  const server = spawn(program(), ['--data', folder, 'serve', '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // By the environment, so that this way is walked too.
    env: { ...process.env, DEPESCHE_SERVER_SECURITY_CONTACT: 'mailto:security@hafenblatt.example' },
  });
  let said = '';
  server.stderr.on('data', (text) => (said += text));
  const ended = new Promise((resolve) => server.on('exit', resolve));
  const origin = await Promise.race([listening(server.stdout), late(ended)]).catch(async (error) => {
    server.kill('SIGKILL');
    await rm(parent, { recursive: true, force: true });
    throw new Error(`The server did not start: ${error.message}\n${said}`);
  });

  return {
    origin,
    async depesche(...words) {
      const { stdout } = await run(program(), ['--data', folder, ...words]);
      return stdout;
    },
    async stop() {
      server.kill('SIGTERM');
      await ended;
      await rm(parent, { recursive: true, force: true });
    },
  };
}

async function askBelowArticles(file) {
  const place = `{ html = '<p>Hafenkamera</p>', hosts = { images = ["https://kamera.example"] }, consent = true }`;
  const text = await readFile(file, 'utf8');
  const changed = text.replace(/^article_end = .*$/m, () => `article_end = ${place}`);
  if (changed === text) throw new Error(`${file} has no key article_end`);
  await writeFile(file, changed);
}

async function listening(output) {
  for await (const line of createInterface({ input: output })) {
    const found = /listening on (http:\/\/\S+)/.exec(line);
    if (found) {
      // What it says later is nobody's; unread it would fill the pipe and hold it up.
      output.resume();
      return found[1];
    }
  }
  throw new Error('it ended without saying where it listens');
}

async function late(ended) {
  const time = new Promise((resolve) => setTimeout(resolve, PATIENCE, 'late').unref());
  const how = await Promise.race([ended, time]);
  throw new Error(how === 'late' ? `nothing heard for ${PATIENCE / 1000} s` : `it ended with ${how}`);
}
