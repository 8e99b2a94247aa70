// What due times cost in the browser: the core as it ships, beside JavaScript that does the same. See README.md.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { bundle, chromiumOptions, openBarePage } from '../tests/e2e/support/bare-page';
import { repository } from '../tests/e2e/support/repository';
import type { Work } from './due-in-page';
import { median } from './median';

// The same as benches/due.rs, whose results stand beside these: orders all over 2026, two holidays in each year.
const ORDERS = 10_000;
const NEW_YEAR = Date.UTC(2026, 0, 1);
const ENTERED = Array.from({ length: ORDERS }, (_, n) => NEW_YEAR + ((n * 3_153_600_777) % 31_536_000_000));
const YEARS = Array.from({ length: 10 }, (_, n) => 2026 + n);
const HOLIDAYS = YEARS.flatMap((year) => [`${year}-07-01`, `${year}-12-25`]);
const DAY_SECONDS = 86_400;
const LIMITS = [
  { limit: '2 days', days: 2 },
  { limit: '30 days', days: 30 },
  { limit: '10 years', days: 2_610 },
];

const ROUNDS = 5;
/** What goes week by week would take minutes for ten years of ten thousand orders; its cost per order is the same. */
const FEW = 20;
const isSlow = (name: string, days: number): boolean =>
  days > 1000 && !['core', 'dateFnsOnce'].includes(name);

/** One contestant at one piece of work. */
interface Measured {
  name: string;
  limit: string;
  orders: number;
  /** The median round. */
  milliseconds: number;
}
const measured: Measured[] = [];

test.use({ launchOptions: chromiumOptions });

test.afterAll(() => {
  mkdirSync(join(repository, 'dist/bench'), { recursive: true });
  writeFileSync(join(repository, 'dist/bench/due.json'), JSON.stringify(measured));
});

for (const { limit, days } of LIMITS) {
  test(`due times, limit of ${limit}`, async ({ page }) => {
    const work = (orders: number): Work => ({
      zone: 'America/Toronto',
      holidays: HOLIDAYS,
      entered: ENTERED.slice(0, orders),
      seconds: days * DAY_SECONDS,
    });
    await openBarePage(page, await bundle('bench/due-in-page.ts', 'due_'));
    await page.evaluate(() => window.due_.ready);
    const names = await page.evaluate(() => window.due_.names());
    const entries = names.map((name) => ({ name, orders: isSlow(name, days) ? FEW : ORDERS }));
    entries.push({ name: 'core', orders: ORDERS / 10 });

    // Whoever is quicker must be right first. This warms all of them up, too.
    const ours = await dueOf(page, 'core', work(ORDERS));
    expect(ours).toHaveLength(ORDERS);
    for (const { name, orders } of entries) {
      const theirs = await dueOf(page, name, work(orders));
      expect(theirs, `${name} computes the same`).toEqual(ours.slice(0, orders));
    }

    // In turns: whatever else the machine does in a while falls on all of them.
    const rounds: number[][] = entries.map(() => []);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [n, { name, orders }] of entries.entries()) {
        const taken = await page.evaluate(([contestant, given]) => window.due_.measure(contestant, given), [
          name,
          work(orders),
        ] as const);
        rounds[n]?.push(taken);
      }
    }
    for (const [n, entry] of entries.entries()) {
      measured.push({ ...entry, limit, milliseconds: median(rounds[n] ?? []) });
    }
  });
}

const dueOf = (page: Page, name: string, work: Work): Promise<number[]> =>
  page.evaluate(([contestant, given]) => window.due_.dueOf(contestant, given), [name, work] as const);
