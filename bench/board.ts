// What the managers' board costs with few orders and with many: the page's longest task, the first chart, and what the
// worker answers with. See README.md.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BOARD } from '../tests/e2e/support/board';
import { STORE } from '../tests/e2e/support/orders';
import { repository } from '../tests/e2e/support/repository';
import { prepareSweep, summaryOf, sweepThrough } from '../tests/e2e/support/sweep';
import { expect, test } from '../tests/e2e/support/test';
import { median } from './median';

const SIZES = [500, 5_000, 20_000];
const OPENINGS = 5;

const results: { what: string; result: string }[] = [];
const firstCharts = new Map<number, number>();

test.afterAll(() => {
  const fewest = firstCharts.get(SIZES[0] ?? 0);
  for (const [orders, first_ms] of firstCharts) {
    if (fewest !== undefined && first_ms !== fewest)
      results.push({
        what: `board of ${orders.toLocaleString('en')} orders: its first chart / that of ${SIZES[0]}`,
        result: `${(first_ms / fewest).toFixed(2)} ×`,
      });
  }
  mkdirSync(join(repository, 'dist/bench'), { recursive: true });
  writeFileSync(join(repository, 'dist/bench/board.json'), JSON.stringify(results));
});

for (const orders of SIZES) {
  test.describe(`${orders} orders`, () => {
    test.use({ sandboxOptions: ['--orders', String(orders)] });
    test('the board', async ({ browser_: { context }, sandbox }) => {
      test.setTimeout(600_000);
      await prepareSweep(context, sandbox);
      await sweepThrough(context);
      expect((await summaryOf(context))?.observed).toBe(orders);

      const page = await context.newPage();
      await page.addInitScript(() => {
        const tasks: number[] = [];
        Object.assign(window, { tasks_: tasks });
        new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) tasks.push(duration);
        }).observe({ type: 'longtask' });
        new MutationObserver((_, observer) => {
          if (document.querySelector('svg.chart') === null) return;
          Object.assign(window, { chart_: performance.now() });
          observer.disconnect();
        }).observe(document, { childList: true, subtree: true });
      });
      const first: number[] = [];
      const tasks: number[] = [];
      for (let time = 0; time < OPENINGS; time += 1) {
        await page.goto(BOARD);
        await expect(page.locator('svg.chart').first()).toBeVisible();
        first.push(await page.evaluate(() => Reflect.get(window, 'chart_')));
        // What a manager does: from a number to its orders, then by another column, then on to the next page.
        await page.locator('.tile.all').click();
        await expect(page.locator('.pager p')).toContainText('1–50 of');
        // The one way at the first opening, the other at the next: it is kept.
        await page.locator('.heading').first().click();
        await expect(page.locator('th[aria-sort]:not([aria-sort="none"])')).toContainText('Order');
        await page.getByRole('button', { name: 'Next', exact: true }).click();
        await expect(page.locator('.pager p')).toContainText('51–100');
        tasks.push(...(await page.evaluate((): number[] => Reflect.get(window, 'tasks_'))));
      }
      const bytes = await page.evaluate(async (store) => {
        const reply: unknown = await chrome.runtime.sendMessage({ 'read-board': { store } });
        return JSON.stringify(reply).length;
      }, STORE);

      firstCharts.set(orders, median(first));
      const longest = Math.max(0, ...tasks);
      const what = `board of ${orders.toLocaleString('en')} orders`;
      results.push(
        {
          what: `${what}: the page's longest task`,
          result: longest === 0 ? 'below 50 ms' : `${longest.toFixed(0)} ms`,
        },
        { what: `${what}: the worker's answer`, result: `${(bytes / 1e3).toFixed(1)} KB` },
      );
    });
  });
}
