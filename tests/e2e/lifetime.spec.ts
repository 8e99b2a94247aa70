// A content script whose extension is gone leaves the page as if it had never been there; one that comes a second time
// takes the first one's place.

import type { Page } from '@playwright/test';
import { EXTENSION_ID } from './support/browser';
import { collectErrors, faultsOf, hostStructure } from './support/list';
import { badgeOf, choose, listed, move, openList, STORE } from './support/orders';
import { badges, expect, listUrl, test } from './support/test';

test('the extension reloaded under an open list: badges go, and nothing fails', async ({
  admin,
  sandbox,
}) => {
  const errors = collectErrors(admin);
  await admin.goto(listUrl());
  await expect.poll(() => faultsOf(admin, sandbox)).toEqual([]);
  const before = await hostStructure(admin);
  await badges(admin).first().getByRole('button').click();
  await expect(admin.locator('[data-ucos-inline="menu"]')).toBeVisible();

  const own = await admin.context().newPage();
  await own.goto(`chrome-extension://${EXTENSION_ID}/popup.html`);
  const gone = own.waitForEvent('close');
  await own.evaluate(() => chrome.runtime.reload()).catch(() => {});
  await gone;

  await admin.bringToFront();
  await admin.locator('#AppFrameNav').getByRole('link', { name: 'Products' }).click();
  await expect(admin.getByRole('table', { name: 'Products' })).toBeVisible();
  await expect(admin.locator('[data-ucos-inline]')).toHaveCount(0);
  await admin.goBack();
  await expect(admin.locator('a.order-link')).toHaveCount(50);
  expect(await hostStructure(admin)).toBe(before);
  await admin.getByRole('button', { name: 'Next', exact: true }).click();
  await expect(admin).toHaveURL(/page=2/);
  await expect(admin.locator('[aria-busy="true"]')).toHaveCount(0);
  await admin.getByRole('checkbox').nth(1).click();
  await expect(admin.getByRole('toolbar')).toBeVisible();
  await expect(admin.locator('[data-ucos-inline]')).toHaveCount(0);
  await expect(admin.locator('#sandbox-errors')).toHaveAttribute('data-count', '0');
  expect(errors).toEqual([]);
});

test('the script injected once more: one badge a row, and they work', async ({ admin, sandbox }) => {
  await admin.goto(listUrl());
  await expect.poll(() => faultsOf(admin, sandbox)).toEqual([]);
  const [worker] = admin.context().serviceWorkers();
  await worker?.evaluate(async () => {
    for (const tab of await chrome.tabs.query({ url: 'https://admin.shopify.com/store/*' })) {
      // As after an installation or an update.
      await chrome.scripting.executeScript({ target: { tabId: tab.id ?? 0 }, files: ['content.js'] });
    }
  });
  await expect.poll(() => faultsOf(admin, sandbox)).toEqual([]);
  // Two that live would each take the other's badges away and put its own: every badge is put in once.
  await admin.evaluate(() => {
    const counter = Object.assign(window, { badgesPutIn: 0 });
    new MutationObserver((records) => {
      for (const node of records.flatMap(({ addedNodes }) => [...addedNodes]))
        if (node instanceof Element && node.matches('[data-ucos-inline="badge"]')) counter.badgesPutIn += 1;
    }).observe(document.body, { childList: true, subtree: true });
  });
  await admin.getByRole('button', { name: 'Next', exact: true }).click();
  await expect(admin).toHaveURL(/page=2/);
  await expect(admin.locator('[aria-busy="true"]')).toHaveCount(0);
  await expect.poll(() => faultsOf(admin, sandbox)).toEqual([]);
  expect(await admin.evaluate(() => 'badgesPutIn' in window && window.badgesPutIn)).toBe(50);
  await badges(admin).first().getByRole('button').click();
  await expect(admin.locator('[data-ucos-inline="menu"]')).toHaveCount(1);
});

for (const [how, act] of [
  ['uninstalled', () => chrome.management.uninstallSelf()],
  [
    'switched off',
    // As chrome://extensions does it.
    (id: string) => chrome.management.setEnabled(id, false),
  ],
] as const) {
  test(`the extension ${how} with a list and an order open: both pages are as if it had never been there`, async ({
    admin,
    sandbox,
  }) => {
    const errors = collectErrors(admin);
    await admin.goto(listUrl());
    await expect.poll(() => faultsOf(admin, sandbox)).toEqual([]);
    const order = await admin.context().newPage();
    const orderErrors = collectErrors(order);
    await order.goto(await firstOrder(admin));
    await expect(order.locator('[data-ucos-inline="card"]')).toBeVisible();

    const own = await admin.context().newPage();
    await own.goto(
      how === 'uninstalled' ? `chrome-extension://${EXTENSION_ID}/popup.html` : 'chrome://extensions',
    );
    const done = own.evaluate(act, EXTENSION_ID);
    // The page goes with the extension, if it is its own.
    await (how === 'uninstalled' ? done.catch(() => {}) : done);
    if (!own.isClosed()) await own.close().catch(() => {});

    for (const page of [admin, order]) {
      await page.bringToFront();
      // A tab that is looked at again is one of the moments at which the script learns of it; any change is another.
      await page.evaluate(() => window.dispatchEvent(new Event('focus')));
      await expect(page.locator('[data-ucos-inline]')).toHaveCount(0);
      await expect(page.locator('#sandbox-errors')).toHaveAttribute('data-count', '0');
    }
    await admin.getByRole('button', { name: 'Next', exact: true }).click();
    await expect(admin).toHaveURL(/page=2/);
    await expect(admin.locator('[aria-busy="true"]')).toHaveCount(0);
    await expect(admin.locator('[data-ucos-inline]')).toHaveCount(0);
    expect([...errors, ...orderErrors]).toEqual([]);
  });
}

test.describe('a browser that keeps pages', () => {
  test.use({ browserOptions: { keepsPages: true } });
  test('from the back/forward cache a list comes back as it is now', async ({ admin, sandbox }) => {
    await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
    const [id = ''] = await listed(admin);
    await move(sandbox, id, 'Packing');
    await admin.goto(listUrl());
    await expect(badgeOf(admin, id)).toContainText('Packing');
    await admin.evaluate(() => Object.assign(window, { slept: true }));
    await admin.goto(listUrl('', STORE, 'payouts'));
    // While it sleeps with its script in it, and hears of nothing, the order is changed in another tab.
    const other = await admin.context().newPage();
    await openList(other, listUrl());
    await choose(other, id, 'On hold');
    await expect.poll(async () => (await sandbox.order(STORE, id)).status).toBe('On hold');
    await expect(badgeOf(other, id)).not.toHaveAttribute('data-change', /./);
    await admin.bringToFront();
    // A page that comes from the cache is not loaded, which is what `goBack` would wait for.
    await admin.evaluate(() => history.back()).catch(() => {});
    await expect(admin).toHaveURL(listUrl());
    expect(await admin.evaluate(() => Reflect.get(window, 'slept')), 'it comes from the cache').toBe(true);
    await expect(badgeOf(admin, id)).toContainText('On hold');
    await expect.poll(() => faultsOf(admin, sandbox)).toEqual([]);
  });
});

test('the network lost: what was known stays, what was not says so, and is read once it is back', async ({
  admin,
  sandbox,
}) => {
  const shown = (): Promise<string[]> =>
    badges(admin).evaluateAll((all) => all.map((badge) => badge.getAttribute('data-state') ?? ''));
  const button = (name: string) => admin.getByRole('button', { name, exact: true });
  await admin.goto(listUrl());
  await expect.poll(() => faultsOf(admin, sandbox)).toEqual([]);
  const before = await shown();
  const lost = { path: '/v1/orders', method: 'GET', kind: 'drop-before-commit', times: 1_000 };
  await sandbox.control('POST', '/faults', lost);
  await button('Next').click();
  await expect(admin).toHaveURL(/page=2/);
  await expect.poll(shown).toEqual(Array(50).fill('failed'));
  await button('Previous').click();
  await expect.poll(shown).toEqual(before);
  await button('Next').click();
  await expect.poll(shown).toEqual(Array(50).fill('failed'));
  await sandbox.control('DELETE', '/faults');
  await admin.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect.poll(() => faultsOf(admin, sandbox)).toEqual([]);
});

/** The address of the first order on the list. */
const firstOrder = (page: Page): Promise<string> =>
  page
    .locator('a.order-link')
    .first()
    .evaluate((link: HTMLAnchorElement) => link.href);
