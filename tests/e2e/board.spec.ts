// The managers' board: its figures are those of the sandbox's database, every number leads to its orders, tables sort and
// filter, what is saved says the same, preferences are kept, and all of it by keyboard and without colour.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Download, Locator, Page } from '@playwright/test';
import { csv } from '../../extension/pages/shared/csv';
import {
  BOARD,
  clockOf,
  everyDayCounts,
  limitsOf,
  makePast,
  type Past,
  pass,
  storedOrders,
  sweep,
  use,
} from './support/board';
import { connect, endWorker, startBrowser } from './support/browser';
import { command, workerOf } from './support/core';
import { STORE, statusesOf } from './support/orders';
import type { Sandbox } from './support/sandbox';
import { expect, test } from './support/test';

test.use({ sandboxOptions: ['--orders', '160'] });
test.describe.configure({ timeout: 120_000 });

const HOUR_MS = 3_600_000;
const [FROM, TO] = ['Packing', 'Dispatched'];

const panel = (page: Page, heading: string): Locator =>
  page.locator('details', { has: page.getByRole('heading', { name: heading }) });
const orders = (page: Page): Locator => page.getByRole('region', { name: 'The orders' });
const numberIn = (text: string | null): number => Number((text ?? '').replace(/[^\d]/g, ''));

async function openBoard(page: Page): Promise<void> {
  await page.goto(BOARD);
  await expect(page.locator('.tile')).not.toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'The orders' })).toBeVisible();
}

const tile = async (page: Page, name: string): Promise<number> =>
  numberIn(
    await page
      .getByRole('button', { name: new RegExp(`^[\\d,]+ ${name}$`) })
      .locator('.count')
      .textContent(),
  );

/** A table of a panel, its cells as text, by the first column. */
async function tableOf(page: Page, heading: string): Promise<Map<string, string[]>> {
  const found = panel(page, heading);
  const button = found.getByRole('button', { name: `Table: ${heading}` });
  if (await button.isVisible()) await button.click();
  const rows = await found
    .locator('tbody tr')
    .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')));
  return new Map(rows.map(([name = '', ...cells]) => [name, cells]));
}

/** How many rows the table of orders says that there are. */
async function totalOf(page: Page): Promise<number> {
  const pager = page.locator('.pager p');
  return numberIn(((await pager.textContent()) ?? '').split('of')[1] ?? '');
}

/** What the database alone says: verdicts by its own entry times. */
async function verdicts(sandbox: Sandbox, { orders }: Past): Promise<{ certain: number; limited: number }> {
  const limits = await limitsOf(sandbox);
  const now = await clockOf(sandbox);
  const there = orders.filter(({ cancelled, status_id }) => !cancelled && limits.has(status_id ?? ''));
  const late = there.filter(({ entered_at, status_id }) => {
    const limit_ms = (limits.get(status_id ?? '') ?? 0) * 1_000;
    return Date.parse(entered_at ?? '') + limit_ms <= now;
  });
  return { certain: late.length, limited: there.length };
}

/** RFC 4180, by its own rules. */
function parseCsv(text: string): string[][] {
  expect(text.startsWith('\ufeff'), 'the mark of UTF-8').toBe(true);
  expect(text.endsWith('\r\n')).toBe(true);
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

async function saved(page: Page, button: Locator): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return download;
}

const savedText = async (download: Download): Promise<string> => readFile(await download.path(), 'utf8');

test('its figures are those of the database, and each leads to its orders', async ({ admin, sandbox }) => {
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
  const past = await makePast(admin, sandbox, FROM, TO, 9);
  const page = await admin.context().newPage();
  await openBoard(page);

  const there = past.orders.filter(({ cancelled }) => !cancelled);
  expect(await tile(page, 'Orders')).toBe(there.length);
  expect(await tile(page, 'Cancelled')).toBe(past.orders.length - there.length);

  // Orders by status, in the chart, in the table, and behind both.
  const expected = new Map<string, number>();
  for (const { status } of there) {
    const name = status ?? 'No status';
    expected.set(name, (expected.get(name) ?? 0) + 1);
  }
  const bars = await panel(page, 'Orders by status')
    .getByRole('button', { name: /: [\d,]+ orders?/ })
    .evaluateAll((all) => all.map((bar) => bar.getAttribute('aria-label') ?? ''));
  const inChart = new Map(
    bars.map((label) => [
      label.replace(/: \d+ order.*/, ''),
      numberIn(label.match(/: (\d+) order/)?.[1] ?? ''),
    ]),
  );
  expect(inChart).toEqual(expected);
  // In the store's own sequence, which is that of its statuses.
  const sequence = (await statusesOf(sandbox)).map(({ name }) => name).filter((name) => expected.has(name));
  expect([...inChart.keys()].filter((name) => name !== 'No status')).toEqual(sequence);
  const byStatus = await tableOf(page, 'Orders by status');
  expect(new Map([...byStatus].map(([name, [count]]) => [name, Number(count)]))).toEqual(expected);
  const packing = there.filter(({ status }) => status === FROM);
  await panel(page, 'Orders by status')
    .getByRole('button', { name: `${FROM}: ${packing.length} orders` })
    .click();
  await expect(page.getByRole('heading', { name: 'The orders' })).toBeFocused();
  await expect.poll(() => totalOf(page)).toBe(packing.length);
  const listed = await orders(page)
    .locator('tbody a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  const address = ({ kind, id }: { kind: string; id: string }): string =>
    `https://admin.shopify.com/store/${STORE}/${kind === 'draft' ? 'draft_orders' : 'orders'}/${id}`;
  expect(listed.toSorted()).toEqual(packing.map(address).toSorted());

  // Overdue: whatever is called so is so by the database; what is so is called so, or possibly so.
  const { certain, limited } = await verdicts(sandbox, past);
  const [overdue, maybe, next] = [
    await tile(page, 'Overdue'),
    await tile(page, 'Possibly overdue'),
    await tile(page, 'Due next'),
  ];
  expect(overdue + maybe + next).toBe(limited);
  expect(overdue).toBeLessThanOrEqual(certain);
  expect(overdue + maybe).toBeGreaterThanOrEqual(certain);
  // Of those that were moved while we looked there is no doubt.
  const limits = await limitsOf(sandbox);
  const now = await clockOf(sandbox);
  await page.locator('.tile.overdue').click();
  await expect.poll(() => totalOf(page)).toBe(overdue);
  const file = parseCsv(
    await savedText(await saved(page, page.getByRole('button', { name: 'Save as CSV: The orders' }))),
  );
  expect(file).toHaveLength(overdue + 1);
  const late = new Set(file.slice(1).map((row) => row[1]));
  const moved = past.orders.filter(({ id }) => past.moved.has(id));
  expect(moved).toHaveLength(6);
  for (const order of moved) {
    const limit_ms = (limits.get(order.status_id ?? '') ?? Number.POSITIVE_INFINITY) * 1_000;
    const dueIn_ms = Date.parse(order.entered_at ?? '') + limit_ms - now;
    // Known to within the minutes between two sweeps.
    if (Math.abs(dueIn_ms) > HOUR_MS) expect(late.has(address(order)), order.name).toBe(dueIn_ms < 0);
  }

  // Time in status: the stays in FROM that were seen to begin and to end, and none but those.
  const stays = await tableOf(page, 'How long orders stay');
  const hours = [...past.moved.values()].toSorted((one, other) => one - other);
  const [median = '', ninth, observed] = stays.get(FROM) ?? [];
  expect([ninth, observed]).toEqual(['not known', String(past.moved.size)]);
  // The entry lies within 12 minutes, so does the end, and each round of moves has 12 more.
  expect(Math.abs(Number.parseFloat(median) - (hours[hours.length / 2 - 1] ?? 0))).toBeLessThan(1);
  expect(median).toMatch(/hours$/);
  await panel(page, 'How long orders stay')
    .getByRole('button', { name: `${FROM}: ${past.moved.size} orders that left it` })
    .click();
  await expect.poll(() => totalOf(page)).toBe(past.moved.size);
  await expect(orders(page).getByRole('columnheader')).toHaveText([
    /Order/,
    /Status it left/,
    /Left it by/,
    /Stayed/,
  ]);

  // Ages: those moved at known times are in the bin of the database's own time.
  const ages = await tableOf(page, 'Time in the present status');
  const all = [...ages.values()].reduce((sum, [count]) => sum + Number(count), 0);
  expect(all).toBe(there.length);
  const known = [...ages.values()].reduce((sum, [, count]) => sum + Number(count), 0);
  expect(known).toBeGreaterThan(0);
  const age = now - Date.parse(moved[0]?.entered_at ?? '');
  const bin = [...ages.keys()][[4, 24, 48, 72, 120].filter((edge) => age >= edge * HOUR_MS).length] ?? '';
  const choose = (name: string, label: string): Promise<unknown> =>
    page.getByRole('combobox', { name, exact: true }).last().selectOption({ label });
  await choose('Show', 'All but cancelled');
  await choose('Status', TO);
  await choose('Time in status', bin);
  await expect(orders(page).getByRole('link', { name: moved[0]?.name ?? '', exact: true })).toBeVisible();

  // The days of the trend are those on which the store was swept, the last with the numbers of now.
  const trend = [...(await tableOf(page, 'Overdue by day'))];
  expect(trend.length).toBeGreaterThanOrEqual(3);
  expect(trend[0]?.[1]).toEqual([String(overdue), String(maybe)]);
});

test('sorts, pages and filters, by keyboard too; what is chosen stays over a reload', async ({ admin }) => {
  const page = await admin.context().newPage();
  const context = admin.context();
  await use(context);
  await sweep(context);
  await openBoard(page);
  await page.getByLabel('Show').selectOption({ label: 'All but cancelled' });
  await expect.poll(() => totalOf(page)).toBeGreaterThan(100);
  const total = await totalOf(page);

  const names = (): Promise<string[]> => orders(page).locator('tbody a').allTextContents();
  const links = (): Promise<string[]> =>
    orders(page)
      .locator('tbody a')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  const heading = (name: string): Locator => orders(page).getByRole('columnheader', { name });
  await expect(heading('Due')).toHaveAttribute('aria-sort', 'ascending');
  await expect(heading('Order')).toHaveAttribute('aria-sort', 'none');
  const isOfOrders = (links: string[]): number[] =>
    links.map((link) => Number(link.includes('/draft_orders/')) * 1e15 + Number(link.split('/').at(-1)));
  for (const direction of ['ascending', 'descending']) {
    const before = (await names()).join();
    await heading('Order').getByRole('button').focus();
    await page.keyboard.press('Enter');
    await expect(heading('Order')).toHaveAttribute('aria-sort', direction);
    await expect.poll(async () => (await names()).join()).not.toBe(before);
    const ids = isOfOrders(await links());
    const sorted = ids.toSorted((one, other) => (direction === 'ascending' ? one - other : other - one));
    expect(ids).toEqual(sorted);
  }
  // Page by page, every order once.
  const seen = new Set(await links());
  const next = page.getByRole('button', { name: 'Next', exact: true });
  while (await next.isEnabled()) {
    const before = (await names()).join();
    await next.click();
    await expect.poll(async () => (await names()).join()).not.toBe(before);
    for (const link of await links()) seen.add(link);
  }
  expect(seen.size).toBe(total);

  await panel(page, 'Orders by status').getByRole('button', { name: 'Table: Orders by status' }).click();
  await panel(page, 'Overdue by day').locator('summary').press('Enter');
  await expect(panel(page, 'Overdue by day')).not.toHaveAttribute('open');
  // As after the browser's clean-up: nothing of it is the worker's.
  await endWorker(page);
  await page.reload();
  await expect(page.locator('.tile')).not.toHaveCount(0);
  await expect(panel(page, 'Orders by status').locator('table')).toBeVisible();
  await expect(panel(page, 'Overdue by day')).not.toHaveAttribute('open');
  await page.getByLabel('Show').selectOption({ label: 'All but cancelled' });
  await expect(heading('Order')).toHaveAttribute('aria-sort', 'descending');
});

test('replies by week, first and again, each with its orders; not those of other weeks', async ({
  admin,
  sandbox,
}) => {
  const context = admin.context();
  await everyDayCounts(context);
  const all = await storedOrders(admin, sandbox);
  const there = all.filter(({ cancelled, kind }) => !cancelled && kind === 'order');
  const [one, two, three] = there.map(({ id }) => id);
  const note = async (id: string | undefined): Promise<void> => {
    await command(context, { 'note-answer': { store: STORE, order: { kind: 'order', id: id ?? '' } } });
  };
  const DAY_S = 86_400;
  const seen = there.at(-1)?.id ?? '';
  // What we did, by the sandbox's clock: the order, when, and whether again within seven days.
  const done: { at: number; isAgain: boolean }[] = [];
  const did = async (id: string | undefined, isAgain: boolean): Promise<void> => {
    await note(id);
    done.push({ at: await clockOf(sandbox), isAgain });
  };
  await did(one, false);
  await did(two, false);
  await pass(admin, sandbox, 3 * DAY_S, seen);
  await did(one, true);
  await pass(admin, sandbox, 15 * DAY_S, seen);
  await did(one, false);
  await did(three, false);

  // Weeks as in the United States, whose English this browser speaks: from Sunday on.
  const sundayOf = (at: number): string => {
    const day = new Date(at);
    return new Date(at - day.getUTCDay() * DAY_S * 1_000).toISOString().slice(0, 10);
  };
  const expected = new Map<string, [number, number]>();
  for (const { at, isAgain } of done) {
    const [count, again] = expected.get(sundayOf(at)) ?? [0, 0];
    expected.set(sundayOf(at), [count + 1, again + Number(isAgain)]);
  }
  const page = await context.newPage();
  await openBoard(page);
  const replies = panel(page, 'Replies by week');
  await expect(replies.locator('svg')).toBeVisible();
  const file = parseCsv(
    await savedText(await saved(page, replies.getByRole('button', { name: 'Save as CSV: Replies by week' }))),
  );
  expect(file[0]).toEqual(['Week', 'Replies', 'again']);
  const told = new Map(
    file.slice(1).map(([week = '', count, again]) => [week, [Number(count), Number(again)]]),
  );
  for (const [week, counts] of told) expect(expected.get(week) ?? [0, 0], week).toEqual(counts);
  expect([...told.values()].reduce((sum, [count]) => sum + (count ?? 0), 0)).toBe(done.length);
  // Between the first and the last no week is left out.
  const days = [...told.keys()].map((week) => Date.parse(week));
  for (const [place, day] of days.slice(1).entries())
    expect((days[place] ?? 0) - day).toBe(7 * DAY_S * 1_000);

  // From the column of the last week to its two orders; then, by the filter, to all that were answered again.
  await replies
    .getByRole('button', { name: /: 2 replies$/ })
    .last()
    .click();
  await expect.poll(() => totalOf(page)).toBe(2);
  await expect(orders(page).getByRole('columnheader')).toHaveText([/Order/, /Status/, /Reply copied/, /Due/]);
  const links = orders(page).locator('tbody a');
  const addresses = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  expect(addresses.map((address) => address?.split('/').at(-1)).toSorted()).toEqual([one, three].toSorted());
  await page.getByLabel('Show').selectOption({ label: 'Answered again' });
  await expect(page.locator('.none')).toBeVisible();
  await page.getByRole('combobox', { name: 'Week', exact: true }).selectOption({ label: 'All' });
  await expect.poll(() => totalOf(page)).toBe(1);
  await expect(links).toHaveAttribute('href', new RegExp(`/orders/${one}$`));
});

test('what is saved says the same: CSV and PNG', async ({ admin }) => {
  const context = admin.context();
  await use(context);
  await sweep(context);
  const page = await context.newPage();
  await openBoard(page);
  const statuses = panel(page, 'Orders by status');
  await expect(statuses.locator('svg')).toBeVisible();
  const heading = 'Orders by status';
  const download = await saved(page, statuses.getByRole('button', { name: `Save as CSV: ${heading}` }));
  expect(download.suggestedFilename()).toMatch(/^ucos-maple-and-birch-statuses-\d{4}-\d\d-\d\d\.csv$/);
  const [head, ...rows] = parseCsv(await savedText(download));
  expect(head).toEqual(['Status', 'Orders', 'Overdue', 'Possibly overdue', 'Due next']);
  const shown = await tableOf(page, heading);
  expect(new Map(rows.map(([name = '', ...cells]) => [name, cells]))).toEqual(shown);

  const ages = panel(page, 'Time in the present status');
  const picture = await saved(page, ages.getByRole('button', { name: /^Save as PNG/ }));
  const bytes = await readFile(await picture.path());
  expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  // It shows what it is to show: the colours of the columns are in it, on the page's ground.
  const colors = await page.evaluate(async (text) => {
    const binary = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([binary], { type: 'image/png' }));
    const paper = new OffscreenCanvas(image.width, image.height).getContext('2d');
    if (paper === null) return [];
    paper.drawImage(image, 0, 0);
    const { data } = paper.getImageData(0, 0, image.width, image.height);
    const found = new Map<string, number>();
    for (let at = 0; at < data.length; at += 4) {
      const color = `${data[at]},${data[at + 1]},${data[at + 2]}`;
      found.set(color, (found.get(color) ?? 0) + 1);
    }
    return [...found].filter(([, count]) => count > 50).map(([color]) => color);
  }, bytes.toString('base64'));
  expect(colors).toContain('255,255,255');
  expect(colors).toContain('63,143,127');
});

test('a spreadsheet finds no formula in it', async () => {
  const hostile = [
    '=1+1',
    '+SUM(A1)',
    '-2',
    '@x',
    '\t=1',
    ' =1',
    '＝1',
    'a"b',
    'a,b',
    'a\nb',
    'a\rb',
    ' a',
    '',
  ];
  const [row = [], numbers] = parseCsv(csv([hostile, [-1, 0, null]]));
  expect(numbers, 'numbers stay numbers').toEqual(['-1', '0', '']);
  expect(row).toHaveLength(hostile.length);
  for (const [place, text] of hostile.entries()) {
    expect(row[place]?.replace(/^'/, ''), 'nothing is lost').toBe(text);
    expect(row[place]).not.toMatch(/^\s*[=+\-@＝]/);
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ browserOptions: { colorScheme } });
    test('axe finds nothing, as charts and as tables, wide and narrow', async ({ admin, sandbox }) => {
      await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
      await makePast(admin, sandbox, FROM, TO, 3);
      const page = await admin.context().newPage();
      const violations: string[] = [];
      page.on('console', (message) => {
        if (/Content Security Policy|Trusted/i.test(message.text())) violations.push(message.text());
      });
      await openBoard(page);
      await page.locator('.tile.all').click();
      await expect(orders(page)).toBeVisible();
      for (const width of [1280, 480, 340]) {
        await page.setViewportSize({ width, height: 800 });
        for (const name of ['Orders by status', 'Time in the present status', 'Overdue by day']) {
          const button = panel(page, name).getByRole('button', { name: `Table: ${name}` });
          const other = panel(page, name).getByRole('button', { name: `Chart: ${name}` });
          await (width === 480 ? button : (await other.isVisible()) ? other : page.locator('h1')).click();
        }
        const { violations: found } = await new AxeBuilder({ page }).analyze();
        expect(found.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
        // Nothing sticks out sideways.
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
      expect(violations).toEqual([]);
    });
  });
}

test('without a store it says what to do; the side panel is the same page', async ({ browser_ }) => {
  const page = await browser_.context.newPage();
  await page.goto(BOARD);
  await expect(page.getByText('No store is connected in this browser yet.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Connect a store' })).toHaveAttribute('href', 'options.html');
  const worker = await workerOf(browser_.context);
  expect(await worker.evaluate(() => chrome.sidePanel.getOptions({}))).toMatchObject({
    path: 'board.html',
    enabled: true,
  });
  await expect(page.getByRole('button', { name: 'Open in the side panel' })).toBeVisible();
});

test('it speaks French, numbers and lengths of time included', async ({ sandbox }) => {
  const profile = await mkdtemp(join(tmpdir(), 'ucos-inline-'));
  const english = await startBrowser(sandbox, { profile });
  await connect(english.context, sandbox);
  await english.close();
  const { context, close } = await startBrowser(sandbox, { profile, locale: 'fr', arguments: ['--lang=fr'] });
  await use(context);
  await sweep(context);
  const page = await context.newPage();
  await page.goto(BOARD);
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  const bars = page.locator('details', { has: page.getByRole('heading', { name: 'Commandes par statut' }) });
  await expect(bars.getByRole('button', { name: /^Packing : \d+ commandes?, / })).toBeVisible();
  await expect(page.getByLabel('Temps dans le statut').locator('option')).toContainText([
    'Tous',
    'moins de 4 heures',
  ]);
  await close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});
