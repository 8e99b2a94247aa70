// What messages customers waits and can be undone: on the badge, in the notice, by the keys. What goes at once can be
// changed back. The next step, by one key and by one click, and what the workflow forbids, said before anyone tries.

import type { Page } from '@playwright/test';
import { setGrace } from './support/grace';
import { KNOWN } from './support/list';
import {
  badgeOf,
  channelsFor,
  choose,
  journalOf,
  listed,
  menuOf,
  messagesOf,
  move,
  nameOf,
  openList,
  optionOf,
  postsFor,
  STORE,
} from './support/orders';
import { expect, listUrl, test } from './support/test';

const noticeOf = (page: Page) => page.locator('[data-ucos-inline="notice"]');
const activeOption = (page: Page) => menuOf(page).locator('[role=option][aria-selected=true]');

test('waits, counts down, goes by itself and messages once', async ({ admin, sandbox }) => {
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());
  await setGrace(admin.context(), 3);
  await choose(admin, id, 'Dispatched');
  const badge = badgeOf(admin, id);
  await expect(badge).toHaveAttribute('data-state', 'pending');
  await expect(badge).toHaveAttribute('data-change', 'waiting');
  expect(await nameOf(badge)).toMatch(
    /^Dispatched, will be sent within 5 seconds, the customer is messaged by .*; press to undo$/,
  );
  await expect(badge).toContainText('Undo · 3s');
  await expect(badge).toContainText('Undo · 1s');
  expect(await postsFor(sandbox, id)).toBe(0);
  await expect(badge).toHaveAttribute('data-state', KNOWN);
  await expect(badge).not.toHaveAttribute('data-change');
  expect(await nameOf(badge)).toMatch(/^Dispatched/);
  expect(await journalOf(sandbox, id)).toHaveLength(1);
  expect(await messagesOf(sandbox, id)).toEqual(await channelsFor(sandbox, id, 'Dispatched'));
});

test('undone on the badge, in the notice and by the keys: nothing is ever sent', async ({
  admin,
  sandbox,
}) => {
  const [onBadge = '', inNotice = '', byKeys = ''] = await listed(admin);
  for (const id of [onBadge, inNotice, byKeys]) await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());
  await setGrace(admin.context(), 4);

  await choose(admin, onBadge, 'Dispatched');
  // A second press in haste takes nothing back.
  await admin.keyboard.press('Enter');
  await expect(badgeOf(admin, onBadge)).toHaveAttribute('data-change', 'waiting');
  await admin.waitForTimeout(500);
  await badgeOf(admin, onBadge).getByRole('button').click();
  await expect(badgeOf(admin, onBadge)).toHaveAttribute('data-state', KNOWN);
  await expect(menuOf(admin)).toHaveCount(0);

  await choose(admin, inNotice, 'Dispatched');
  await expect(noticeOf(admin).getByRole('status')).toContainText('Dispatched will be sent shortly');
  await expect(noticeOf(admin)).toContainText('Dispatched in');
  expect(await admin.evaluate(() => document.activeElement?.getAttribute('data-ucos-inline'))).toBe('badge');
  await noticeOf(admin).getByRole('button', { name: 'Undo' }).click();
  await expect(badgeOf(admin, inNotice)).toHaveAttribute('data-state', KNOWN);

  await choose(admin, byKeys, 'Dispatched');
  const search = admin.getByPlaceholder('Searching all orders');
  await search.focus();
  await admin.keyboard.press('Control+z');
  await expect(badgeOf(admin, byKeys)).toHaveAttribute('data-change', 'waiting');
  await search.blur();
  await admin.keyboard.press('Control+z');
  await expect(badgeOf(admin, byKeys)).toHaveAttribute('data-state', KNOWN);
  await expect(noticeOf(admin)).toContainText('undone, nothing was sent');

  await admin.waitForTimeout(5_000);
  for (const id of [onBadge, inNotice, byKeys]) {
    expect(await nameOf(badgeOf(admin, id))).toMatch(/^Packing/);
    expect(await postsFor(sandbox, id)).toBe(0);
    expect(await messagesOf(sandbox, id)).toEqual([]);
  }
});

test('what went at once is changed back, by its button and by the keys', async ({ admin, sandbox }) => {
  const [first = '', second = ''] = await listed(admin);
  for (const id of [first, second]) await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());
  await choose(admin, first, 'On hold');
  const back = noticeOf(admin).getByRole('button', { name: 'Change back' });
  await expect(back).toBeVisible();
  await expect(noticeOf(admin)).toContainText('set to On hold');
  // Escape sends it away, and the focus to the order.
  await back.focus();
  await admin.keyboard.press('Escape');
  await expect(back).toBeHidden();
  expect(await badgeOf(admin, first).evaluate((host) => host === document.activeElement)).toBe(true);

  await choose(admin, second, 'On hold');
  await expect(back).toBeVisible();
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
  await back.click();
  await expect.poll(async () => (await sandbox.order(STORE, second)).status).toBe('Packing');
  // The latest that is not back already; what was sent away is still to be had by the keys.
  await admin.keyboard.press('Control+z');
  await expect.poll(async () => (await sandbox.order(STORE, first)).status).toBe('Packing');
});

test('the next step by one key, and by one click; the rest of the workflow is disabled with the reason', async ({
  admin,
  sandbox,
}) => {
  const [byKey = '', byClick = ''] = await listed(admin);
  for (const id of [byKey, byClick]) await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());
  await setGrace(admin.context(), 0);
  await badgeOf(admin, byKey).getByRole('button').focus();
  await admin.keyboard.press('n');
  await expect(activeOption(admin)).toHaveAccessibleName('Dispatched');
  await expect(menuOf(admin).getByRole('combobox')).toHaveValue('');
  await expect(activeOption(admin)).toContainText('next step');
  const shortcuts = admin.locator('#sandbox-shortcuts');
  await expect(shortcuts).toHaveAttribute('data-count', '0');

  const forbidden = optionOf(admin, 'Delivered');
  await expect(forbidden).toHaveAttribute('aria-disabled', 'true');
  await expect(forbidden).toContainText('The workflow’s order: next is Dispatched.');
  await expect(optionOf(admin, 'On hold')).not.toHaveAttribute('aria-disabled');
  await forbidden.click({ force: true });
  await expect(menuOf(admin)).toContainText('Delivered cannot be chosen.');
  await admin.keyboard.press('Enter');
  await expect(menuOf(admin)).toHaveCount(1);
  expect(await postsFor(sandbox, byKey)).toBe(0);
  await admin.keyboard.press('Escape');
  await admin.keyboard.press('n');
  await admin.keyboard.press('Enter');
  await expect.poll(async () => (await sandbox.order(STORE, byKey)).status).toBe('Dispatched');

  await badgeOf(admin, byClick).getByRole('button').click();
  const next = menuOf(admin).getByRole('button', { name: /^Next: Dispatched/ });
  await expect(next).toContainText('Messages: email');
  expect((await next.boundingBox())?.height).toBeLessThanOrEqual(44);
  await next.click();
  await expect.poll(async () => (await sandbox.order(STORE, byClick)).status).toBe('Dispatched');
  for (const id of [byKey, byClick]) expect(await postsFor(sandbox, id)).toBe(1);
});

test('what UCOS left open is settled by hand, with the keyboard alone', async ({ admin, sandbox }) => {
  test.setTimeout(150_000);
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());
  await setGrace(admin.context(), 0);
  const fault = { path: '/v1/orders/', method: 'POST', kind: 'drop-before-commit' };
  await sandbox.control('POST', '/faults', fault);
  await choose(admin, id, 'Dispatched');
  const badge = badgeOf(admin, id);
  await expect(badge).toHaveAttribute('data-change', 'in-doubt');
  await expect(badge).toHaveAttribute('data-change', 'asking', { timeout: 100_000 });
  await badge.getByRole('button').focus();
  await admin.keyboard.press('Enter');
  await expect(menuOf(admin).getByRole('alert')).toContainText('This change was not made');
  await expect(menuOf(admin)).toContainText('Sending it messages the customer by');
  for (const name of ['It was done', 'Send again']) {
    await admin.keyboard.press('Tab');
    await expect(menuOf(admin).getByRole('button', { name })).toBeFocused();
  }
  await admin.keyboard.press('Enter');
  await expect(badge).toHaveAttribute('data-state', KNOWN);
  expect(await nameOf(badge)).toMatch(/^Dispatched/);
  expect(await journalOf(sandbox, id)).toHaveLength(1);
  expect(await messagesOf(sandbox, id)).toEqual(await channelsFor(sandbox, id, 'Dispatched'));
});
