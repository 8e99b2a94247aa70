// An order's status changed in the list, by mouse and by keyboard alone, and found in the service's database: one
// journal row and each message once. And what the menu offers.

import type { Page } from '@playwright/test';
import { connect } from './support/browser';
import { setGrace } from './support/grace';
import { KNOWN } from './support/list';
import {
  badgeOf,
  channelsFor,
  choose,
  journalOf,
  type Kind,
  listed,
  menuOf,
  messagesOf,
  move,
  nameOf,
  openList,
  optionOf,
  optionsOf,
  postsFor,
  STORE,
  statusesOf,
} from './support/orders';
import type { Sandbox } from './support/sandbox';
import { expect, listUrl, test } from './support/test';

const LISTS: Record<Kind, string> = { order: 'orders', draft: 'draft_orders' };

/** The workflow "International", in its sequence. */
const ABROAD = [
  'Dispatched',
  'Departed',
  'Arrived at port',
  'In customs',
  'Customs cleared',
  'Out for delivery',
  'Delivered',
];

// Before the store is connected, which is when its catalog is read.
test.beforeEach(async ({ sandbox }) => {
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
});
test.beforeEach(async ({ admin }) => setGrace(admin.context(), 0));

/** Names of the options as they stand, with whether each is marked as the current one. */
const offered = (page: Page): Promise<{ name: string | null; isCurrent: boolean }[]> =>
  optionsOf(page).evaluateAll((options) =>
    options.map((option) => ({
      name: option.getAttribute('aria-label'),
      isCurrent: option.getAttribute('aria-current') === 'true',
    })),
  );

const namesOf = async (page: Page): Promise<(string | null)[]> =>
  (await offered(page)).map(({ name }) => name);

const activeOption = (page: Page) => menuOf(page).locator('[role=option][aria-selected=true]');

/** Whether the badge's button has the focus. */
const isFocused = (page: Page, id: string): Promise<boolean> =>
  badgeOf(page, id).evaluate(
    (host) => document.activeElement === host && host.shadowRoot?.activeElement?.localName === 'button',
  );

async function expectChanged(sandbox: Sandbox, id: string, from: string, to: string, sub: string | null) {
  const { status, sub_status } = await sandbox.order(STORE, id);
  expect({ status, sub_status }).toEqual({ status: to, sub_status: sub });
  expect(await journalOf(sandbox, id)).toMatchObject([
    { actor: 'full', from_status: from, to_status: to, to_sub_status: sub },
  ]);
  expect(await messagesOf(sandbox, id)).toEqual(await channelsFor(sandbox, id, to));
  expect(await postsFor(sandbox, id)).toBe(1);
}

for (const kind of ['order', 'draft'] as const) {
  for (const markup of ['grid', 'table']) {
    test(`${kind} in ${markup}: by mouse, and by keyboard alone`, async ({ admin, sandbox }) => {
      const [byMouse = '', byKeys = ''] = await listed(admin, { kind });
      for (const id of [byMouse, byKeys]) await move(sandbox, id, 'Packing');
      await openList(admin, listUrl(`markup=${markup}`, STORE, LISTS[kind]));

      await choose(admin, byMouse, 'Out for delivery');
      await expect(badgeOf(admin, byMouse)).toHaveAttribute('data-state', KNOWN);
      expect(await nameOf(badgeOf(admin, byMouse))).toMatch(/^Out for delivery/);
      await expectChanged(sandbox, byMouse, 'Packing', 'Out for delivery', null);

      // The badge comes right after the order's link; Tab goes from one to the other.
      await admin.locator(`#AppFrameMain a[href*="/${LISTS[kind]}/${byKeys}"]`).first().focus();
      await admin.keyboard.press('Tab');
      expect(await isFocused(admin, byKeys)).toBe(true);
      await admin.keyboard.press('Enter');
      await expect(activeOption(admin)).toHaveAccessibleName('Packing');
      await admin.keyboard.type('in prod');
      expect(await namesOf(admin)).toEqual(['In production']);
      await admin.keyboard.press('Enter');
      expect(await namesOf(admin)).toEqual(['Cutting', 'Sewing', 'Finishing']);
      for (const [key, name] of [
        ['End', 'Finishing'],
        ['Home', 'Cutting'],
        ['ArrowUp', 'Finishing'],
        ['ArrowDown', 'Cutting'],
        ['ArrowDown', 'Sewing'],
      ] as const) {
        await admin.keyboard.press(key);
        await expect(activeOption(admin)).toHaveAccessibleName(name);
      }
      expect(await postsFor(sandbox, byKeys), 'the first step sends nothing').toBe(0);
      await admin.keyboard.press('Enter');
      await expect(menuOf(admin)).toHaveCount(0);
      expect(await isFocused(admin, byKeys)).toBe(true);
      await expect(badgeOf(admin, byKeys)).toHaveAttribute('data-state', KNOWN);
      expect(await nameOf(badgeOf(admin, byKeys))).toMatch(/^In production · Sewing/);
      await expectChanged(sandbox, byKeys, 'Packing', 'In production', 'Sewing');
    });
  }
}

test('Escape closes in either step, gives the focus back and sends nothing', async ({ admin, sandbox }) => {
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());
  const button = badgeOf(admin, id).getByRole('button');
  for (const keys of [[], ['Enter'], ['ArrowRight']]) {
    await button.focus();
    await admin.keyboard.press('Enter');
    await expect(button).toHaveAttribute('aria-expanded', 'true');
    if (keys.length > 0) await admin.keyboard.type('in qc');
    for (const key of keys) await admin.keyboard.press(key);
    await admin.keyboard.press('Escape');
    await expect(menuOf(admin)).toHaveCount(0);
    await expect(button).toHaveAttribute('aria-expanded', 'false');
    expect(await isFocused(admin, id)).toBe(true);
  }
  expect(await postsFor(sandbox, id)).toBe(0);
  expect(await nameOf(badgeOf(admin, id))).toMatch(/^Packing/);
});

test('grouped by workflow, the current status marked, add-ons left out, effects said', async ({
  admin,
  sandbox,
}) => {
  const statuses = await statusesOf(sandbox);
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'In QC', { sub: 'Measurements' });
  await openList(admin, listUrl());
  await badgeOf(admin, id).getByRole('button').click();

  const groups = await menuOf(admin)
    .getByRole('group')
    .evaluateAll((all) =>
      all.map((group) => [...group.querySelectorAll('[role=option]')].map((each) => each.ariaLabel)),
    );
  for (const name of ['Made to order', 'International', 'Returns'])
    await expect(menuOf(admin).getByRole('group', { name, exact: true })).toHaveCount(1);
  const names = statuses.filter(({ is_addon }) => !is_addon).map(({ name }) => name);
  const [made, returns] = [names.slice(0, 9), names.slice(13, 20)];
  // What stands outside every workflow comes last, under a heading of its own.
  expect(groups).toEqual([made, ABROAD, returns, names.slice(20)]);
  expect(names).not.toContain('Rush');

  const current = (await offered(admin)).filter(({ isCurrent }) => isCurrent);
  expect(current.map(({ name }) => name)).toEqual(['In QC']);
  await expect(activeOption(admin)).toHaveAccessibleName('In QC');

  const words: Record<string, string> = { email: 'email', sms: 'SMS', whatsapp: 'WhatsApp' };
  for (const { name, channels, shopify_order_effect } of statuses.filter(({ is_addon }) => !is_addon)) {
    const option = optionOf(admin, name);
    const said = (await option.getAttribute('aria-description')) ?? '';
    const byWhat = channels.map((channel) => words[channel]).join(' and ');
    expect(said.includes('Messages the customer'), name).toBe(channels.length > 0);
    if (byWhat !== '') expect(said).toContain(`Messages the customer by ${byWhat}`);
    if (byWhat !== '') await expect(option).toContainText(byWhat);
    expect(said.includes('Changes the Shopify order'), name).toBe(shopify_order_effect !== 'NONE');
  }

  await optionOf(admin, 'In QC').click();
  const steps = await offered(admin);
  expect(steps.filter(({ isCurrent }) => isCurrent).map(({ name }) => name)).toEqual(['Measurements']);
});

test('a workflow in its own sequence', async ({ admin }) => {
  const [id = ''] = await listed(admin);
  await openList(admin, listUrl());
  await badgeOf(admin, id).getByRole('button').click();
  const group = menuOf(admin).getByRole('group', { name: 'International' });
  expect(await group.getByRole('option').evaluateAll((all) => all.map((each) => each.ariaLabel))).toEqual(
    ABROAD,
  );
});

test('without workflows: one list in the order of the store', async ({ admin, browser_, sandbox }) => {
  const store = 'harbour-supply';
  await connect(browser_.context, sandbox, { store });
  const [id = ''] = await listed(admin, { store });
  await move(sandbox, id, 'Picking', { store });
  await openList(admin, listUrl('', store));
  await badgeOf(admin, id).getByRole('button').click();
  await expect(menuOf(admin).getByRole('group')).toHaveCount(0);
  const statuses = await statusesOf(sandbox, store);
  const plain = statuses.filter(({ is_addon }) => !is_addon).map(({ name }) => name);
  expect(plain).toHaveLength(statuses.length - 1);
  expect(await namesOf(admin)).toEqual(plain);
});

test('choosing what already stands sends nothing', async ({ admin, sandbox }) => {
  const [plain = '', fine = '', moved = ''] = await listed(admin);
  await move(sandbox, plain, 'Dispatched');
  await move(sandbox, fine, 'In QC', { sub: 'Measurements' });
  await openList(admin, listUrl());
  await choose(admin, plain, 'Dispatched');
  await expect(menuOf(admin)).toHaveCount(0);
  await choose(admin, fine, 'In QC', 'Measurements');
  await expect(menuOf(admin)).toHaveCount(0);
  // A change after them: had they sent anything, it would have arrived before this one.
  await choose(admin, moved, 'On hold');
  await expect.poll(() => journalOf(sandbox, moved)).toHaveLength(1);
  for (const id of [plain, fine]) {
    expect(await postsFor(sandbox, id)).toBe(0);
    expect(await messagesOf(sandbox, id)).toEqual([]);
    await expect(badgeOf(admin, id)).toHaveAttribute('data-state', KNOWN);
  }
});
