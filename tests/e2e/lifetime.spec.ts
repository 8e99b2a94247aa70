// A content script whose extension is gone leaves the page as if it had never been there; one that comes a second time
// takes the first one's place.

import { EXTENSION_ID } from './support/browser';
import { collectErrors, faultsOf, hostStructure } from './support/list';
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
