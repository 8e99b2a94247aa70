// How the key does: what answers have taught of it, and what it may do beyond what the store needs.

import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import type { StoreView } from '../../extension/protocol';
import { EXTENSION_ID } from './support/browser';
import { viewOf } from './support/core';
import { extensionPage, putView } from './support/due';
import { setGrace } from './support/grace';
import { choose, listed, move, openList, STORE } from './support/orders';
import { expect, listUrl, test } from './support/test';

test.beforeEach(async ({ sandbox }) => {
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
  await sandbox.control('POST', '/keys/tight', { store: STORE, per_minute: 100_000, per_day: 1_000_000 });
});

const openPopup = async (page: Page): Promise<Page> => {
  const popup = await page.context().newPage();
  await popup.goto(`chrome-extension://${EXTENSION_ID}/popup.html`);
  return popup;
};

const learnt = (page: Page, label: string): Locator =>
  page.getByRole('row').filter({ hasText: label }).getByRole('cell');

const expectClean = async (page: Page): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }
};

test('what answers teach of a key is told, and what none tells is said', async ({ admin, sandbox }) => {
  await setGrace(admin.context(), 0);
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  const options = await extensionPage(admin.context());
  await options.locator('.key summary').click();
  await expect(learnt(options, 'May read orders and statuses')).toHaveText('yes');
  await expect(learnt(options, 'May change statuses')).toHaveText('not known yet');
  await expect(options.locator('.key')).toContainText('UCOS has no call that tells what a key may do');
  await expectClean(options);
  await openList(admin, listUrl());
  await choose(admin, id, 'On hold');
  await expect(learnt(options, 'May change statuses')).toHaveText('yes');
  await expect(learnt(options, 'The store has statuses on orders')).toHaveText('yes');
  await expect(learnt(options, 'May message customers by itself')).toHaveText('not known yet');
  await sandbox.control('POST', '/keys/full', {
    store: STORE,
    permissions: ['canViewOrders', 'canViewStatuses'],
  });
  await choose(admin, id, 'Packing');
  await expect(learnt(options, 'May change statuses')).toHaveText('no');
  await expect(options.locator('.banner.warns')).toHaveCount(0);
});

test('a key that may do more than the store needs is told of', async ({ admin }) => {
  const options = await extensionPage(admin.context());
  const view = await viewOf<StoreView>(admin.context(), `store/${STORE}`);
  await putView(options, `store/${STORE}`, { ...view, key: { ...view?.key, messages_needlessly: true } });
  const words = 'This key may message customers, though no status of this store does.';
  await expect(options.locator('.store .banner.warns')).toContainText(words);
  await expect((await openPopup(admin)).getByRole('main')).toContainText(words);
  await expectClean(options);
});
