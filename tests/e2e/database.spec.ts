// The worker's database, in the browser's hands: it may be deleted, or closed, while the worker runs.

import type { BrowserContext } from '@playwright/test';
import { faultsOf } from './support/list';
import { expect, listUrl, test } from './support/test';

test('deleted while the worker runs: let go at once, and made anew with the next list', async ({
  admin,
  browser_,
  sandbox,
}) => {
  await admin.goto(listUrl());
  await expect.poll(() => faultsOf(admin, sandbox)).toEqual([]);
  await expect.poll(() => ordersKept(browser_.context)).toBeGreaterThanOrEqual(50);
  await workerOf(browser_.context).evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase('ucos-inline');
        request.onsuccess = () => resolve();
        request.onblocked = () => reject(new Error('the worker keeps it open'));
      }),
  );
  await admin.getByRole('button', { name: 'Next', exact: true }).click();
  await expect.poll(() => faultsOf(admin, sandbox)).toEqual([]);
  await expect.poll(() => ordersKept(browser_.context), 'the second page').toBeGreaterThanOrEqual(50);
});

function workerOf(context: BrowserContext) {
  const [worker] = context.serviceWorkers();
  if (worker === undefined) throw new Error('the worker does not run');
  return worker;
}

/** How many orders the database has, asked by another connection. */
const ordersKept = (context: BrowserContext): Promise<number> =>
  workerOf(context).evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('ucos-inline');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const count = opening.result.transaction('orders').objectStore('orders').count();
          count.onsuccess = () => {
            opening.result.close();
            resolve(count.result);
          };
          count.onerror = () => reject(count.error);
        };
      }),
  );
