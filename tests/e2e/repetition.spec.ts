// Chromium repeats a request by itself, a POST too, when the connection on which it was sent had served another one
// before and is cut before any answer. A change repeated so would message the customer twice, without our knowing.

import { setGrace } from './support/grace';
import { badges, expect, listUrl, test } from './support/test';

const STORE = 'harbour-supply';

interface Status {
  id: string;
  name: string;
  channels: string[];
  sub_statuses: unknown[];
  is_addon: boolean;
}

test('a change whose connection is cut reaches the service once', async ({ browser_, sandbox }) => {
  const { connect } = await import('./support/browser');
  await connect(browser_.context, sandbox, { store: STORE });
  await setGrace(browser_.context, 0, STORE);
  const page = await browser_.context.newPage();
  await page.goto(listUrl('', STORE));
  await expect(page.locator('[data-ucos-inline="badge"]:not([data-state="loading"])').first()).toBeVisible();
  await sandbox.forgetRequests();
  // `reused`: connections stay as the browser has them, so that its repetition can be seen.
  await sandbox.control('POST', '/faults', {
    method: 'POST',
    kind: 'drop-after-commit',
    times: 5,
    reused: true,
  });
  const statuses = await sandbox.control<Status[]>('GET', `/statuses/${STORE}`);
  const goal = statuses.find(
    (status) => status.channels.length > 0 && status.sub_statuses.length === 0 && !status.is_addon,
  );
  const ids = await badges(page).evaluateAll((all) =>
    all.map((badge) => badge.getAttribute('data-order') ?? ''),
  );
  const rows = await Promise.all(ids.slice(0, 10).map((id) => sandbox.order(STORE, id)));
  const order = rows.find((row) => row.status_id !== null && row.status_id !== goal?.id);
  const badge = page.locator(`[data-ucos-inline="badge"][data-order="${order?.id}"]`);
  await badge.getByRole('button').click();
  await page.getByRole('option', { name: goal?.name ?? '' }).click();
  await expect(badge).toHaveAttribute('data-state', 'pending');
  await expect
    .poll(async () => (await sandbox.requests()).filter(({ method }) => method === 'POST').length)
    .toBeGreaterThan(0);
  await expect(badge.getByRole('button')).toHaveAccessibleName(/./);
  const posts = (await sandbox.requests()).filter(({ method }) => method === 'POST');
  expect(posts).toHaveLength(1);
  const journal = await sandbox.control<unknown[]>('GET', `/journal?store=${STORE}`);
  expect(journal).toHaveLength(1);
});
