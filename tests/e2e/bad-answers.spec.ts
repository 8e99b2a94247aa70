// A list that is open and known, and then a service that answers nonsense: what was last known stays, marked as old,
// with the reason; it is as before once the service is. And lists of which nothing was known yet.

import type { BrowserContext, Page } from '@playwright/test';
import { connect } from './support/browser';
import { KNOWN, withoutDue } from './support/list';
import { badgeOf, listed, menuOf, move, nameOf, openList, optionsOf, statusesOf } from './support/orders';
import { badges, expect, listUrl, test } from './support/test';

const NOT_UCOS = /The answer was not one that UCOS gives/;
const BAD: [name: string, fault: object, words: RegExp][] = [
  ['HTML', { kind: 'html' }, NOT_UCOS],
  ['nothing', { kind: 'empty' }, NOT_UCOS],
  ['half a JSON', { kind: 'truncated' }, NOT_UCOS],
  ['no JSON', { kind: 'malformed' }, NOT_UCOS],
  ['a wrong type', { kind: 'wrong-type' }, NOT_UCOS],
  ['an order of null', { kind: 'html', body: { orders: [null, 7, {}] } }, NOT_UCOS],
  ['10 MB', { kind: 'huge' }, /UCOS answered with far more than expected/],
  ['500', { kind: 'status', status: 500 }, /UCOS reported a fault of its own/],
  ['401', { kind: 'status', status: 401 }, /UCOS does not accept this API key/],
  ['a cut connection', { kind: 'drop-before-commit' }, /UCOS could not be reached/],
];

/** What is shown for a colour that is none. */
const GREY = 'rgb(213, 215, 218)';
const orders = { path: '/v1/orders', method: 'GET' };
const stale = (page: Page) => badges(page).and(page.locator('[data-stale]'));

/** What all badges of the page say, by order, but for due times. */
async function namesOf(page: Page): Promise<Record<string, string>> {
  const names = await badges(page).evaluateAll((hosts) =>
    hosts.map((host): [string, string] => [
      host.getAttribute('data-order') ?? '',
      host.shadowRoot?.querySelector('button')?.getAttribute('aria-label') ?? '',
    ]),
  );
  return Object.fromEntries(names.map(([order, name]) => [order, withoutDue(name)]));
}

/** Moves the worker's clock a minute on, so that nothing that it knows is fresh any more. */
async function letAge(context: BrowserContext): Promise<void> {
  await context.serviceWorkers()[0]?.evaluate(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 61_000;
  });
}

/** The worker's clock is ahead of the page's here, so to the page nothing is old yet. */
const AGE = 'this minute';

test('what was known stays, marked as old, until the service is well again', async ({
  admin,
  browser_,
  sandbox,
}) => {
  const [id = ''] = await listed(admin);
  await openList(admin, listUrl());
  const known = await namesOf(admin);
  expect(Object.keys(known)).toHaveLength(50);
  for (const [name, fault, words] of BAD) {
    await test.step(name, async () => {
      // An answer that was still on its way tells the worker what time it is, and then nothing is old: once more.
      await expect(async () => {
        await sandbox.control('DELETE', '/faults');
        await letAge(browser_.context);
        await sandbox.control('POST', '/faults', { ...orders, ...fault });
        await admin.reload();
        await expect(stale(admin), name).toHaveCount(50, { timeout: 5_000 });
      }).toPass();
      const names = await namesOf(admin);
      for (const [order, before] of Object.entries(known))
        expect(names[order]).toBe(`${before}, Last known ${AGE}`);
      const badge = badgeOf(admin, id);
      await expect(badge).toHaveAttribute('data-state', KNOWN);
      await expect(badge.getByRole('button')).toHaveAttribute('title', words);
      // Its menu opens all the same, and says it too.
      await badge.getByRole('button').click();
      await expect(menuOf(admin).getByRole('alert')).toContainText(words);
      await expect(optionsOf(admin)).not.toHaveCount(0);
      await admin.keyboard.press('Escape');

      // A request that was cut may still be under way, and then it is not asked a second time: the next look does.
      await expect(async () => {
        await admin.reload();
        await expect(badges(admin)).toHaveCount(50);
        await expect(stale(admin), `${name}: well again`).toHaveCount(0, { timeout: 5_000 });
      }).toPass();
      expect(await namesOf(admin)).toEqual(known);
      await expect(badge.getByRole('button')).not.toHaveAttribute('title', words);
    });
  }
  await expect(admin.locator('#sandbox-errors')).toHaveAttribute('data-count', '0');
});

test('of what was never known it is said why, and it is there with the next look', async ({
  admin,
  sandbox,
}) => {
  for (const [index, [name, fault, words]] of BAD.entries()) {
    await test.step(name, async () => {
      const url = listUrl(`per_page=20&page=${index + 2}`);
      await sandbox.control('POST', '/faults', { ...orders, ...fault });
      await admin.goto(url);
      await expect(badges(admin).and(admin.locator('[data-state="failed"]')), name).toHaveCount(20);
      const badge = badges(admin).first();
      expect(await nameOf(badge)).toBe('Unknown status, Needs attention');
      await expect(badge.getByRole('button')).toHaveAttribute('title', words);
      await admin.reload();
      await expect(badges(admin)).toHaveCount(20);
      await expect(badges(admin).and(admin.locator('[data-state="failed"]')), name).toHaveCount(0);
    });
  }
});

test('a bad order spoils itself only, and a bad colour is grey', async ({ admin, sandbox }) => {
  const ids = await listed(admin);
  const [packing] = (await statusesOf(sandbox)).filter(({ name }) => name === 'Packing');
  const bad: Record<number, unknown> = {
    1: { custom_status: 7 },
    2: { custom_status: { id: 5, name: 'Five' } },
    3: { shopify_order_id: 'gid://shopify/Order/-1' },
  };
  const odd: Record<number, unknown> = {
    4: { custom_status: { id: 'x', name: 'Odd', color: 'red;background:url(https://example.com/)' } },
    5: { custom_status: { id: 'x', name: '<img src=x onerror=alert(1)>', color: null } },
    6: { custom_status: null, addon_statuses: 'none', line_items: 3, cancelled: 'yes', created_at: 9 },
  };
  const body = {
    orders: ids.map((id, index) => ({
      id: `uuid-${index}`,
      shopify_order_id: `gid://shopify/Order/${id}`,
      name: `#${index}`,
      custom_status: packing,
      ...(bad[index] ?? odd[index] ?? {}),
    })),
  };
  await sandbox.control('POST', '/faults', { ...orders, kind: 'html', body });
  await openList(admin, listUrl());
  const names = await namesOf(admin);
  for (const [index, id] of ids.entries()) {
    const expected =
      index in bad
        ? 'Unknown status, Needs attention'
        : ({ 4: 'Odd', 5: '<img src=x onerror=alert(1)>', 6: 'No status' }[index] ?? 'Packing');
    expect(names[id], `order ${index}`).toBe(expected);
  }
  for (const index of [4, 5])
    await expect(badgeOf(admin, ids[index] ?? '').getByRole('button')).toHaveCSS('background-color', GREY);
});

test('a status of the store whose colour is no colour is grey', async ({ admin, browser_, sandbox }) => {
  const store = 'harbour-supply';
  await connect(browser_.context, sandbox, { store });
  const odd = (await statusesOf(sandbox, store)).filter(({ color }) => !/^#[0-9a-f]{6}$/.test(color));
  expect(odd.map(({ name }) => name)).toEqual(['Backordered']);
  const [id = ''] = await listed(admin, { store });
  await move(sandbox, id, 'Backordered', { store });
  await openList(admin, listUrl('', store));
  const button = badgeOf(admin, id).getByRole('button');
  await expect(button).toHaveAccessibleName(/^Backordered/);
  await expect(button).toHaveCSS('background-color', GREY);
  await expect(button).toHaveCSS('color', 'rgb(31, 33, 36)');
});
