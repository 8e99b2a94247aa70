// The manager's tour: what is overdue in the list, in the popup and on the board, the same everywhere; from a number to its
// orders, saved as a file, and on to one of them; and nothing is changed by it.

import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { storedOrders, sweep, use } from '../support/board';
import { cardOf } from '../support/card';
import { openList } from '../support/orders';
import { openBeside } from '../support/popup';
import { summaryOf } from '../support/sweep';
import { badges, expect, listUrl, test } from '../support/test';
import { changesAsked, literal, tour } from './tour';

test.use({ sandboxOptions: ['--orders', '160'] });

/** The row whose badge has the focus. */
const focused = (page: Page): Promise<number> =>
  badges(page).evaluateAll((hosts) =>
    hosts.findIndex((host) => host.shadowRoot?.activeElement?.localName === 'button'),
  );

tour('manager', async ({ context, page, sandbox, say, hand, stop }) => {
  const there = (await storedOrders(page, sandbox)).filter(({ cancelled }) => !cancelled);
  await use(context);
  await sweep(context);
  const counts = await summaryOf(context);
  if (!counts) throw new Error('nothing was counted');
  expect(counts.observed).toBeGreaterThan(100);
  expect(counts.maybe_overdue).toBeGreaterThan(3);
  await sandbox.forgetRequests();

  // The list's bar counts the store and leads through the list.
  await openList(page, listUrl('per_page=20'));
  const bar = page.locator('[data-ucos-inline="summary"]');
  const store = bar.getByRole('group', { name: say.word('summary_store') });
  const maybe = say.number(counts.maybe_overdue);
  await expect(store).toContainText(say.word('summary_maybe_overdue', maybe));
  await stop(page);
  const matches = page.locator('[data-ucos-inline="badge"][data-state="maybe-overdue"]');
  const inList = await matches.count();
  expect(inList).toBeGreaterThan(0);
  await hand.press(
    bar.getByRole('button', { name: say.word('summary_maybe_overdue', say.number(inList)), exact: true }),
  );
  await hand.press(bar.getByRole('button', { name: say.word('summary_next') }));
  await expect.poll(() => focused(page)).toBeGreaterThanOrEqual(0);
  await expect(badges(page).nth(await focused(page))).toHaveAttribute('data-state', 'maybe-overdue');
  // Rows that were dimmed on demand have little contrast, but for whoever asks for it.
  await stop(page, 'more');

  // The popup says the same and leads to the board.
  const popup = await openBeside(page);
  await popup.bringToFront();
  const inPopup = popup.locator('.counts div').filter({ hasText: say.word('popup_maybe_overdue') });
  await expect(inPopup.locator('dd')).toHaveText(maybe);
  await stop(popup);
  const opened = context.waitForEvent('page');
  await hand.press(popup.getByRole('link', { name: say.word('popup_board'), exact: true }));
  const board = await opened;
  await board.bringToFront();
  const tile = (name: string) =>
    board.getByRole('button', { name: new RegExp(`^[\\d\\s,.]+ ${literal(name)}$`) });
  await expect(tile(say.word('board_maybe_overdue')).locator('.count')).toHaveText(maybe);
  await expect(tile(say.word('board_column_orders')).locator('.count')).toHaveText(say.number(there.length));
  await stop(board);

  // From the number to its orders, sorted and saved.
  await hand.press(tile(say.word('board_maybe_overdue')));
  const list = board.getByRole('region', { name: say.word('board_orders') });
  const pager = board.locator('.pager p');
  await expect(pager).toHaveText(new RegExp(`${literal(maybe)}$`));
  const column = list
    .getByRole('columnheader')
    .filter({ hasText: say.word('board_column_order') })
    .first();
  await hand.press(column.getByRole('button'));
  await expect(column).toHaveAttribute('aria-sort', /ending$/);
  const download = board.waitForEvent('download');
  await hand.press(
    board.getByRole('button', { name: say.word('board_save_csv_of', say.word('board_orders')) }),
  );
  const rows = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\r\n');
  expect(rows).toHaveLength(1 + counts.maybe_overdue);
  // A chart as a table, for whoever reads rather than looks.
  const heading = say.word('board_statuses');
  await hand.press(board.getByRole('button', { name: say.word('board_as_table_of', heading) }));
  const panel = board.locator('details', { has: board.getByRole('heading', { name: heading }) });
  await expect(panel.locator('tbody tr').first()).toBeVisible();
  await stop(board);

  // On to the order itself.
  const tab = context.waitForEvent('page');
  await hand.press(list.getByRole('link').first());
  const order = await tab;
  await expect(cardOf(order)).toBeVisible();
  await order.close();

  expect(await changesAsked(sandbox)).toEqual([]);
});
