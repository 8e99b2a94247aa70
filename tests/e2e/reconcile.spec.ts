// Whatever the list does to its rows, every painted frame has exactly one badge, of the right order and status, in
// every row; and the page's own clicks work as they do without us.

import type { Page } from '@playwright/test';
import { connect, endWorker } from './support/browser';
import { recordFrames, takeRecording } from './support/frames';
import { faultsOf, listedOrders, statusTexts } from './support/list';
import type { Sandbox } from './support/sandbox';
import { badges, expect, listUrl, test } from './support/test';

const links = (page: Page) => page.locator('a.order-link');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** What a person does to a list, each until the list shows it. */
const STEPS: [name: string, act: (page: Page) => Promise<void>][] = [
  ['next page', (page) => changesRows(page, () => button(page, 'Next').click())],
  ['previous page', (page) => changesRows(page, () => button(page, 'Previous').click())],
  ['sort by total', (page) => changesRows(page, () => button(page, 'Total').click())],
  ['sort the other way', (page) => changesRows(page, () => button(page, 'Total').click())],
  [
    'select one',
    (page) =>
      page
        .locator('a.order-link + span')
        .first()
        .hover()
        .then(() => select(page, 1)),
  ],
  ['select all', (page) => page.getByRole('checkbox', { name: 'Select all' }).click()],
  ['page with a selection', (page) => changesRows(page, () => button(page, 'Next').click())],
  ['select one there', (page) => select(page, 3)],
  ['clear the selection', (page) => button(page, 'Clear selection').click()],
  [
    'open orders',
    (page) => changesRows(page, () => page.getByRole('link', { name: 'Open', exact: true }).click()),
  ],
  ['search', (page) => changesRows(page, () => page.locator('#orders-search').fill('#144'))],
  ['search no more', (page) => changesRows(page, () => page.locator('#orders-search').fill(''))],
  [
    'cancelled orders',
    (page) => changesRows(page, () => page.getByRole('link', { name: 'Cancelled' }).click()),
  ],
  ['back', (page) => changesRows(page, async () => void (await page.goBack()))],
  ['drafts', (page) => changesRows(page, () => page.getByRole('link', { name: 'Drafts' }).click())],
  [
    'orders again',
    (page) => changesRows(page, () => page.getByRole('link', { name: 'Orders', exact: true }).click()),
  ],
];

for (const [markup, quirks, isEnding] of [
  ['grid', '', false],
  ['grid', '', true],
  ['grid', 'recycle', false],
  ['grid', 'rerender', false],
  ['table', 'recycle,text-only', false],
  ['table-hashed', 'recycle,class-wipe', false],
] as const) {
  const worker = isEnding ? ', the worker ending before each' : '';
  test(`${markup} ${quirks}: paging, sort, search, views, selection${worker}`, async ({ admin, sandbox }) => {
    const address = listUrl(`markup=${markup}&quirks=${quirks}`);
    await recordFrames(admin, { texts: await allTexts(sandbox, admin, address), isKnown: false });
    await admin.goto(address);
    await isRight(admin, sandbox);
    await takeRecording(admin);
    for (const [name, act] of STEPS) {
      await test.step(name, async () => {
        if (isEnding) await endWorker(admin);
        await act(admin);
        await isRight(admin, sandbox);
        const { withRows, faultCount, faults } = await takeRecording(admin);
        expect({ faultCount, faults }).toEqual({ faultCount: 0, faults: [] });
        expect(withRows).toBeGreaterThan(0);
      });
    }
    await expect(admin.locator('#sandbox-errors')).toHaveAttribute('data-count', '0');
  });
}

test('orders, products, orders; back and forward; a quick change of mind', async ({ admin, sandbox }) => {
  await recordFrames(admin, { texts: await allTexts(sandbox, admin, listUrl()), isKnown: false });
  await admin.goto(listUrl());
  await isRight(admin, sandbox);
  const orders = admin.locator('#AppFrameNav').getByRole('link', { name: 'Orders' });
  const products = admin.locator('#AppFrameNav').getByRole('link', { name: 'Products' });
  const productTable = admin.getByRole('table', { name: 'Products' });

  await products.click();
  await expect(productTable).toBeVisible();
  await expect(badges(admin)).toHaveCount(0);
  await orders.click();
  await isRight(admin, sandbox);
  await links(admin).nth(4).click();
  await expect(admin.locator('.timeline')).toBeVisible();
  await expect(badges(admin)).toHaveCount(0);
  await admin.goBack();
  await isRight(admin, sandbox);
  await admin.goBack();
  await expect(productTable).toBeVisible();
  await expect(badges(admin)).toHaveCount(0);
  await admin.goForward();
  await isRight(admin, sandbox);
  // All in one go: the answers of the pages that were left come after the page that stays.
  await admin.evaluate(() => {
    const press = (selector: string) => document.querySelector<HTMLElement>(selector)?.click();
    press('button[aria-label="Next"]');
    for (const list of ['products', 'orders', 'draft_orders', 'payouts', 'orders']) {
      press(`#AppFrameNav a[href$="/${list}"]`);
    }
  });
  await isRight(admin, sandbox);
  expect(await takeRecording(admin)).toMatchObject({ faultCount: 0, faults: [] });
});

test('two stores in one tab, the second connected later', async ({ admin, sandbox }) => {
  await admin.goto(listUrl());
  await isRight(admin, sandbox);
  const change = async (to: string): Promise<void> => {
    await admin.locator('.topbar-store').click();
    await admin.getByRole('menuitem', { name: to }).click();
    await expect(links(admin).first()).toHaveAttribute('href', new RegExp(to.split(' ')[0] ?? '', 'i'));
  };
  await sandbox.forgetRequests();
  await change('Harbour Supply');
  await expect(links(admin)).toHaveCount(50);
  await takeAFrame(admin);
  await expect(badges(admin)).toHaveCount(0);
  expect(await sandbox.requests()).toEqual([]);

  await connect(admin.context(), sandbox, { store: 'harbour-supply' });
  await isRight(admin, sandbox);
  await change('Maple & Birch');
  await isRight(admin, sandbox);
  await admin.goBack();
  await isRight(admin, sandbox);
});

test('clicks: a row navigates, a badge does not, and neither toggles', async ({ admin, sandbox }) => {
  await admin.goto(listUrl());
  await isRight(admin, sandbox);
  const log = admin.locator('#sandbox-log');
  const menu = admin.locator('[data-ucos-inline="menu"]');
  const first = badges(admin).first().getByRole('button');
  await first.click();
  await expect(menu).toBeVisible();
  await admin.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await first.click({ button: 'middle' });
  await first.dblclick();
  await select(admin, 2);
  await expect(admin.getByRole('toolbar')).toHaveAccessibleName('1 selected');
  await first.click();
  await expect(menu).toBeVisible();
  await admin.keyboard.press('Escape');
  await expect(admin.getByRole('toolbar')).toHaveAccessibleName('1 selected');
  await expect(log).toHaveAttribute('data-toggles', '0');
  await expect(log).toHaveAttribute('data-navigations', '0');
  expect(
    admin
      .context()
      .pages()
      .filter((page) => page.url().includes('/orders/')),
  ).toEqual([]);

  // While rows are selected a row's click toggles it; then all, and none, by the page's own checkboxes.
  await admin.getByRole('row').nth(5).getByRole('cell').nth(3).click();
  await expect(log).toHaveAttribute('data-toggles', '1');
  await expect(admin.getByRole('toolbar')).toHaveAccessibleName('2 selected');
  await admin.getByRole('checkbox', { name: 'Select all' }).click();
  await expect(admin.getByRole('toolbar')).toHaveAccessibleName('50 selected');
  await button(admin, 'Clear selection').click();
  await expect(admin.getByRole('toolbar')).toHaveCount(0);

  // Beside the button, in the slot that it does not fill, the row is clicked.
  const short = badges(admin)
    .filter({ has: admin.getByRole('button', { name: /^On hold/ }) })
    .first();
  const order = (await short.getAttribute('data-order')) ?? '';
  const box = await short.boundingBox();
  await admin.mouse.click((box?.x ?? 0) + (box?.width ?? 0) - 2, (box?.y ?? 0) + 10);
  await expect(admin).toHaveURL(new RegExp(`/orders/${order}$`));
  await expect(log).toHaveAttribute('data-navigations', '1');
});

const isRight = (page: Page, sandbox: Sandbox): Promise<void> =>
  expect.poll(() => faultsOf(page, sandbox), { intervals: [50, 100, 200] }).toEqual([]);

const takeAFrame = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );

/** Acts, and waits until another list is shown. */
async function changesRows(page: Page, act: () => Promise<void>): Promise<void> {
  const shown = (): Promise<string> =>
    links(page).evaluateAll((all) => all.map((link) => link.getAttribute('href')).join());
  const before = await shown();
  await act();
  await expect.poll(shown, { intervals: [20] }).not.toBe(before);
}

async function select(page: Page, row: number): Promise<void> {
  const box = page.locator('[class*="TableRow"]:not([class*="ubheader"])').nth(row).getByRole('checkbox');
  const before = await box.isChecked();
  await box.click();
  await expect(box).toBeChecked({ checked: !before });
}

/** What the badges of all orders and drafts of the store begin with. */
async function allTexts(sandbox: Sandbox, page: Page, address: string): Promise<Record<string, string>> {
  const ids: string[] = [];
  for (const list of ['orders', 'draft_orders']) {
    await page.goto(
      address
        .replace('/orders', `/${list}`)
        .concat('&per_page=600')
        .replace(/orders&/, 'orders?'),
    );
    ids.push(...(await listedOrders(page)).map(({ id }) => id));
  }
  return statusTexts(sandbox, ids);
}
