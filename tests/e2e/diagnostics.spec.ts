// "Copy diagnostics": what helps whoever has to find a fault, and nothing that names a person, an order, a store or a key,
// whatever is planted; the report of a page that we do not know; readable and reachable for everyone.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { connect } from './support/browser';
import { command } from './support/core';
import { extensionPage } from './support/due';
import { badgeOf, listed, openList, STORE } from './support/orders';
import { openBeside } from './support/popup';
import { allowReading, clipboardOf } from './support/replies';
import { badges, expect, listUrl, test } from './support/test';
import { everythingKept, traces } from './support/vault';

const STAFF = 'Quirine Vanderplant';
const WRONG_KEY = 'ucos_planted_key_7f3a9c1e5b2d8046';

const openHelp = async (popup: Page): Promise<void> => {
  await popup.getByText('Something is wrong?').click();
};

const copy = async (page: Page): Promise<string> => {
  await page.getByRole('button', { name: 'Copy diagnostics' }).click();
  await expect(page.getByText('Copied. This is the text:')).toBeVisible();
  return page.getByRole('textbox', { name: 'Text of the diagnostics' }).inputValue();
};

/** What of the service's and the page's data a report must not hold: each as it is anywhere in either. */
async function planted(page: Page): Promise<string[]> {
  const rows: { id: string; name: string; customer: string }[] = await page.evaluate(
    async (path) => (await (await fetch(path)).json()).orders,
    `/_data/${STORE}/orders?kind=order&view=all&page=1`,
  );
  expect(rows.length).toBeGreaterThan(40);
  return rows.flatMap(({ id, name, customer }) => [id, name, ...customer.split(' ')]);
}

test('from the popup, beside a list: what helps, and nothing that names anybody', async ({
  browser_,
  sandbox,
}) => {
  const { context } = browser_;
  await connect(context, sandbox, { name: STAFF });
  const admin = await context.newPage();
  await allowReading(context);
  await openList(admin, listUrl());
  const secrets = [...(await planted(admin)), STAFF, 'Quirine', 'Vanderplant', STORE, 'maple', WRONG_KEY];
  await command(context, { connect: { store: STORE, key: WRONG_KEY, staff_name: STAFF, pin: null } });
  await command(context, { look: { store: STORE, orders: [] } });

  const popup = await openBeside(admin);
  await openHelp(popup);
  const text = await copy(popup);
  await admin.bringToFront();
  expect((await clipboardOf(admin)).plain).toBe(text);

  expect(text).toMatch(/^version: \d+\.\d+\.\d+$/m);
  expect(text).toMatch(/^browser: .*Chrom(e|ium) \d+\.\d+\.\d+\.\d+/m);
  expect(text).toContain('access to the admin: yes');
  expect(text).toContain('page: list, markup grid, rows 50, badges 50, links to orders 50');
  expect(text).toMatch(/^stores: 1, withheld 0$/m);
  expect(text).toMatch(/staff accounts 1, key fine/);
  expect(text).toMatch(/connect: key-rejected, 1 times since 20/);
  expect(text).toMatch(/refused messages: wrong_sender 1,/);
  // As the database says it, kind by kind.
  const kept = await everythingKept(context);
  expect(text).toContain(
    `orders: records ${kept.split('\n').filter((line) => /^ucos-inline\/(orders|sweeps|rolls) /.test(line) && !/stays|trend/.test(line)).length}`,
  );
  const { key } = sandbox.announced.keys.find(({ store, name }) => store === STORE && name === 'full') ?? {
    key: '',
  };
  expect(key).not.toBe('');
  expect([...secrets.filter((secret) => text.includes(secret)), ...traces(text, key)]).toEqual([]);
  expect(text).not.toMatch(/@|https?:|\.com|structure of the page/);
});

test('from the options, with no tab of the admin and no store', async ({ browser_ }) => {
  const options = await extensionPage(browser_.context);
  await options.getByText('Diagnostics', { exact: true }).click();
  const text = await copy(options);
  expect(text).toMatch(/^stores: 0, withheld 0$/m);
  expect(text).toContain('page: no tab of the admin that may be looked into');
  expect(text).toContain('worker: answers');
  expect(text).toContain("problems since the browser's start: none");
});

test('a page in no markup that we know: nothing is added, the popup says so and gives its structure', async ({
  admin,
}) => {
  await allowReading(admin.context());
  await admin.goto(listUrl('markup=condensed'));
  await expect(badges(admin)).toHaveCount(50);
  const secrets = await planted(admin);
  await admin.goto(listUrl('markup=condensed&quirks=no-link'));
  await expect(admin.locator('li[class*="TableRow"]')).toHaveCount(50);
  const popup = await openBeside(admin);
  await expect(popup.getByText('lists orders in a way that this version does not know')).toBeVisible();
  await expect(badges(admin)).toHaveCount(0);
  await popup.getByRole('button', { name: 'Copy structural report' }).click();
  await expect(popup.getByText('Copied. This is the text:')).toBeVisible();
  await admin.bringToFront();
  const { plain } = await clipboardOf(admin);
  expect(plain).toContain('page: list, markup none, rows 0, badges 0, links to orders 0, GIDs 50');
  expect(plain).toMatch(/^ +ul \[.*class/m);
  expect(plain).toMatch(/^ +li \[class id.*\] \(row, order in id\) ×50$/m);
  expect(secrets.filter((secret) => plain.includes(secret))).toEqual([]);
  // No digit that could be of an id: those of counts and versions are short.
  expect(plain).not.toMatch(/\d{5,}/);
});

test('a page that we know, and one without orders, are not said to be unknown', async ({ admin }) => {
  const [first = ''] = await listed(admin);
  await openList(admin, listUrl());
  await expect(badgeOf(admin, first)).toBeVisible();
  for (const address of [listUrl(), listUrl('').replace('/orders', '/products')]) {
    await admin.goto(address);
    const popup = await openBeside(admin);
    await expect(popup.getByText('Something is wrong?')).toBeVisible();
    await popup.waitForTimeout(500);
    await expect(popup.getByText('in a way that this version does not know')).toHaveCount(0);
    await popup.close();
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ browserOptions: { colorScheme } });

    test('axe finds nothing in either place; by keyboard alone', async ({ admin }) => {
      await openList(admin, listUrl());
      const popup = await openBeside(admin);
      const summary = popup.getByText('Something is wrong?');
      await expect(summary).toBeVisible();
      await popup.bringToFront();
      await summary.focus();
      await popup.keyboard.press('Enter');
      await popup.keyboard.press('Tab');
      await expect(popup.getByRole('button', { name: 'Copy diagnostics' })).toBeFocused();
      await popup.keyboard.press('Enter');
      await expect(popup.getByRole('textbox', { name: 'Text of the diagnostics' })).toBeVisible();
      const options = await extensionPage(admin.context());
      await options.getByText('Diagnostics', { exact: true }).click();
      await copy(options);
      for (const page of [popup, options]) {
        const { violations } = await new AxeBuilder({ page }).include('.diagnostics').analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
          await page.evaluate(() => innerWidth),
        );
      }
    });
  });
}
