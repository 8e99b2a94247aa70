// Changes that could not be made at once and come to an end by themselves: sent when requests are free again, or given
// up because somebody else changed the order. The outbox decides.

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
  postsFor,
  STORE,
} from './support/orders';
import { expect, listUrl, test } from './support/test';

const GOAL = 'Delivered';
const change = { path: '/v1/orders/', method: 'POST' };

// Before the store is connected: its catalog says what may follow what.
test.beforeEach(async ({ sandbox }) => {
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
});

test.beforeEach(async ({ admin }) => {
  await setGrace(admin.context(), 0);
});

test('429: it goes by itself when the service said, once', async ({ admin, sandbox }) => {
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());
  await sandbox.control('POST', '/faults', {
    ...change,
    kind: 'status',
    status: 429,
    headers: { 'Retry-After': '4' },
  });
  await choose(admin, id, GOAL);
  await expect(badgeOf(admin, id)).toHaveAttribute('data-change', 'blocked');
  expect(await messagesOf(sandbox, id)).toEqual([]);
  await expect(badgeOf(admin, id)).toHaveAttribute('data-state', KNOWN, { timeout: 30_000 });
  expect(await nameOf(badgeOf(admin, id))).toMatch(/^Delivered/);
  expect((await sandbox.order(STORE, id)).status).toBe(GOAL);
  expect(await journalOf(sandbox, id)).toHaveLength(1);
  expect(await messagesOf(sandbox, id)).toEqual(await channelsFor(sandbox, id, GOAL));
  expect(await postsFor(sandbox, id), 'the one that was refused, and the one that was not').toBe(2);
});

test('somebody else changed it while it was in doubt: said, and not overwritten', async ({
  admin,
  sandbox,
}) => {
  test.setTimeout(180_000);
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());
  await sandbox.control('POST', '/faults', { ...change, kind: 'drop-before-commit' });
  await choose(admin, id, GOAL);
  await expect(badgeOf(admin, id)).toHaveAttribute('data-change', 'in-doubt');
  await move(sandbox, id, 'In transit');
  const badge = badgeOf(admin, id);
  await expect(badge).toHaveAttribute('data-change', 'superseded', { timeout: 100_000 });
  expect(await nameOf(badge)).toMatch(/^In transit/);
  await badge.getByRole('button').click();
  await expect(menuOf(admin).getByRole('alert')).toContainText(/else/);
  await admin.keyboard.press('Escape');
  await expect(badge).toHaveAttribute('data-state', KNOWN);
  expect((await sandbox.order(STORE, id)).status).toBe('In transit');
  expect(await journalOf(sandbox, id)).toEqual([]);
  expect(await messagesOf(sandbox, id)).toEqual([]);
  expect(await postsFor(sandbox, id)).toBe(1);
});
