// The oracle that judges sanitised HTML must itself be able to find fault, and only where it is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selfCheck } from './oracle.mjs';

test('the oracle sees script that runs and lets pass what does not', async () => {
  assert.deepEqual(await selfCheck(), []);
});
