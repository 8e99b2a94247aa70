// What a sweep of a large store costs: requests, and the worker's memory. See README.md.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../tests/e2e/support/repository';
import { prepareSweep, summaryOf, sweepThrough } from '../tests/e2e/support/sweep';
import { expect, test } from '../tests/e2e/support/test';
import { type Memory, total, WorkerMemory } from './worker-memory';

const ORDERS = 10_000;

const results: { what: string; result: string }[] = [];
const note = (what: string, result: string): void => {
  results.push({ what: `sweep of ${ORDERS.toLocaleString('en')} orders: ${what}`, result });
};

test.use({ sandboxOptions: ['--orders', String(ORDERS)] });

test.afterAll(() => {
  mkdirSync(join(repository, 'dist/bench'), { recursive: true });
  writeFileSync(join(repository, 'dist/bench/sweep.json'), JSON.stringify(results));
});

test('a sweep', async ({ browser_: { context }, sandbox }) => {
  await prepareSweep(context, sandbox);
  const memory = await WorkerMemory.of(context);
  const before = await memory.live();
  const highest = await memory.highestDuring(() => sweepThrough(context));
  const after = await memory.live();
  expect((await summaryOf(context))?.observed).toBe(ORDERS);

  note('requests', String((await sandbox.requests()).length));
  note("the worker's memory before", inWords(before));
  note("the worker's memory at its highest", inWords(highest));
  note("the worker's memory after", inWords(after));
});

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

const inWords = (memory: Memory): string =>
  `${megabytes(total(memory))} MB (${megabytes(memory.wasm)} of them the core's)`;
