// Many orders from the admin's own selection: what is selected in every markup, what is refused, what is asked, one
// grace and one undo for all, and what is told of each order that could not be changed.

import type { Locator, Page } from '@playwright/test';
import { ADMIN } from './support/browser';
import { publishAsking } from './support/bulk';
import { extensionPage } from './support/due';
import { badgeOf, channelsFor, menuOf, move, nameOf, openList, optionOf, STORE } from './support/orders';
import type { OrderRow, Sandbox } from './support/sandbox';
import { expect, listUrl, test } from './support/test';

const FREE = 'On hold';
/** Messages by email and SMS, and marks the order fulfilled. It follows Packing. */
const MESSAGING = 'Dispatched';

const barOf = (page: Page): Locator => page.locator('[data-ucos-inline="bulk"]');
const dialogOf = (page: Page): Locator =>
  page.locator('[data-ucos-inline="bulk-confirm"]').getByRole('dialog');
const setButton = (page: Page): Locator => barOf(page).getByRole('button', { name: /^Set status of/ });

/** Selects the rows at these places, or by the heading's checkbox all of them. */
async function select(page: Page, ...places: number[]): Promise<void> {
  const boxes = page.getByRole('checkbox');
  if (places.length === 0) await boxes.first().click();
  for (const place of places) await boxes.nth(place + 1).click();
}

/** The orders of a first page of that length, put into these statuses before the extension has read any of them. */
async function arrange(
  page: Page,
  sandbox: Sandbox,
  count: number,
  status: (at: number) => string,
): Promise<string[]> {
  await page.goto(`${ADMIN}/store/${STORE}/products`);
  const ids = await page.evaluate(async (path) => {
    const { orders } = await (await fetch(path)).json();
    return orders.map(({ id }: { id: string }) => id);
  }, `/_data/${STORE}/orders?kind=order&view=all&page=1&per_page=${count}`);
  expect(ids).toHaveLength(count);
  await Promise.all(ids.map((id: string, at: number) => move(sandbox, id, status(at))));
  return ids;
}

const idsOn = (page: Page): Promise<string[]> =>
  page
    .locator('[data-ucos-inline="badge"]')
    .evaluateAll((hosts) => hosts.map((host) => host.getAttribute('data-order') ?? ''));

async function chooseForAll(page: Page, ...names: string[]): Promise<void> {
  await setButton(page).click();
  for (const name of names) await optionOf(page, name).click();
}

async function posts(sandbox: Sandbox): Promise<string[]> {
  const requests = await sandbox.requests();
  return requests.filter(({ method }) => method === 'POST').map(({ path }) => path);
}

const statusIn = async (sandbox: Sandbox, ids: string[]): Promise<(string | null)[]> =>
  Promise.all(ids.map(async (id) => (await sandbox.order(STORE, id)).status));

/** Each order's messages, by channel. */
async function outbox(sandbox: Sandbox): Promise<Map<string, string[]>> {
  const rows = await sandbox.control<{ order: string; channel: string }[]>('GET', `/outbox?store=${STORE}`);
  const sent = new Map<string, string[]>();
  for (const { order, channel } of rows) sent.set(order, [...(sent.get(order) ?? []), channel].sort());
  return sent;
}

for (const markup of ['grid', 'table', 'table-hashed']) {
  test(`${markup}: the orders selected are changed, and no others`, async ({ admin, sandbox }) => {
    await openList(admin, listUrl(`markup=${markup}&per_page=12`));
    const ids = await idsOn(admin);
    const before = await statusIn(sandbox, ids);
    const chosen = ids.flatMap((id, at) => (before[at] !== FREE && at % 3 === 0 ? [id] : []));
    await expect(barOf(admin)).toBeHidden();
    const [first = '', ...others] = chosen;
    await select(admin, ids.indexOf(first));
    await expect(setButton(admin)).toHaveText('Set status of 1 order');
    await select(admin, ...others.map((id) => ids.indexOf(id)), 1);
    await select(admin, 1);
    await expect(setButton(admin)).toHaveText(`Set status of ${chosen.length} orders`);
    await chooseForAll(admin, FREE);
    // It messages nobody and is few: nothing is asked.
    await expect(barOf(admin)).toContainText(`${FREE}: ${chosen.length} done`);
    const after = ids.map((id, at) => (chosen.includes(id) ? FREE : before[at]));
    expect(await statusIn(sandbox, ids)).toEqual(after);
    for (const id of chosen) expect(await nameOf(badgeOf(admin, id))).toContain(FREE);
    // Read without a press: it goes by itself.
    await select(admin, ...chosen.map((id) => ids.indexOf(id)));
    await expect(barOf(admin)).toBeHidden({ timeout: 12_000 });
  });
}

test('the selection is followed through select all, paging and sorting', async ({ admin }) => {
  await openList(admin, listUrl('per_page=10'));
  await select(admin);
  await expect(setButton(admin)).toHaveText('Set status of 10 orders');
  await admin.getByRole('button', { name: 'Clear selection' }).click();
  await expect(barOf(admin)).toBeHidden();
  await select(admin, 0, 4);
  await expect(setButton(admin)).toHaveText('Set status of 2 orders');
  await openList(admin, listUrl('per_page=10&page=2'));
  await expect(barOf(admin)).toBeHidden();
});

test('a selection of everything in the view is refused, with the reason', async ({ admin, sandbox }) => {
  await openList(admin, listUrl('per_page=10'));
  await select(admin);
  await expect(setButton(admin)).toBeVisible();
  await admin.getByRole('button', { name: /^Select all \d+ matching/ }).click();
  await expect(barOf(admin)).toContainText('More is selected than the 10 orders on this page.');
  await expect(setButton(admin)).toBeHidden();
  // Fewer again: it stands for the page only.
  await select(admin, 2);
  await expect(setButton(admin)).toHaveText('Set status of 9 orders');
  expect(await posts(sandbox)).toEqual([]);
});

test('all that is selected is told by a number only the page’s words differ around', async ({ admin }) => {
  await openList(admin, listUrl('per_page=10&quirks=french'));
  await select(admin);
  await admin.getByRole('button', { name: /^Sélectionner les \d+ de cette vue/ }).click();
  await expect(barOf(admin)).toContainText('one page at a time');
  for (const [text, isRefused] of [
    ['10 selected', false],
    ['10+ selected', true],
    ['1,234 selected', true],
    ['1 234 sélectionnées', true],
    ['1.234 ausgewählt', true],
    ['7 of 10', false],
    ['١٠ محدد', true],
  ] as const) {
    await admin.evaluate((said) => {
      const count = document.querySelector('.bulk-count');
      if (count) count.textContent = said;
    }, text);
    await admin.keyboard.press('Shift');
    await expect(setButton(admin), text).toBeVisible({ visible: !isRefused });
  }
});

test('a row that cannot be told is not changed', async ({ admin, sandbox }) => {
  await openList(admin, listUrl('per_page=10&quirks=mismatch'));
  const ids = await idsOn(admin);
  expect(ids).toHaveLength(9);
  // The third row names two orders: with it, more is selected than can be told.
  await select(admin, 0, 1, 2);
  await expect(barOf(admin)).toContainText('More is selected than the 2 orders');
  await select(admin, 2);
  await expect(setButton(admin)).toHaveText('Set status of 2 orders');
  expect(await posts(sandbox)).toEqual([]);
});

test('it asks once, with counts; Cancel and Escape send nothing', async ({ admin, sandbox }) => {
  await arrange(admin, sandbox, 60, (at) => (at < 4 ? MESSAGING : 'Packing'));
  await openList(admin, listUrl('per_page=60'));
  await select(admin);
  await chooseForAll(admin, MESSAGING);
  const dialog = dialogOf(admin);
  await expect(dialog).toHaveAccessibleName(`Set 56 orders to “${MESSAGING}”?`);
  await expect(dialog.getByRole('listitem')).toHaveText([
    '4 more are there already and are left alone.',
    'Their customers are messaged by email and SMS.',
    'The orders are changed in Shopify too.',
    'You then have 5 seconds to undo it all.',
  ]);
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await admin.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  // Many, though nobody is messaged.
  await chooseForAll(admin, FREE);
  await expect(dialog).toHaveAccessibleName('Set 60 orders to “On hold”?');
  await admin.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await admin.waitForTimeout(500);
  expect(await posts(sandbox)).toEqual([]);
  await expect(barOf(admin)).not.toContainText(MESSAGING);
});

test('keys in the question are not the page’s', async ({ admin, sandbox }) => {
  await arrange(admin, sandbox, 10, () => 'Packing');
  await openList(admin, listUrl('per_page=10'));
  await select(admin, 0, 1);
  await chooseForAll(admin, MESSAGING);
  await expect(dialogOf(admin)).toBeVisible();
  for (const key of ['g', 'o', 'f', 's', '?', 'j']) await admin.keyboard.press(key);
  await expect(admin.locator('#sandbox-shortcuts')).toHaveAttribute('data-count', '0');
  await admin.keyboard.press('Tab');
  await expect(dialogOf(admin).getByRole('button', { name: 'Set 2 orders' })).toBeFocused();
  await admin.keyboard.press('Enter');
  await expect(barOf(admin).getByRole('button', { name: 'Undo all' })).toBeVisible();
  await barOf(admin).getByRole('button', { name: 'Undo all' }).click();
  await expect(barOf(admin)).toContainText('2 canceled');
  expect(await posts(sandbox)).toEqual([]);
});

test('one grace and one undo for all: nothing is sent', async ({ admin, sandbox }) => {
  const ids = await arrange(admin, sandbox, 20, () => 'Packing');
  await openList(admin, listUrl('per_page=20'));
  await select(admin);
  await chooseForAll(admin, MESSAGING);
  await dialogOf(admin).getByRole('button', { name: 'Set 20 orders' }).click();
  await expect(barOf(admin)).toContainText(/20 orders change to “Dispatched” in \d seconds?/);
  for (const id of [ids[0], ids[19]])
    await expect(badgeOf(admin, id ?? '')).toHaveAttribute('data-state', 'pending');
  // Another page has it too, and a page that begins anew.
  await admin.reload();
  await barOf(admin).getByRole('button', { name: 'Undo all' }).click();
  await expect(barOf(admin)).toContainText('20 canceled');
  for (const id of ids) await expect.poll(() => nameOf(badgeOf(admin, id))).toMatch(/^Packing/);
  await admin.waitForTimeout(6_000);
  expect(await posts(sandbox)).toEqual([]);
  expect((await outbox(sandbox)).size).toBe(0);
});

test.describe('500 orders', () => {
  test.use({ sandboxOptions: ['--orders', '700'] });
  test('go in 5 requests, and the list stays usable meanwhile', async ({ admin, sandbox }) => {
    test.setTimeout(120_000);
    const ids = await arrange(admin, sandbox, 500, () => 'Packing');
    await openList(admin, listUrl('per_page=500'));
    await sandbox.forgetRequests();
    await sandbox.control('POST', '/faults', {
      kind: 'latency',
      milliseconds: 1500,
      method: 'POST',
      times: 5,
    });
    await select(admin);
    await chooseForAll(admin, FREE);
    const dialog = dialogOf(admin);
    await expect(dialog).toHaveAccessibleName('Set 500 orders to “On hold”?');
    await expect(dialog.getByRole('listitem')).toHaveCount(0);
    await dialog.getByRole('button', { name: 'Set 500 orders' }).click();
    const bar = barOf(admin);
    await expect(bar).toContainText(/On hold: [1-4]00 of 500 orders/);
    await expect(bar.getByRole('progressbar')).toHaveAttribute('max', '500');
    await admin.getByRole('button', { name: 'Clear selection' }).click();
    await badgeOf(admin, ids[0] ?? '')
      .getByRole('button')
      .click();
    await expect(menuOf(admin)).toBeVisible();
    await admin.keyboard.press('Escape');
    await expect(bar).toContainText('On hold: 500 done', { timeout: 30_000 });
    expect(await posts(sandbox)).toEqual(Array(5).fill('/v1/orders/status-bulk'));
    expect(new Set(await statusIn(sandbox, ids))).toEqual(new Set([FREE]));
    await expect(badgeOf(admin, ids[499] ?? '').getByRole('button')).toHaveAccessibleName(/^On hold/);
  });
});

test('drafts are changed as orders are', async ({ admin, sandbox }) => {
  await openList(admin, listUrl('per_page=10', STORE, 'draft_orders'));
  const ids = await idsOn(admin);
  const before = await statusIn(sandbox, ids);
  const places = ids.flatMap((_, at) => (before[at] === FREE ? [] : [at])).slice(0, 2);
  await select(admin, ...places);
  await chooseForAll(admin, FREE);
  await expect(barOf(admin)).toContainText('On hold: 2 done');
  const after = before.map((status, at) => (places.includes(at) ? FREE : status));
  expect(await statusIn(sandbox, ids)).toEqual(after);
});

test('changes that need a word are listed, and can be sent or left', async ({ admin }) => {
  await openList(admin, listUrl('per_page=10'));
  const [first = '', second = ''] = await idsOn(admin);
  const writer = await extensionPage(admin.context());
  await publishAsking(writer, [first, second]);
  const bar = barOf(admin);
  await expect(bar).toContainText('Dispatched: 8 done, 2 need your decision');
  await expect(bar.getByRole('listitem')).toHaveCount(2);
  await expect(bar.getByRole('listitem').first()).toContainText('#1');
  await expect(bar.getByRole('button', { name: 'Send 2' })).toBeVisible();
  await expect(bar.getByRole('button', { name: 'Leave as they are' })).toBeVisible();
  await expect(bar.getByRole('button', { name: 'Done' })).toBeHidden();
});

test('120 orders in 2 requests, 7 refused by name and reason, and made at the second try', async ({
  admin,
  sandbox,
}) => {
  test.setTimeout(120_000);
  // It messages by email and follows Awaiting return.
  const target = 'Received';
  const isFailing = (at: number): boolean => at % 17 === 3;
  const ids = await arrange(admin, sandbox, 120, (at) => (isFailing(at) ? 'Submitted' : 'Awaiting return'));
  const failing = ids.filter((_, at) => isFailing(at));
  expect(failing).toHaveLength(7);
  await sandbox.control('POST', `/stores/${STORE}`, {
    workflows_enabled: true,
    enforce_workflow_order: true,
  });
  const names = await Promise.all(
    failing.map(async (id) => (await sandbox.control<OrderRow>('GET', `/orders/${STORE}/${id}`)).name),
  );
  await openList(admin, listUrl('per_page=120'));
  await sandbox.forgetRequests();

  await select(admin);
  await chooseForAll(admin, target);
  await dialogOf(admin).getByRole('button', { name: 'Set 120 orders' }).click();
  const bar = barOf(admin);
  await expect(bar).toContainText(`${target}: 113 done, 7 refused`, { timeout: 30_000 });
  const told = bar.getByRole('listitem');
  await expect(told).toHaveCount(7);
  const texts = await told.allTextContents();
  for (const name of names) expect(texts.filter((text) => text.startsWith(`${name} `))).toHaveLength(1);
  for (const text of texts) expect(text).toContain('"Received" cannot follow "Submitted"');
  expect(await posts(sandbox)).toEqual(Array(2).fill('/v1/orders/status-bulk'));
  const expected = async (among: string[]): Promise<Map<string, string[]>> => {
    const channels = await Promise.all(among.map((id) => channelsFor(sandbox, id, target)));
    return new Map(
      among.map((id, at) => [id, channels[at] ?? []] as const).filter(([, sent]) => sent.length > 0),
    );
  };
  expect(await outbox(sandbox)).toEqual(await expected(ids.filter((id) => !failing.includes(id))));

  // What nobody has read yet outlives the page.
  await admin.reload();
  await expect(bar).toContainText('113 done, 7 refused');
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
  await bar.getByRole('button', { name: 'Retry the 7 refused' }).click();
  await expect(bar).toContainText(/7 orders change to “Received” in/);
  await expect(bar).toContainText(`${target}: 7 done`, { timeout: 30_000 });
  expect(await posts(sandbox)).toEqual(Array(3).fill('/v1/orders/status-bulk'));
  expect(new Set(await statusIn(sandbox, ids))).toEqual(new Set([target]));
  expect(await outbox(sandbox)).toEqual(await expected(ids));
  await bar.getByRole('button', { name: 'Done' }).click();
  await expect(bar).toBeHidden();
});

test('Done puts the refusals away, on every page', async ({ admin, sandbox }) => {
  // The menu rules a status out only where none of the orders may have it.
  const ids = await arrange(admin, sandbox, 10, (at) => (at < 3 ? 'Submitted' : 'Under review'));
  await openList(admin, listUrl('per_page=10'));
  await select(admin, 0, 1, 2);
  await setButton(admin).click();
  await expect(optionOf(admin, 'Awaiting return')).toHaveAttribute('aria-disabled', 'true');
  await admin.keyboard.press('Escape');
  await select(admin, 3);
  await chooseForAll(admin, 'Awaiting return');
  const bar = barOf(admin);
  await expect(bar).toContainText('Awaiting return: 1 done, 3 refused');
  await expect(badgeOf(admin, ids[0] ?? '')).toHaveAttribute('data-state', 'failed');
  await bar.getByRole('button', { name: 'Done' }).click();
  await expect(bar.getByRole('button', { name: 'Done' })).toBeHidden();
  for (const id of ids) await expect(badgeOf(admin, id)).not.toHaveAttribute('data-state', 'failed');
  await openList(admin, listUrl('per_page=10'));
  await expect(badgeOf(admin, ids[0] ?? '')).not.toHaveAttribute('data-state', 'failed');
  await expect(bar).toBeHidden();
});
