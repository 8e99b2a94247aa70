// Exactly one badge, of the right order and status, in every order row of every markup and quirk that the admin may
// serve; none anywhere else; and nothing of the page itself touched.

import { expect, type Page } from '@playwright/test';
import { ADMIN } from './support/browser';
import { collectErrors, faultsOf, hostStructure, readList } from './support/list';
import { test } from './support/shared';
import { badges, listUrl } from './support/test';

const MARKUPS = ['grid', 'table', 'table-hashed', 'condensed'] as const;

const QUIRKS: [markup: (typeof MARKUPS)[number], quirk: string][] = [
  ['grid', 'row-id'],
  ['grid', 'two-links'],
  ['table', 'two-links'],
  ['grid', 'subheaders'],
  ['table-hashed', 'subheaders'],
  ['grid', 'shadow'],
  ['table', 'shadow'],
  ['grid', 'text-only'],
  ['table', 'text-only'],
  ['condensed', 'text-only'],
  ['grid', 'no-checkbox'],
  ['table', 'no-checkbox'],
  ['grid', 'no-link'],
  ['table', 'no-link'],
  ['grid', 'french'],
  ['table', 'french'],
  ['grid', 'rtl'],
  ['condensed', 'rtl'],
  ['grid', 'rerender'],
  ['table', 'rerender'],
  ['grid', 'class-wipe'],
  ['table', 'class-wipe'],
];

for (const markup of MARKUPS) {
  for (const list of ['orders', 'draft_orders']) {
    test(`${markup}, ${list}`, async ({ connected, plain, sandbox }) => {
      const page = await connected.newPage();
      const errors = collectErrors(page);
      await page.goto(listUrl(`markup=${markup}`, 'maple-and-birch', list));
      await expect.poll(() => faultsOf(page, sandbox)).toEqual([]);
      await isUntouched(page, await plain.newPage());
      await hasNoErrors(page, errors);
      await page.close();
    });
  }
}

for (const [markup, quirk] of QUIRKS) {
  test(`${markup}, ${quirk}`, async ({ connected, plain, sandbox }) => {
    const page = await connected.newPage();
    const errors = collectErrors(page);
    await page.goto(listUrl(`markup=${markup}&quirks=${quirk}`));
    await expect.poll(() => faultsOf(page, sandbox)).toEqual([]);
    await isUntouched(page, await plain.newPage());
    // Select and hover: what a quirk does to a row it does on the next render.
    const row = page.locator('[class*="TableRow"]:not([class*="ubheader"])').first();
    const checkbox = row.getByRole('checkbox');
    if ((await checkbox.count()) > 0) {
      // A page that builds its rows anew may do so between a press and its release: then a person presses again.
      await expect(async () => {
        if (!(await page.getByRole('toolbar').isVisible())) await checkbox.click();
        await expect(page.getByRole('toolbar')).toBeVisible({ timeout: 1_000 });
      }).toPass();
      await row.getByRole('cell').nth(2).hover();
      await expect.poll(() => faultsOf(page, sandbox)).toEqual([]);
    }
    await hasNoErrors(page, errors);
    await page.close();
  });
}

for (const markup of ['grid', 'table'] as const) {
  test(`${markup}: a row whose link and checkbox name two orders is left alone`, async ({
    connected,
    sandbox,
  }) => {
    const page = await connected.newPage();
    await page.goto(listUrl(`markup=${markup}&quirks=mismatch`));
    await expect(badges(page)).toHaveCount(49);
    expect(await faultsOf(page, sandbox)).toEqual(['row 2: 0 badges']);
    await page.close();
  });
}

test('condensed, no-link: an item with neither link nor cell has no place for a badge', async ({
  connected,
}) => {
  const page = await connected.newPage();
  await page.goto(listUrl('markup=condensed'));
  await expect(badges(page)).toHaveCount(50);
  await page.goto(listUrl('markup=condensed&quirks=no-link'));
  await expect(page.locator('li[class*="TableRow"]')).toHaveCount(50);
  await twoFrames(page);
  await expect(badges(page)).toHaveCount(0);
  await page.close();
});

test('the name that assistive technology is told is the one on the button', async ({ connected }) => {
  const page = await connected.newPage();
  await page.goto(listUrl());
  await expect(page.locator('[data-ucos-inline="badge"]')).toHaveCount(50);
  await expect(
    page.locator('[data-ucos-inline="badge"]:is([data-state="loading"], [data-state="failed"])'),
  ).toHaveCount(0);
  const [row] = (await readList(page)).rows;
  await expect(badges(page).first().getByRole('button')).toHaveAccessibleName(row?.badges[0]?.name ?? '');
  await page.close();
});

test('no badge where there is no list', async ({ connected }) => {
  const page = await connected.newPage();
  const errors = collectErrors(page);
  // From a list with badges, so that the script is known to be at work, to each of the others without a load.
  await page.goto(listUrl());
  await expect(badges(page)).toHaveCount(50);
  const order = (await readList(page)).rows[0]?.order ?? '';

  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(page.locator('.search-results a')).toHaveCount(8);
  await expect(badges(page)).toHaveCount(50);
  await expect(page.locator('#PolarisPortalsContainer [data-ucos-inline]')).toHaveCount(0);
  await page.keyboard.press('Escape');

  const elsewhere: [address: string, link: string | null, shown: string][] = [
    ['/payouts', 'Payouts', '#AppFrameMain a[href*="/orders/"]'],
    ['', 'Home', '#AppFrameMain a[href*="/orders/"]'],
    ['/products', 'Products', '#AppFrameMain [role="row"]'],
    ['/apps/example', 'Example app', 'iframe[name="app-iframe"]'],
    [`/orders/${order}`, null, '.timeline a[href*="/orders/"]'],
  ];
  for (const [address, link, shown] of elsewhere) {
    for (const how of ['in-page', 'loaded']) {
      if (how === 'loaded') await page.goto(`${ADMIN}/store/maple-and-birch${address}`);
      else if (link)
        await page.locator('#AppFrameNav').getByRole('link', { name: link, exact: true }).click();
      else continue;
      await page.locator(shown).first().waitFor();
      await twoFrames(page);
      // The order's own page has its card (card.spec.ts) and nothing else of ours.
      const ours = address.startsWith('/orders/') ? ':not([data-ucos-inline="card"])' : '';
      for (const frame of page.frames()) {
        await frame.locator('body').waitFor();
        const found = await frame.locator(`[data-ucos-inline]${ours}`).count();
        expect(found, `${how} ${address}: ${frame.url()}`).toBe(0);
      }
    }
  }
  await hasNoErrors(page, errors);
  await page.close();
});

/** The page's own nodes, attributes and texts are those of the same page without us, each in its place. */
async function isUntouched(page: Page, alone: Page): Promise<void> {
  const { rows } = await readList(page);
  for (const parent of rows.flatMap(({ parents }) => parents)) {
    expect(parent, 'a badge stands in a cell, never beside one').not.toMatch(/^(tr|tbody|ul)$|row|table/);
  }
  await alone.goto(page.url());
  await expect.poll(async () => (await readList(alone)).rows.length).toBe(rows.length);
  await expect.poll(async () => (await hostStructure(page)) === (await hostStructure(alone))).toBe(true);
  await alone.close();
}

async function hasNoErrors(page: Page, errors: string[]): Promise<void> {
  await expect(page.locator('#sandbox-errors')).toHaveAttribute('data-count', '0');
  expect(errors).toEqual([]);
}

/** Long enough for whatever the last change of the page sets off in it before it is painted. */
const twoFrames = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
