// The whole path once through: connect, see badges, change one, and find the change in the service's database.

import { setGrace } from './support/grace';
import { KNOWN } from './support/list';
import { badges, expect, listUrl, test } from './support/test';

// Before the store is connected, which is when its catalog is read.
test.beforeEach(async ({ sandbox }) => {
  await sandbox.control('POST', '/stores/maple-and-birch', { enforce_workflow_order: false });
});

test('badges in the list, changed by two clicks', async ({ admin, sandbox }) => {
  await setGrace(admin.context(), 0);
  await admin.goto(listUrl());
  await expect(badges(admin)).toHaveCount(50);
  await expect(admin.locator('[data-ucos-inline="badge"][data-state="loading"]')).toHaveCount(0);
  const badge = badges(admin).first();
  const id = (await badge.getAttribute('data-order')) ?? '';
  const before = await sandbox.order('maple-and-birch', id);
  const goal = before.status === 'Dispatched' ? 'In transit' : 'Dispatched';
  await badge.getByRole('button').click();
  await admin.getByRole('option', { name: goal }).first().click();
  await expect(badge.getByRole('button', { name: new RegExp(`^${goal}`) })).toBeVisible();
  await expect(badge).toHaveAttribute('data-state', KNOWN);
  expect((await sandbox.order('maple-and-birch', id)).status).toBe(goal);
});
