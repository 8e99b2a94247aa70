// The popup as support uses it: an order is found by its name, its customer or their email address, with status, due time
// and next step; on a page of the admin it begins with what that page is about; nothing of it is kept anywhere.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { ADMIN, connect } from './support/browser';
import { command, SETTINGS } from './support/core';
import { badgeOf, listed, nameOf, openList, STORE, statusesOf } from './support/orders';
import { openBeside, openPopup } from './support/popup';
import { allowReading, clipboardOf } from './support/replies';
import { expect, listUrl, test } from './support/test';
import { everythingKept } from './support/vault';

interface Row {
  id: string;
  name: string;
  customer: string;
}

async function rows(page: Page): Promise<Row[]> {
  await page.goto(`${ADMIN}/store/${STORE}/products`);
  return page.evaluate(
    async (path) => (await (await fetch(path)).json()).orders,
    `/_data/${STORE}/orders?kind=order&view=all&page=1`,
  );
}

/** `#rrggbb` as the browser says it. */
const rgb = (color: string): string =>
  `rgb(${[1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)).join(', ')})`;

const field = (popup: Page) => popup.getByRole('searchbox', { name: 'Find an order' });
const found = (popup: Page) => popup.getByRole('list', { name: 'Orders found' }).getByRole('listitem');

test('by its name, with status, due time and next step, and nothing is kept', async ({ admin, sandbox }) => {
  const [row] = await rows(admin);
  if (!row) throw new Error('no orders');
  await openList(admin, listUrl());
  const said = await nameOf(badgeOf(admin, row.id));
  const { status } = await sandbox.order(STORE, row.id);
  await sandbox.forgetRequests();
  const before = await everythingKept(admin.context());
  const popup = await openPopup(admin.context());
  await expect(field(popup)).toBeFocused();
  await popup.waitForTimeout(500);
  expect(await sandbox.requests(), 'opened from views').toEqual([]);
  // Each letter is no search of its own.
  await popup.keyboard.type(row.name);
  await expect(popup.getByRole('status').first()).toHaveText('1 order found');
  const line = found(popup).first();
  await expect(line.getByRole('link', { name: row.name })).toHaveAttribute(
    'href',
    `${ADMIN}/store/${STORE}/orders/${row.id}`,
  );
  await expect(line).toContainText(row.customer);
  await expect(line.locator('.pill')).toHaveText(said.split(',')[0] ?? '');
  expect(said).toContain(status ?? '');
  const { color } = (await statusesOf(sandbox)).find(({ name }) => name === status) ?? { color: '' };
  await expect(line.locator('.pill')).toHaveCSS('background-color', rgb(color));
  await expect(line.locator('.next')).toHaveText(/^Next: /);
  expect((await sandbox.requests()).map(({ path, query }) => [path, query])).toEqual([
    ['/v1/orders', `limit=10&search=${encodeURIComponent(row.name)}`],
  ]);
  const after = await everythingKept(admin.context());
  for (const part of row.customer.split(' ')) expect(after.includes(part), part).toBe(before.includes(part));
  expect(after).not.toContain(row.customer);
  const axe = await new AxeBuilder({ page: popup }).analyze();
  expect(axe.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

test('by customer and by email address, latest first, with the keyboard', async ({ admin, sandbox }) => {
  const all = await rows(admin);
  const popup = await openPopup(admin.context());
  const customer = all[0]?.customer ?? '';
  await field(popup).fill(customer);
  await expect(popup.getByRole('status').first()).toHaveText(/found|latest/);
  for (const line of await found(popup).all()) await expect(line).toContainText(customer);
  await expect(found(popup).first()).toContainText(all[0]?.name ?? '');
  // Down into what was found, and back.
  await popup.keyboard.press('ArrowDown');
  await expect(found(popup).first().getByRole('link')).toBeFocused();
  await popup.keyboard.press('ArrowUp');
  await expect(field(popup)).toBeFocused();
  await sandbox.forgetRequests();
  await field(popup).fill('@mail.example');
  await expect
    .poll(async () => (await sandbox.requests()).map(({ query }) => query))
    .toContain('limit=10&search=%40mail.example');
  await expect(popup.getByRole('status').first()).toHaveText(/^The latest 10 that match/);
  await expect(found(popup)).toHaveCount(10);
  await field(popup).fill('nobody of that name');
  await expect(popup.getByRole('status').first()).toHaveText(/^No order found\./);
  await field(popup).fill('n');
  await expect(popup.getByRole('status').first()).toBeHidden();
});

test('what cannot be searched says why, and is well again', async ({ admin, sandbox }) => {
  const popup = await openPopup(admin.context());
  await sandbox.control('POST', '/faults', { kind: 'status', status: 500, path: '/v1/orders' });
  await field(popup).fill('example');
  await expect(popup.locator('search .banner')).toContainText('UCOS reported a fault of its own');
  await popup.keyboard.press('Enter');
  await expect(found(popup)).not.toHaveCount(0);
  await expect(popup.locator('search .banner')).toHaveCount(0);
});

test('an answer to an earlier search never takes the place of a later one', async ({ admin, sandbox }) => {
  const [first, second] = await rows(admin);
  const popup = await openPopup(admin.context());
  await sandbox.control('POST', '/faults', { kind: 'latency', milliseconds: 2_500, path: '/v1/orders' });
  await field(popup).fill(first?.name ?? '');
  await popup.keyboard.press('Enter');
  await expect(popup.getByRole('status').first()).toHaveText('Searching…');
  await field(popup).fill(second?.name ?? '');
  await popup.keyboard.press('Enter');
  await expect(found(popup).first()).toContainText(second?.name ?? '');
  await popup.waitForTimeout(3_000);
  await expect(found(popup)).toHaveCount(1);
  await expect(found(popup).first()).toContainText(second?.name ?? '');
});

test('beside an order it begins with that order; what is overdue in the store is counted', async ({
  admin,
}) => {
  const [id = ''] = await listed(admin);
  await admin.goto(`${ADMIN}/store/${STORE}/orders/${id}`);
  await expect(admin.locator('[data-ucos-inline="card"]')).toBeVisible();
  const popup = await openBeside(admin);
  const here = popup.getByRole('region', { name: 'The order in this tab' });
  await expect(here.locator('.pill')).toHaveText(/\S/);
  await expect(here.locator('.pill')).not.toHaveText('Not read yet');
  await expect(popup.locator('.counts')).toContainText('Overdue');
  await expect(popup.getByText(/of today’s requests left/)).toBeVisible();
});

test('of several stores the one that was chosen is searched', async ({ admin, sandbox }) => {
  const other = 'harbour-supply';
  await connect(admin.context(), sandbox, { store: other });
  await command(admin.context(), { configure: { store: other, settings: SETTINGS } });
  const popup = await openPopup(admin.context());
  await sandbox.forgetRequests();
  await popup.getByRole('combobox', { name: 'Store to search' }).selectOption(STORE);
  await field(popup).fill('example');
  await expect(found(popup)).not.toHaveCount(0);
  expect(
    (await sandbox.requests()).filter(({ query }) => query.includes('search')).map(({ store }) => store),
  ).toEqual([STORE]);
});

test('a reply is copied from what was found, and nothing of it is kept', async ({ admin }) => {
  const [row] = await rows(admin);
  if (!row) throw new Error('no orders');
  const context = admin.context();
  const popup = await openPopup(context);
  await allowReading(context);
  await field(popup).fill(row.name);
  await popup.getByRole('button', { name: `Copy reply about ${row.name}` }).click();
  await expect(found(popup).first()).toContainText('Reply copied');
  await admin.bringToFront();
  const { plain: copied } = await clipboardOf(admin);
  await popup.bringToFront();
  expect(copied).toContain(row.name);
  const first = row.customer.split(' ')[0] ?? '';
  expect(copied).toContain(first);
  const kept = await everythingKept(context);
  expect(kept).not.toContain(copied.slice(0, 40));
  expect(kept).not.toContain(row.customer);
  // Once more within the week, and that shows.
  await field(popup).fill('');
  await field(popup).fill(row.name);
  await expect(found(popup)).toHaveCount(1);
  await popup.reload();
  await field(popup).fill(row.name);
  await expect(found(popup).first()).toContainText('Answered');
});
