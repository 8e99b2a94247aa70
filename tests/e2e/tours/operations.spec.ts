// Operations' tour: one change taken back and one made, one changed back, several at once, and the journal that tells of
// them; each customer is messaged once, and once only.

import type { Page } from '@playwright/test';
import { extensionPage } from '../support/due';
import { KNOWN } from '../support/list';
import {
  badgeOf,
  channelsFor,
  journalOf,
  listed,
  messagesOf,
  move,
  openList,
  STORE,
} from '../support/orders';
import { expect, listUrl } from '../support/test';
import { changesAsked, tour } from './tour';

/** Messages by email and SMS, and comes after Packing. */
const MESSAGING = 'Dispatched';
/** Goes at once. */
const FREE = 'On hold';

const part = (page: Page, name: string) => page.locator(`[data-ucos-inline="${name}"]`);

tour('operations', async ({ context, page, sandbox, say, hand, isKeyboard, stop }) => {
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
  const ids = (await listed(page)).slice(0, 10);
  const [one = '', back = '', ...several] = ids.slice(0, 5);
  for (const id of ids) await move(sandbox, id, 'Packing');
  await openList(page, listUrl('per_page=10'));
  await sandbox.forgetRequests();

  // Taken back before it went.
  await hand.choose(page, one, MESSAGING);
  await expect(badgeOf(page, one)).toHaveAttribute('data-change', 'waiting');
  // What was pressed in haste counts for nothing.
  await page.waitForTimeout(500);
  if (isKeyboard) await page.keyboard.press('Control+z');
  else await badgeOf(page, one).getByRole('button').click();
  await expect(badgeOf(page, one)).toHaveAttribute('data-state', KNOWN);
  await page.waitForTimeout(700);
  expect(await changesAsked(sandbox)).toEqual([]);

  // Made.
  await hand.choose(page, one, MESSAGING);
  await expect(badgeOf(page, one)).toHaveAttribute('data-change', 'waiting');
  await expect(badgeOf(page, one)).toHaveAttribute('data-state', KNOWN, { timeout: 15_000 });
  expect(await changesAsked(sandbox)).toEqual([`/v1/orders/${one}/status`]);

  // Goes at once, and is changed back.
  await hand.choose(page, back, FREE);
  const changeBack = part(page, 'notice').getByRole('button', { name: say.word('notice_change_back') });
  await expect(changeBack).toBeVisible();
  await expect.poll(async () => (await sandbox.order(STORE, back)).status).toBe(FREE);
  await stop(page);
  if (isKeyboard) await page.keyboard.press('Control+z');
  else await changeBack.click();
  await expect.poll(async () => (await sandbox.order(STORE, back)).status).toBe('Packing');

  // Several at once.
  for (const id of several) {
    const row = page.getByRole('row').filter({ has: badgeOf(page, id) });
    await hand.press(row.getByRole('checkbox'));
  }
  const bulk = part(page, 'bulk');
  await stop(page);
  await hand.press(bulk.getByRole('button', { name: say.counted('bulk_set', several.length) }));
  if (isKeyboard) {
    await page.keyboard.type(MESSAGING);
    await page.keyboard.press('Enter');
  } else await part(page, 'menu').getByRole('option', { name: MESSAGING, exact: true }).first().click();
  const dialog = part(page, 'bulk-confirm').getByRole('dialog');
  await expect(dialog).toHaveAccessibleName(say.counted('bulk_question', several.length, MESSAGING));
  await stop(page);
  await hand.press(dialog.getByRole('button', { name: say.counted('bulk_confirm', several.length) }));
  await expect(bulk).toContainText(say.counted('bulk_done', several.length), { timeout: 15_000 });
  await stop(page);

  // Who was messaged: each once, nobody else.
  const changed = [one, ...several];
  for (const id of ids) {
    const messages = changed.includes(id) ? await channelsFor(sandbox, id, MESSAGING) : [];
    expect(await messagesOf(sandbox, id)).toEqual(messages);
    expect(await journalOf(sandbox, id)).toHaveLength(id === back ? 2 : changed.includes(id) ? 1 : 0);
  }
  expect(await changesAsked(sandbox)).toEqual([
    `/v1/orders/${one}/status`,
    `/v1/orders/${back}/status`,
    `/v1/orders/${back}/status`,
    '/v1/orders/status-bulk',
  ]);

  // And the journal in the options says the same.
  const options = await extensionPage(context);
  await options.bringToFront();
  const journal = options.locator('details.journal');
  await hand.press(journal.locator('summary'));
  // Undone, made, set, set back, and the several.
  await expect(journal.locator('.entries > li')).toHaveCount(4 + several.length);
  await hand.press(journal.getByRole('button', { name: say.word('journal_verify') }));
  await expect(journal).toContainText(
    say.counted('journal_whole', 4 + several.length, '').split(say.number(4 + several.length))[0] ?? '',
  );
  await stop(options);
});
