// How the key does: what answers have taught of it, how old it is, that it is rejected, and how a new one takes its place
// with nothing of the old one left and nothing of what waited lost.

import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import type { StoreView } from '../../extension/protocol';
import { EXTENSION_ID } from './support/browser';
import { openCard, pageOf } from './support/card';
import { viewOf } from './support/core';
import { extensionPage, putView } from './support/due';
import { setGrace } from './support/grace';
import { kept } from './support/kept';
import { badgeOf, choose, journalOf, listed, move, nameOf, openList, STORE } from './support/orders';
import { expect, listUrl, test } from './support/test';

test.beforeEach(async ({ sandbox }) => {
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
  await sandbox.control('POST', '/keys/tight', { store: STORE, per_minute: 100_000, per_day: 1_000_000 });
});

const summaryOf = (page: Page): Locator => page.locator('[data-ucos-inline="summary"]');

/** The sealed key of the only account. */
const SEAL = /sealed\\?":\\?"([^"\\]{40,})/;
const sealOf = (text: string): string => SEAL.exec(text)?.[1] ?? 'no seal';

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

test('revoked, it is said everywhere and what is known stays; replaced, nothing of it is left and what waited is asked about', async ({
  admin,
  sandbox,
}) => {
  const context = admin.context();
  await setGrace(context, 0);
  const [sent = '', left = ''] = await listed(admin);
  for (const id of [sent, left]) await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());
  await sandbox.control('POST', '/keys/full', { store: STORE, revoked: true });
  // By its answers the service is two hours on, and so what was seen is that old.
  await sandbox.control('POST', '/clock', { advance_seconds: 2 * 3_600 });
  for (const id of [sent, left]) {
    await choose(admin, id, 'On hold');
    await expect(badgeOf(admin, id)).toHaveAttribute('data-state', 'failed');
  }
  await expect(summaryOf(admin)).toContainText('UCOS does not accept this store’s API key any more.');
  const popup = await openPopup(admin);
  await expect(popup.getByRole('main')).toContainText('UCOS does not accept this API key');
  await expect(popup.getByRole('main')).toContainText('2 changes need your word');
  const options = await extensionPage(context);
  await expect(options.locator('.store .banner.failed').first()).toContainText(
    'UCOS does not accept this API key',
  );

  // Read anew in vain: every badge keeps what was last known, with its age.
  await admin.bringToFront();
  await admin.goto(listUrl('page=1'));
  const stale = admin.locator('[data-ucos-inline="badge"][data-stale]');
  await expect(stale).not.toHaveCount(0);
  expect(await nameOf(stale.last())).toContain('2 hours ago');
  expect(await nameOf(badgeOf(admin, left))).toMatch(/^Packing/);

  await options.bringToFront();
  const [before, after] = [sandbox.key('full'), sandbox.key('tight')];
  const sealed = await kept(options);
  expect(sealed, 'the means of this test see what is kept').toMatch(SEAL);
  expect(sealed, 'it is sealed').not.toContain(before);
  await options.getByRole('button', { name: `Replace the key of ${STORE}` }).click();
  await expect(options.getByLabel('Store handle')).toHaveValue(STORE);
  await expect(options.getByLabel('Your name')).toHaveValue(sandbox.staff());
  await expect(options.getByLabel('API key')).toBeFocused();
  await expect(options.getByText('The new key is tested first')).toBeVisible();
  await expectClean(options);
  // One that does not work changes nothing.
  await options.getByLabel('API key').fill('ucos_0000000000000000000000000000');
  await options.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(options.getByRole('status')).toContainText('UCOS does not accept this API key');
  expect(await kept(options), 'the seal of the old one').toContain(sealOf(sealed));
  await options.getByLabel('API key').fill(after);
  await options.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(options.getByRole('status')).toContainText('2 changes need your word');
  expect(await kept(options), 'the seal of the old one').not.toContain(sealOf(sealed));
  const everything =
    (await kept(options)) + JSON.stringify(await options.evaluate(() => chrome.storage.session.get(null)));
  for (const part of [
    before,
    btoa(before),
    before.slice(0, before.length / 2),
    before.slice(before.length / 2),
  ])
    expect(everything.includes(part), 'the old key, or a part of it').toBe(false);
  await expect(options.getByLabel('API key')).toHaveValue('');

  const waiting = options.getByRole('region', { name: 'Changes that wait' });
  const entry = (id: string): Locator =>
    waiting.getByRole('listitem').filter({ has: options.locator(`a[href$="/${id}"]`) });
  await expect(waiting).toContainText('The API key was replaced.');
  expect(await journalOf(sandbox, sent)).toEqual([]);
  await entry(sent).getByRole('checkbox').check();
  await waiting.getByRole('button', { name: 'Send the ticked (1)' }).click();
  await expect.poll(() => journalOf(sandbox, sent)).toMatchObject([{ actor: 'tight', to_status: 'On hold' }]);
  await expect(entry(sent)).toHaveCount(0);
  const leave = waiting.getByRole('button', { name: 'Leave', exact: true });
  // Right after an answer a press is not taken: it may have been meant for what was there before.
  await expect(async () => {
    if (await leave.isVisible()) await leave.click();
    await expect(entry(left)).toHaveCount(0, { timeout: 1_000 });
  }).toPass();
  expect(await journalOf(sandbox, left)).toEqual([]);
  await admin.bringToFront();
  await expect(summaryOf(admin)).not.toContainText('UCOS does not accept');
  await expect(admin.locator('[data-ucos-inline="badge"][data-state="failed"]')).toHaveCount(0);
});

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

test('a key grows old: nothing at 82 days, soon at 83, due at 91, and it works all the while', async ({
  admin,
  sandbox,
}) => {
  await setGrace(admin.context(), 0);
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  const options = await extensionPage(admin.context());
  const popup = await openPopup(admin);
  let day = 0;
  const pass = async (to: number): Promise<void> => {
    await sandbox.control('POST', '/clock', {
      advance_seconds: (to - day) * 86_400 + (day === 0 ? 3_600 : 0),
    });
    day = to;
    // An order in detail is always read: the answer tells the service's time.
    await admin.bringToFront();
    await openCard(admin, pageOf(id));
  };
  const rotation = async (): Promise<string | undefined> =>
    (await viewOf<StoreView>(admin.context(), `store/${STORE}`))?.key?.rotation;
  for (const [to, expected, words] of [
    [82, 'fine', null],
    [83, 'soon', 'The API key is to be replaced by'],
    [91, 'due', 'The API key was to be replaced by'],
  ] as const) {
    await pass(to);
    await expect.poll(rotation, `day ${to}`).toBe(expected);
    for (const page of [options.locator('.store'), popup.getByRole('main')]) {
      if (words) await expect(page).toContainText(words);
      else await expect(page).not.toContainText('to be replaced by');
    }
  }
  await expectClean(popup);
  await expectClean(options);
  await admin.bringToFront();
  await openList(admin, listUrl());
  await choose(admin, id, 'On hold');
  await expect.poll(() => journalOf(sandbox, id)).toHaveLength(1);

  // It can be set otherwise, or to never.
  await options.bringToFront();
  await options.locator('summary', { hasText: 'Settings' }).click();
  await options.locator('summary', { hasText: 'Staff name and key' }).click();
  const days = options.getByLabel('Days after which it is due');
  await days.fill('20');
  await options.getByRole('button', { name: 'Save' }).click();
  await expect(options.getByText('Enter a whole number of days from 30 to 365.')).toBeVisible();
  await days.fill('365');
  await options.getByRole('button', { name: 'Save' }).click();
  await expect.poll(rotation).toBe('fine');
  await expect(options.locator('.store')).not.toContainText('was to be replaced');
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
