// A message to a customer cannot be unsent: keys pressed in haste choose nothing that nobody pointed at.

import { viewOf } from './support/core';
import { extensionPage, putView } from './support/due';
import { setGrace } from './support/grace';
import { STORE } from './support/orders';
import { badges, expect, listUrl, test } from './support/test';

test('a second Enter on an order without a status sends nothing', async ({ admin, sandbox }) => {
  await setGrace(admin.context(), 0);
  await admin.goto(listUrl());
  const without = badges(admin).filter({ hasText: 'No status' }).first();
  const badge = admin.locator(`[data-order="${await without.getAttribute('data-order')}"]`);
  await badge.getByRole('button').focus();
  await admin.keyboard.press('Enter');
  const filter = admin.getByRole('combobox');
  await expect(filter).toBeFocused();
  await expect(admin.getByRole('option').first()).toBeVisible();
  await sandbox.forgetRequests();
  await admin.keyboard.press('Enter');
  await expect(filter, 'the menu stays').toBeFocused();
  await expect(filter).not.toHaveAttribute('aria-activedescendant');
  // The arrow points at the first; what is sent after it is what was pointed at.
  await admin.keyboard.press('ArrowDown');
  const first = admin.getByRole('option').first();
  await expect(first).toHaveAttribute('aria-selected', 'true');
  const goal = (await first.getAttribute('aria-label')) ?? '';
  await admin.keyboard.press('Enter');
  await expect(badge.getByRole('button', { name: goal, exact: true })).toBeVisible();
  const posts = (await sandbox.requests()).filter(({ method }) => method === 'POST');
  expect(posts).toHaveLength(1);
});

test('news of the order while the menu is open arms nothing', async ({ admin, sandbox }) => {
  await setGrace(admin.context(), 0);
  const writer = await extensionPage(admin.context());
  await admin.bringToFront();
  await admin.goto(listUrl());
  const without = badges(admin).filter({ hasText: 'No status' }).first();
  const id = (await without.getAttribute('data-order')) ?? '';
  const badge = admin.locator(`[data-order="${id}"]`);
  await badge.getByRole('button').focus();
  await admin.keyboard.press('Enter');
  const filter = admin.getByRole('combobox');
  await expect(admin.getByRole('option').first()).toBeVisible();
  const key = `order/${STORE}/order/${id}`;
  const view = await viewOf<object>(admin.context(), key);
  await putView(writer, key, { ...view, stale: true });
  await expect(badge).toHaveAttribute('data-stale');
  await sandbox.forgetRequests();
  await admin.keyboard.press('Enter');
  await expect(filter, 'the menu stays').toBeFocused();
  await expect(filter).not.toHaveAttribute('aria-activedescendant');
  expect((await sandbox.requests()).filter(({ method }) => method === 'POST')).toEqual([]);
});

test('statuses of no workflow stand under a heading of their own', async ({ admin }) => {
  await admin.goto(listUrl());
  await badges(admin).first().getByRole('button').click();
  await admin.getByRole('combobox').fill('cust');
  await expect(admin.getByRole('group', { name: 'International' }).getByRole('option')).toHaveText([
    /In customs/,
    /Customs cleared/,
  ]);
  await expect(admin.getByRole('group', { name: 'Other statuses' }).getByRole('option')).toHaveText([
    /Waiting/,
  ]);
});
