// Nothing is left behind: after thousands of lists that came and went, and hundreds of ways to and from the list, the page
// has as many nodes, listeners and bytes as before, by the browser's own count.

import type { CDPSession, Page } from '@playwright/test';
import { prepareInsertion } from '../../bench/in-page';
import { listed, openList, STORE } from './support/orders';
import { badges, expect, listUrl, test } from './support/test';

const ROWS = 3;

interface Held {
  nodes: number;
  listeners: number;
  heap_bytes: number;
}

/** Without garbage. */
async function held(session: CDPSession): Promise<Held> {
  for (let time = 0; time < 3; time += 1) await session.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return { nodes, listeners: jsEventListeners, heap_bytes: usedSize };
}

/** A bare list of our own making in the admin's place, into which rows are put as often as one likes. */
async function bareList(admin: Page): Promise<{ ids: string[]; session: CDPSession }> {
  const ids = (await listed(admin)).slice(0, ROWS);
  // So that every order is known.
  await openList(admin, listUrl(`per_page=${ROWS}`));
  await admin.route(`**/store/${STORE}/orders?bare`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><html lang="en"><body></body></html>',
    }),
  );
  await admin.goto(listUrl('bare'));
  await admin.evaluate(prepareInsertion, STORE);
  return { ids, session: await admin.context().newCDPSession(admin) };
}

/** The list is emptied and filled anew so often; each time it is there with its badges before it goes. */
const renew = (admin: Page, times: number): Promise<void> =>
  admin.evaluate(async (times) => {
    const list = document.querySelector('[role="rowgroup"]');
    const rows = [...(list?.children ?? [])].map((row) => {
      const fresh = row.cloneNode(true) as Element;
      for (const ours of fresh.querySelectorAll('[data-ucos-inline]')) ours.remove();
      return fresh;
    });
    const isThere = (): boolean =>
      list?.querySelectorAll('[data-ucos-inline="badge"]').length === rows.length;
    for (let time = 0; time < times; time += 1) {
      list?.replaceChildren(...rows.map((row) => row.cloneNode(true)));
      // Observers are called before what awaits. Of many changes in one go the script follows a share, and the rest later.
      await Promise.resolve();
      while (!isThere()) await new Promise((next) => setTimeout(next));
    }
  }, times);

function expectNoMore(after: Held, before: Held): void {
  // The last list or two may still be on their way out; a badge that stayed each time would be thousands of each.
  expect(after.nodes - before.nodes, 'nodes').toBeLessThanOrEqual(100);
  expect(after.listeners - before.listeners, 'listeners').toBeLessThanOrEqual(50);
  // Compiled code and the engine's own tables come and go; those badges would be tens of megabytes.
  expect(after.heap_bytes - before.heap_bytes, 'bytes').toBeLessThanOrEqual(1_000_000);
}

test('5,000 lists that come and go leave nothing', async ({ admin }) => {
  test.setTimeout(240_000);
  const { ids, session } = await bareList(admin);
  await admin.evaluate((ids) => window.insert_(ids), ids);
  await renew(admin, 300);
  const before = await held(session);
  await renew(admin, 5_000);
  await expect(badges(admin)).toHaveCount(ROWS);
  expectNoMore(await held(session), before);
});

test('200 ways to the list and back leave nothing, nor do menus that were opened', async ({ admin }) => {
  test.setTimeout(240_000);
  const { ids, session } = await bareList(admin);
  const go = (times: number): Promise<void> =>
    admin.evaluate(
      async ({ ids, times, store }) => {
        for (let time = 0; time < times; time += 1) {
          history.pushState(null, '', `/store/${store}/products`);
          while (document.querySelector('[data-ucos-inline="badge"]') !== null)
            await new Promise((next) => setTimeout(next));
          history.pushState(null, '', `/store/${store}/orders?bare`);
          await window.insert_(ids);
        }
      },
      { ids, times, store: STORE },
    );
  const open = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) {
      await badges(admin).first().getByRole('button').focus();
      await admin.keyboard.press('Enter');
      await expect(admin.locator('[data-ucos-inline="menu"]')).toHaveCount(1);
      await admin.keyboard.press('Escape');
      await expect(admin.locator('[data-ucos-inline="menu"]')).toHaveCount(0);
    }
  };
  await go(20);
  await open(3);
  const before = await held(session);
  await go(200);
  await open(20);
  await expect(badges(admin)).toHaveCount(ROWS);
  expectNoMore(await held(session), before);
});
