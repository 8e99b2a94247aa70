// Support's tour: "where is my order?" is answered from the list, from the order's page and from the popup, and nothing is
// changed by it.

import { cardOf, pageOf } from '../support/card';
import {
  badgeOf,
  journalOf,
  listed,
  menuOf,
  messagesOf,
  move,
  nameOf,
  openList,
  STORE,
} from '../support/orders';
import { openBeside } from '../support/popup';
import { allowReading, clipboardOf } from '../support/replies';
import { expect, listUrl } from '../support/test';
import { changesAsked, tour } from './tour';

tour('support', async ({ context, page, sandbox, say, hand, isKeyboard, stop }) => {
  await allowReading(context);
  const [id = ''] = await listed(page);
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
  await move(sandbox, id, 'In QC', { sub: 'Measurements' });
  const { name, email } = await sandbox.control<{ name: string; email: string | null }>(
    'GET',
    `/orders/${STORE}/${id}`,
  );
  await sandbox.forgetRequests();

  // The list says it.
  await openList(page, listUrl('per_page=10'));
  expect(await nameOf(badgeOf(page, id))).toMatch(/^In QC.*Measurements/);
  await stop(page);
  await hand.press(badgeOf(page, id).getByRole('button'));
  await expect(menuOf(page)).toContainText(say.word('menu_next', 'Packing'));
  await stop(page);

  // A reply from the menu.
  const copy = menuOf(page).getByRole('button', { name: say.word('reply_copy') });
  if (isKeyboard) {
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowDown');
    await expect(copy).toBeFocused();
    await page.keyboard.press('Enter');
  } else await copy.click();
  const notice = page.locator('[data-ucos-inline="notice"]').getByRole('status');
  await expect(notice).toHaveText(say.word('reply_copied'));
  const { plain: fromList } = await clipboardOf(page);
  expect(fromList).toContain(name);
  expect(fromList).toContain('In QC');
  expect(fromList).not.toContain('Measurements');
  await stop(page);

  // The order's own page: that it was answered shows there.
  await page.goto(pageOf(id));
  const card = cardOf(page);
  const unfold = card.getByRole('button', { name: say.word('card_unfold') });
  await expect(card).toBeVisible();
  if (await unfold.isVisible()) await hand.press(unfold);
  await expect(card).toContainText('In QC');
  await expect(card).toContainText(say.word('reply_answered', '').trim());
  await stop(page);
  await hand.press(card.getByRole('button', { name: say.word('reply_copy'), exact: true }));
  await expect(card).toContainText(say.word('reply_copied'));
  expect((await clipboardOf(page)).plain).toBe(fromList);

  // The popup, by what the customer's message came from.
  const popup = await openBeside(page);
  await popup.bringToFront();
  await stop(popup);
  const field = popup.getByRole('searchbox', { name: say.word('popup_search') });
  await hand.write(field, email ?? name);
  const found = popup.getByRole('list', { name: say.word('popup_found') }).getByRole('listitem');
  await expect(found.filter({ hasText: name })).toHaveCount(1);
  await stop(popup);
  await hand.press(popup.getByRole('button', { name: say.word('popup_copy_reply_of', name), exact: true }));
  await expect(found.filter({ hasText: name })).toContainText(say.word('reply_copied'));
  await page.bringToFront();
  expect((await clipboardOf(page)).plain).toBe(fromList);

  expect(await changesAsked(sandbox)).toEqual([]);
  expect(await journalOf(sandbox, id)).toEqual([]);
  expect(await messagesOf(sandbox, id)).toEqual([]);
});
