// A list that is on a screen is kept fresh without anybody's doing. The alarm behind it takes a real minute.

import { command, SETTINGS } from './support/core';
import { badges, expect, listUrl, test } from './support/test';

const STORE = 'maple-and-birch';

test('a change made elsewhere shows by itself, by one request', async ({ admin, sandbox }) => {
  test.setTimeout(150_000);
  // The sweep's requests would mix in, and find the change too.
  await command(admin.context(), {
    configure: { store: STORE, settings: { ...SETTINGS, sweep_percent: 0 } },
  });
  await admin.goto(listUrl());
  await expect(badges(admin)).toHaveCount(50);
  await expect(admin.locator('[data-ucos-inline="badge"][data-state="loading"]')).toHaveCount(0);
  await sandbox.forgetRequests();
  const id = (await badges(admin).nth(3).getAttribute('data-order')) ?? '';
  const statuses = await sandbox.control<{ id: string; name: string }[]>('GET', `/statuses/${STORE}`);
  const before = await sandbox.order(STORE, id);
  const goal = statuses.find(({ name }) => name === 'Departed' || name === 'Packing');
  expect(goal?.id).not.toBe(before.status_id);
  await sandbox.control('POST', `/orders/${STORE}/${id}/status`, { status_id: goal?.id });
  await expect(badges(admin).nth(3).getByRole('button')).toHaveAccessibleName(new RegExp(`^${goal?.name}`), {
    timeout: 100_000,
  });
  expect((await sandbox.requests()).map(({ path }) => path)).toEqual(['/v1/orders']);
});
