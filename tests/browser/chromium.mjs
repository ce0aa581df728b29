// The browser all tests use: the system's Chromium, without anything that calls home.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts Chromium; CHROMIUM names another one. */
export async function launch() {
  const executablePath = process.env.CHROMIUM ?? PLACES.find((path) => existsSync(path));
  if (!executablePath) {
    throw new Error('No Chromium found. Run scripts/setup-tests.sh, or name one in CHROMIUM.');
  }
  return chromium.launch({
    executablePath,
    args: [
      // Containers have no user namespaces; what is shown here is our own.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
