// What the badges cost in a list: frames in which one is missing, and script time against the limit. See README.md.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { endWorker } from '../tests/e2e/support/browser';
import { repository } from '../tests/e2e/support/repository';
import { badges, expect, listUrl, test } from '../tests/e2e/support/test';
import { type Frames, prepareInsertion, prepareLimit, watchFrames } from './in-page';
import { median } from './median';

const STORE = 'maple-and-birch';
const RETURNS = 10;
const RELOADS = 3;
const INSERTIONS = 25;
const PAUSE_MS = 300;

interface Row {
  what: string;
  rows: number;
  result: string;
}
const results: Row[] = [];

test.afterAll(() => {
  mkdirSync(join(repository, 'dist/bench'), { recursive: true });
  writeFileSync(join(repository, 'dist/bench/list.json'), JSON.stringify(results));
});

for (const rows of [50, 250]) {
  for (const isAsleep of [false, true]) {
    const worker = isAsleep ? 'worker asleep' : 'worker awake';
    test(`late frames, ${rows} known rows, ${worker}`, async ({ admin }) => {
      await admin.addInitScript(watchFrames);
      await admin.goto(listUrl(`per_page=${rows}`));
      await settled(admin, rows);
      const total: Frames = { withRows: 0, late: 0 };
      const count = async (act: () => Promise<unknown>): Promise<void> => {
        if (isAsleep) await endWorker(admin);
        await admin.evaluate(() => Object.assign(window.frames_, { withRows: 0, late: 0 }));
        await act();
        await settled(admin, rows);
        const { withRows, late } = await admin.evaluate(() => window.frames_);
        total.withRows += withRows;
        total.late += late;
      };
      const nav = admin.locator('#AppFrameNav');
      for (let time = 0; time < RETURNS; time += 1) {
        await nav.getByRole('link', { name: 'Products' }).click();
        await expect(badges(admin)).toHaveCount(0);
        await count(() => nav.getByRole('link', { name: 'Orders' }).click());
      }
      for (let time = 0; time < RELOADS; time += 1) await count(() => admin.reload());
      results.push({
        what: `late frames, ${worker}`,
        rows,
        result: `${total.late} of ${total.withRows} frames`,
      });
    });
  }

  test(`script time, ${rows} known rows`, async ({ admin }) => {
    await admin.goto(listUrl(`per_page=${rows}`));
    await settled(admin, rows);
    const ids = await badges(admin).evaluateAll((hosts) =>
      hosts.map((host) => host.getAttribute('data-order') ?? ''),
    );

    // The same bare document twice: where the extension works, and where it has nothing to do.
    const bare = '<!doctype html><html lang="en"><body></body></html>';
    const serve = (path: string) =>
      admin.route(`**/store/${STORE}/${path}`, (route) =>
        route.fulfill({ contentType: 'text/html', body: bare }),
      );
    await serve('orders?bare');
    await serve('bare');
    await admin.goto(listUrl('bare'));
    await admin.evaluate(prepareInsertion, STORE);
    const ours = await insertions(admin, ids);
    await admin.goto(listUrl('', STORE, 'bare'));
    await admin.evaluate(prepareInsertion, STORE);
    await admin.evaluate(prepareLimit);
    const limit = await insertions(admin, ids);
    results.push({
      what: 'rows → badges, script time / the limit',
      rows,
      result: `${(median(ours) / median(limit)).toFixed(1)} ×`,
    });
  });
}

/** Every row has its badge, and some frames have gone by. */
async function settled(page: Page, rows: number): Promise<void> {
  await expect(badges(page)).toHaveCount(rows);
  await expect(page.locator('[data-ucos-inline="badge"][data-state="loading"]')).toHaveCount(0);
  await page.evaluate(async () => {
    for (let frame = 0; frame < 5; frame += 1) await new Promise(requestAnimationFrame);
  });
}

async function insertions(page: Page, ids: string[]): Promise<number[]> {
  const taken: number[] = [];
  for (let time = 0; time < INSERTIONS; time += 1) {
    taken.push(await page.evaluate((all) => window.insert_(all), ids));
    // A page that changes without end is followed at a share of its time (extension/content/pace.ts); this one rests.
    await page.waitForTimeout(PAUSE_MS);
  }
  return taken;
}
