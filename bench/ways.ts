// Badges beside the other ways to get them: a message for each row, a message for each list, a look every 500 ms; and what
// one badge holds in memory. See README.md.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { STORE } from '../tests/e2e/support/orders';
import { repository } from '../tests/e2e/support/repository';
import { badges, expect, listUrl, test } from '../tests/e2e/support/test';
import { prepareInsertion, prepareLimit } from './in-page';
import { median } from './median';

const rival = join(repository, 'bench/rival');
const extension = join(repository, 'dist/extension');
const both = `${extension},${rival}`;
const ROWS = [50, 250, 1_000];
const TIMES = 15;
const WAYS = [
  ['row', 'a message for each row'],
  ['list', 'a message for each list'],
  ['poll', 'a look every 500 ms'],
] as const;

const results: { what: string; result: string }[] = [];

test.afterAll(() => {
  mkdirSync(join(repository, 'dist/bench'), { recursive: true });
  writeFileSync(join(repository, 'dist/bench/ways.json'), JSON.stringify(results));
});

test.use({
  sandboxOptions: ['--orders', '1600'],
  browserOptions: { arguments: [`--disable-extensions-except=${both}`, `--load-extension=${both}`] },
});
test.describe.configure({ timeout: 600_000 });

/** A bare document at that address, with what puts rows into it. */
async function bare(page: Page, address: string): Promise<void> {
  await page.route(
    (url) => url.href === address,
    (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: '<!doctype html><html lang="en"><body></body></html>',
      }),
  );
  await page.goto(address);
  await page.evaluate(prepareInsertion, STORE);
}

async function insertions(page: Page, ids: string[]): Promise<number> {
  const taken: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    taken.push(await page.evaluate((all) => window.insert_(all), ids));
    await page.waitForTimeout(300);
  }
  return median(taken);
}

async function knownIds(admin: Page, count: number): Promise<string[]> {
  await admin.goto(listUrl(`per_page=${count}`));
  await expect(badges(admin)).toHaveCount(count);
  // Orders that nobody has seen are asked for by and by.
  const loading = badges(admin).and(admin.locator('[data-state="loading"]'));
  await expect(loading).toHaveCount(0, { timeout: 120_000 });
  return badges(admin).evaluateAll((all) => all.map((host) => host.getAttribute('data-order') ?? ''));
}

for (const count of ROWS) {
  test(`${count} rows`, async ({ admin }) => {
    const ids = await knownIds(admin, count);
    await bare(admin, listUrl('bare'));
    const ours = await insertions(admin, ids);
    await bare(admin, listUrl('', STORE, 'bare'));
    await admin.evaluate(prepareLimit);
    const limit = await insertions(admin, ids);
    results.push({
      what: `${count} rows → badges / the limit: ours`,
      result: `${(ours / limit).toFixed(1)} ×`,
    });
    for (const [way, words] of WAYS) {
      await bare(admin, listUrl(`way=${way}`, STORE, 'rival'));
      const taken = await insertions(admin, ids);
      results.push({
        what: `${count} rows → badges / the limit: ${words}`,
        result: `${(taken / limit).toFixed(1)} ×`,
      });
    }
  });
}

/** Of script and DOM together, without garbage. */
async function heldBytes(session: CDPSession): Promise<number> {
  for (let time = 0; time < 3; time += 1) await session.send('HeapProfiler.collectGarbage');
  const usage = await session.send('Runtime.getHeapUsage');
  return usage.usedSize + ((usage as { embedderHeapUsedSize?: number }).embedderHeapUsedSize ?? 0);
}

test('what a badge holds', async ({ admin }) => {
  const ids = await knownIds(admin, 1_000);
  const session = await admin.context().newCDPSession(admin);
  const growth = async (address: string, isLimit: boolean): Promise<number> => {
    await bare(admin, address);
    if (isLimit) await admin.evaluate(prepareLimit);
    await admin.evaluate((all) => window.insert_(all), ids.slice(0, 10));
    const before = await heldBytes(session);
    await admin.evaluate((all) => window.insert_(all), ids);
    return (await heldBytes(session)) - before;
  };
  // Rows alone cost the same in both, and go out of the difference to none.
  const ours = await growth(listUrl('bare'), false);
  const limit = await growth(listUrl('', STORE, 'bare'), true);
  const rows = await rowsAlone(admin, session, ids);
  results.push({
    what: 'what one of 1,000 badges holds, in the page, DOM and script',
    result: `${((ours - rows) / 1_000 / 1_024).toFixed(1)} KB`,
  });
  results.push({
    what: 'what one of 1,000 static nodes of the limit holds',
    result: `${((limit - rows) / 1_000 / 1_024).toFixed(1)} KB`,
  });
});

async function rowsAlone(admin: Page, session: CDPSession, ids: string[]): Promise<number> {
  await bare(admin, listUrl('', STORE, 'nothing'));
  const put = (some: string[]): Promise<void> =>
    admin.evaluate(async (some) => {
      // Nothing answers here: the rows are put in and are not waited for.
      void window.insert_(some);
      await new Promise((done) => setTimeout(done, 500));
    }, some);
  await put(ids.slice(0, 10));
  const before = await heldBytes(session);
  await put(ids);
  return (await heldBytes(session)) - before;
}
