// The summary bar: what it counts, whom it dims, how it is walked through by keyboard; and that nothing of the page
// is changed for it, or stays when it goes.

import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { extensionPage } from './support/due';
import { collectErrors, hostStructure, readList } from './support/list';
import { repository } from './support/repository';
import { test as shared } from './support/shared';
import { type Planned, planDue, publishSummary, withdrawSummary } from './support/summary';
import { badges, expect, listUrl, test } from './support/test';

const PLAN: Record<number, Planned> = {
  1: 'overdue',
  3: 'maybe-overdue',
  4: 'today',
  5: 'overdue',
  7: 'due-soon',
  30: 'overdue',
};
const OVERDUE = [1, 5, 30];

const bar = (page: Page): Locator => page.locator('[data-ucos-inline="summary"]');
const press = (page: Page, name: string | RegExp): Promise<void> =>
  bar(page).getByRole('button', { name }).click();
const group = (page: Page, name: string): Locator => bar(page).getByRole('group', { name });
/** What the bar says, hidden parts left out. */
const said = (page: Page): Promise<string> =>
  bar(page).evaluate((host) =>
    (host.shadowRoot?.querySelector('section')?.innerText ?? '').replace(/\s+/g, ' '),
  );

/** The places of the rows of which everything is dimmed, and of those of which nothing is. */
async function dimmed(page: Page): Promise<{ dim: number[]; plain: number[] }> {
  const rows = await page.evaluate(() => {
    const trees = [
      document,
      ...[...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? []),
    ];
    const found = trees.flatMap((tree) => [...tree.querySelectorAll('tr, li, [role="row"]')]);
    return found.map((row) => ({
      isOrder: row.querySelector('a.order-link') !== null,
      opacities: [...row.children].map((child) => Number(getComputedStyle(child).opacity)),
    }));
  });
  for (const { isOrder, opacities } of rows)
    if (!isOrder)
      expect(
        opacities.every((opacity) => opacity === 1),
        'only order rows are dimmed',
      ).toBe(true);
  const orders = rows.filter(({ isOrder }) => isOrder);
  const places = (test: (opacity: number) => boolean): number[] =>
    orders.flatMap(({ opacities }, place) => (opacities.every(test) ? [place] : []));
  return { dim: places((opacity) => opacity < 0.5), plain: places((opacity) => opacity === 1) };
}

const others = (matches: number[], count = 50): { dim: number[]; plain: number[] } => ({
  dim: Array.from({ length: count }, (_, place) => place).filter((place) => !matches.includes(place)),
  plain: matches,
});

/** The place of the row whose badge has the focus. */
async function focusedPlace(page: Page): Promise<number> {
  const all = await badges(page).evaluateAll((hosts) =>
    hosts.map((host) => host.shadowRoot?.activeElement?.localName === 'button'),
  );
  return all.indexOf(true);
}

/** How many sheets of rules the page's trees have adopted. */
const adopted = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const trees = [
      document,
      ...[...document.querySelectorAll(':not([data-ucos-inline])')].flatMap(
        ({ shadowRoot }) => shadowRoot ?? [],
      ),
    ];
    return trees.reduce((sum, tree) => sum + tree.adoptedStyleSheets.length, 0);
  });

test('counts the list and the store, and says how old the numbers are', async ({ admin }) => {
  const publishing = await extensionPage(admin.context());
  await admin.goto(listUrl());
  await planDue(admin, publishing, PLAN);
  await withdrawSummary(publishing);
  await expect(group(admin, 'This list').getByRole('button')).toHaveText(['3 overdue', '1 possibly overdue']);
  // When the day ends is not known before the store's own numbers are.
  expect(await said(admin)).not.toContain('due today');
  expect(await said(admin)).toContain('Whole store not read yet');

  await publishSummary(publishing, { overdue: 1240, due_today: 9 });
  await expect(group(admin, 'This list').getByRole('button', { name: '1 due today' })).toBeVisible();
  const seen = group(admin, 'Seen so far');
  await expect(seen).toContainText('1,240 overdue');
  await expect(seen).toContainText('0 possibly overdue');
  await expect(seen).toContainText('9 due today');
  await expect(seen).toContainText('whole store not read yet');

  await publishSummary(publishing, { overdue: 1240, swept_at: Date.now() - 4 * 60_000 - 5_000 });
  await expect(group(admin, 'Whole store')).toContainText('read 4 minutes ago');
  // The numbers of a day that is over.
  await publishSummary(publishing, { due_today: 9, today_ends_at: Date.now() - 1_000 });
  await expect(bar(admin)).not.toContainText('due today');
  await expect(bar(admin).getByRole('button', { name: 'due today' })).toHaveCount(0);
});

test('nothing late: small and quiet, and no more than is known', async ({ admin, sandbox }) => {
  const publishing = await extensionPage(admin.context());
  await admin.goto(listUrl());
  await planDue(admin, publishing, { 2: 'ok' });
  await withdrawSummary(publishing);
  await expect.poll(() => said(admin)).toBe('Nothing overdue on this list');
  await publishSummary(publishing, { swept_at: Date.now() });
  await expect.poll(() => said(admin)).toBe('Nothing overdue');
  await expect(bar(admin).getByRole('button')).toHaveCount(0);
  await publishSummary(publishing, { swept_at: Date.now(), maybe_overdue: 2 });
  await expect(group(admin, 'Whole store')).toContainText('2 possibly overdue');
  // A number of zero is no button.
  await expect(group(admin, 'This list')).toContainText('0 overdue');
  await expect(group(admin, 'This list').getByRole('button')).toHaveCount(0);

  await publishSummary(publishing, { swept_at: Date.now() });
  await sandbox.control('POST', '/faults', { kind: 'status', status: 503, times: 10, path: '/v1/orders' });
  await admin.getByRole('button', { name: 'Next', exact: true }).click();
  await expect.poll(() => said(admin)).toBe('Nothing overdue so far (0 of 50 read)');
});

test('dims and steps by keyboard alone, and Escape goes back', async ({ admin }) => {
  const publishing = await extensionPage(admin.context());
  await admin.goto(listUrl());
  await planDue(admin, publishing, PLAN);
  const chip = bar(admin).getByRole('button', { name: '3 overdue' });
  await chip.focus();
  await expect(chip).toHaveAttribute('aria-pressed', 'false');
  await admin.keyboard.press('ArrowDown');
  await expect(chip).toBeFocused();
  await admin.keyboard.press('Enter');
  await expect(chip).toHaveAttribute('aria-pressed', 'true');
  expect(await dimmed(admin)).toEqual(others(OVERDUE));
  const position = bar(admin).getByRole('status');
  const isAt = async (place: number, words: string): Promise<void> => {
    await expect(position).toHaveText(words);
    expect(await focusedPlace(admin)).toBe(place);
    await expect(badges(admin).nth(place)).toBeInViewport({ ratio: 1 });
  };
  await isAt(1, '1 of 3');
  await admin.keyboard.press('ArrowDown');
  await isAt(5, '2 of 3');
  await admin.keyboard.press('ArrowDown');
  await isAt(30, '3 of 3');
  await admin.keyboard.press('ArrowDown');
  await isAt(1, '1 of 3');
  await admin.keyboard.press('ArrowUp');
  await isAt(30, '3 of 3');
  // From a badge that is no match, to the one nearest in that direction; from the bar, on from the last.
  await badges(admin).nth(4).getByRole('button').focus();
  await admin.keyboard.press('ArrowDown');
  await isAt(5, '2 of 3');
  await chip.focus();
  await admin.keyboard.press('ArrowUp');
  await isAt(1, '1 of 3');
  // The menu of a match has its own arrows and its own Escape.
  await admin.keyboard.press('Enter');
  await expect(admin.getByRole('combobox')).toBeFocused();
  await admin.keyboard.press('ArrowDown');
  await admin.keyboard.press('Escape');
  await isAt(1, '1 of 3');
  await expect(chip).toHaveAttribute('aria-pressed', 'true');

  await admin.keyboard.press('Escape');
  await expect(chip).toBeFocused();
  await expect(chip).toHaveAttribute('aria-pressed', 'false');
  expect(await dimmed(admin)).toEqual({ dim: [], plain: others([]).dim });
  await expect(position).toBeEmpty();
});

test('a dimmed row is plain under the pointer; who asks for contrast gets frames, and nothing dimmed', async ({
  admin,
}) => {
  const publishing = await extensionPage(admin.context());
  await admin.goto(listUrl());
  await planDue(admin, publishing, PLAN);
  await press(admin, '3 overdue');
  expect(await dimmed(admin)).toEqual(others(OVERDUE));
  await badges(admin).nth(2).hover();
  expect(await dimmed(admin)).toEqual(others([1, 2, 5, 30]));
  const frames = (): Promise<number[]> =>
    badges(admin).evaluateAll((hosts) =>
      hosts.flatMap((host, place) => (getComputedStyle(host).outlineStyle === 'solid' ? [place] : [])),
    );
  expect(await frames()).toEqual([]);
  await admin.emulateMedia({ contrast: 'more' });
  expect(await dimmed(admin)).toEqual({ dim: [], plain: others([]).dim });
  expect(await frames()).toEqual(OVERDUE);
});

test('its own keys stay with it, all others reach the page', async ({ admin }) => {
  const publishing = await extensionPage(admin.context());
  await admin.goto(listUrl());
  await planDue(admin, publishing, PLAN);
  await admin.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    for (const type of ['keydown', 'keyup'])
      document.addEventListener(type, (event) => event instanceof KeyboardEvent && heard.push(event.key));
  });
  const heard = (): Promise<string[]> =>
    admin.evaluate(() => ('heard' in window && Array.isArray(window.heard) ? window.heard.splice(0) : []));
  const chip = bar(admin).getByRole('button', { name: '3 overdue' });
  await chip.focus();
  await admin.keyboard.press('ArrowDown');
  await admin.keyboard.press('Escape');
  expect(await heard(), 'nothing is dimmed yet').toEqual(['ArrowDown', 'ArrowDown', 'Escape', 'Escape']);
  await admin.keyboard.press('Space');
  await admin.keyboard.press('ArrowDown');
  await admin.keyboard.press('ArrowUp');
  expect(await heard()).toEqual([]);
  await admin.keyboard.press('j');
  expect(await heard()).toEqual(['j', 'j']);
  await expect(admin.locator('#sandbox-shortcuts')).toHaveAttribute('data-count', '1');
  await admin.locator('#orders-search').focus();
  await admin.keyboard.press('ArrowDown');
  expect(await heard(), 'elsewhere on the page').toEqual(['ArrowDown', 'ArrowDown']);
  await chip.focus();
  await admin.keyboard.press('Escape');
  expect(await heard()).toEqual([]);
  // A script's click is nobody's.
  await bar(admin).evaluate((host) => host.shadowRoot?.querySelector<HTMLElement>('button.count')?.click());
  await expect(chip).toHaveAttribute('aria-pressed', 'false');
});

for (const [markup, quirks] of [
  ['grid', ''],
  ['grid', 'subheaders'],
  ['table', 'subheaders'],
  ['table-hashed', ''],
  ['condensed', ''],
  ['grid', 'shadow'],
  ['table', 'shadow'],
  ['grid', 'rerender'],
  ['grid', 'shadow,rerender'],
]) {
  shared(
    `${markup} ${quirks}: the right rows, nothing of the page touched, no trace`,
    async ({ connected }) => {
      const admin = await connected.newPage();
      const errors = collectErrors(admin);
      const publishing = await extensionPage(admin.context());
      await admin.goto(listUrl(`markup=${markup}&quirks=${quirks}`));
      await planDue(admin, publishing, PLAN);
      await publishSummary(publishing);
      await expect(bar(admin).getByRole('button', { name: '1 due today' })).toBeVisible();
      const before = await hostStructure(admin);
      const sheets = await adopted(admin);
      await press(admin, '3 overdue');
      expect(await dimmed(admin)).toEqual(others(OVERDUE));
      await press(admin, '1 possibly overdue');
      expect(await dimmed(admin)).toEqual(others([3]));
      await press(admin, '1 due today');
      expect(await dimmed(admin)).toEqual(others([4]));
      expect(await focusedPlace(admin)).toBe(4);
      expect(await hostStructure(admin)).toBe(before);
      await press(admin, '1 due today');
      expect(await dimmed(admin)).toEqual({ dim: [], plain: others([]).dim });
      expect(await adopted(admin)).toBe(sheets);

      await press(admin, '3 overdue');
      await admin.locator('#AppFrameNav').getByRole('link', { name: 'Products' }).click();
      await expect(admin.getByRole('table', { name: 'Products' })).toBeVisible();
      await expect(admin.locator('[data-ucos-inline]')).toHaveCount(0);
      expect(await admin.evaluate(() => document.adoptedStyleSheets.length)).toBe(0);
      await admin.goBack();
      await expect(bar(admin).getByRole('button', { name: '3 overdue' })).toHaveAttribute(
        'aria-pressed',
        'false',
      );
      expect((await dimmed(admin)).dim).toEqual([]);
      await expect(admin.locator('#sandbox-errors')).toHaveAttribute('data-count', '0');
      expect(errors).toEqual([]);
      await admin.close();
      await publishing.close();
    },
  );
}

for (const quirks of ['', 'recycle']) {
  shared(`sorting and paging while dimming ${quirks}`, async ({ connected }) => {
    const admin = await connected.newPage();
    const publishing = await extensionPage(connected);
    const position = bar(admin).getByRole('status');
    // All of these are on one page, however they are sorted.
    await admin.goto(listUrl(`savedViewId=cancelled&quirks=${quirks}`));
    await planDue(admin, publishing, { 1: 'overdue', 5: 'overdue' });
    const ids = async (): Promise<(string | null)[]> =>
      (await readList(admin)).rows.map(({ order }) => order);
    const before = await ids();
    const late = [before[1], before[5]];
    await press(admin, '2 overdue');
    await expect(position).toHaveText('1 of 2');
    for (const heading of ['Total', 'Total']) {
      const unsorted = (await ids()).join();
      await admin.getByRole('button', { name: heading, exact: true }).click();
      await expect.poll(async () => (await ids()).join()).not.toBe(unsorted);
      const now = await ids();
      const places = now.flatMap((id, place) => (late.includes(id) ? [place] : []));
      await expect.poll(() => dimmed(admin)).toEqual(others(places, now.length));
      // The person is on the same order, which may be another one of the matches now.
      await expect(position).toHaveText(`${places.indexOf(now.indexOf(late[0] ?? null)) + 1} of 2`);
    }

    await admin.goto(listUrl(`per_page=20&quirks=${quirks}`));
    await planDue(admin, publishing, { 1: 'overdue', 5: 'overdue' });
    await press(admin, '2 overdue');
    await admin.getByRole('button', { name: 'Next', exact: true }).click();
    await expect(admin).toHaveURL(/page=2/);
    await expect(admin.locator('[aria-busy="true"]')).toHaveCount(0);
    // The choice stands, also where nothing matches.
    await planDue(admin, publishing, {});
    await expect(position).toHaveText('None on this list');
    await expect(bar(admin).getByRole('button', { name: '0 overdue' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    expect(await dimmed(admin)).toEqual(others([], 20));
    await planDue(admin, publishing, { 0: 'overdue', 19: 'overdue' });
    expect(await dimmed(admin)).toEqual(others([0, 19], 20));
    await expect(position).toBeEmpty();
    await press(admin, 'Next match');
    await expect(position).toHaveText('1 of 2');
    expect(await focusedPlace(admin)).toBe(0);
    await press(admin, 'Previous match');
    await expect(position).toHaveText('2 of 2');
    expect(await focusedPlace(admin)).toBe(19);
    await admin.close();
    await publishing.close();
  });
}

shared('what is not read yet is not dimmed', async ({ connected, sandbox }) => {
  const admin = await connected.newPage();
  const publishing = await extensionPage(connected);
  await admin.goto(listUrl('per_page=20'));
  await planDue(admin, publishing, { 1: 'overdue' });
  await press(admin, '1 overdue');
  await sandbox.control('POST', '/faults', { kind: 'latency', milliseconds: 2500, path: '/v1/orders' });
  // No other test reads these.
  await admin.locator('#orders-search').fill('#11');
  await expect(badges(admin).and(admin.locator('[data-state="loading"]'))).not.toHaveCount(0);
  const loading = await badges(admin).evaluateAll((all) =>
    all.flatMap((badge, place) => (badge.getAttribute('data-state') === 'loading' ? [place] : [])),
  );
  expect((await dimmed(admin)).plain).toEqual(expect.arrayContaining(loading));
  await sandbox.control('DELETE', '/faults');
  await admin.close();
  await publishing.close();
});

test('none of it for a store that is not connected, and none after it is disconnected', async ({ admin }) => {
  const publishing = await extensionPage(admin.context());
  await publishSummary(publishing, { overdue: 3, swept_at: Date.now() });
  await publishSummary(publishing, { store: 'harbour-supply', overdue: 3, swept_at: Date.now() });
  await admin.goto(listUrl('', 'harbour-supply'));
  await expect(admin.locator('a.order-link')).toHaveCount(50);
  await expect.poll(() => readList(admin).then(({ rows }) => rows.length)).toBe(50);
  await expect(bar(admin)).toHaveCount(0);
  await admin.goto(listUrl());
  await expect(bar(admin)).toHaveCount(1);
  await publishing.evaluate(async () => {
    const key = 'store/maple-and-birch';
    const stored = await chrome.storage.session.get<Record<string, string>>(key);
    await chrome.storage.session.set({
      [key]: JSON.stringify({ ...JSON.parse(stored[key] ?? ''), connected: false }),
    });
  });
  await expect(bar(admin)).toHaveCount(0);
  expect(await admin.evaluate(() => document.adoptedStyleSheets.length)).toBe(0);
});

test('folds into a pill, and stays so on the next list', async ({ admin }) => {
  const publishing = await extensionPage(admin.context());
  await admin.goto(listUrl());
  await planDue(admin, publishing, PLAN);
  await press(admin, '3 overdue');
  await press(admin, 'Fold the summary');
  const pill = bar(admin).getByRole('button');
  expect(await dimmed(admin), 'folded, the choice stands').toEqual(others(OVERDUE));
  await admin.keyboard.press('ArrowDown');
  expect(await focusedPlace(admin)).toBe(5);
  await admin.keyboard.press('Escape');
  expect((await dimmed(admin)).dim).toEqual([]);
  await expect(pill).toHaveCount(1);
  await expect(pill).toHaveAccessibleName('3 overdue, show the summary');
  await expect(pill).toBeFocused();
  await admin.locator('#AppFrameNav').getByRole('link', { name: 'Drafts' }).click();
  await expect(badges(admin).first()).toHaveAttribute('data-kind', 'draft');
  await expect(bar(admin).locator('.card')).toBeHidden();
  await admin.goBack();
  await expect(pill).toHaveAccessibleName('3 overdue, show the summary');
  await admin.keyboard.press('Escape');
  await pill.focus();
  await admin.keyboard.press('Enter');
  await expect(bar(admin).getByRole('button', { name: 'Fold the summary' })).toBeFocused();
  await expect(bar(admin).getByRole('button', { name: '3 overdue' })).toBeVisible();
});

test.describe('in a narrow window', () => {
  test.use({ browserOptions: { viewport: { width: 480, height: 800 } } });
  test('a pill at first; folded again, the page can be turned', async ({ admin }) => {
    const publishing = await extensionPage(admin.context());
    await admin.goto(listUrl());
    await planDue(admin, publishing, PLAN);
    await expect(bar(admin).getByRole('button')).toHaveCount(1);
    await press(admin, '3 overdue, show the summary');
    await press(admin, '3 overdue');
    await admin.keyboard.press('ArrowUp');
    await expect(badges(admin).nth(30)).toBeInViewport({ ratio: 1 });
    await press(admin, 'Next match');
    await press(admin, 'Fold the summary');
    // Playwright presses nothing that something else lies upon.
    await admin.getByRole('button', { name: 'Next', exact: true }).click();
    await expect(admin).toHaveURL(/page=2/);
    await expect(bar(admin).getByRole('button')).toHaveAccessibleName('0 overdue, show the summary');
  });
});

test('at rest it does nothing', async ({ admin }) => {
  const publishing = await extensionPage(admin.context());
  await admin.goto(listUrl());
  await planDue(admin, publishing, PLAN);
  await publishSummary(publishing, { overdue: 3, swept_at: Date.now() });
  await expect(group(admin, 'Whole store')).toContainText('3 overdue');
  // A view that says what is said already changes nothing in the page.
  await admin.evaluate(() => {
    const counter = Object.assign(window, { changes: 0 });
    const count = (records: MutationRecord[]): void => {
      counter.changes += records.length;
    };
    const everything = { attributes: true, childList: true, characterData: true, subtree: true };
    new MutationObserver(count).observe(document, everything);
    const inside = document.querySelector('[data-ucos-inline="summary"]')?.shadowRoot;
    if (inside) new MutationObserver(count).observe(inside, everything);
  });
  await publishSummary(publishing, { overdue: 3, swept_at: Date.now() });
  await publishSummary(publishing, { overdue: 4, swept_at: Date.now() });
  await expect(group(admin, 'Whole store')).toContainText('4 overdue');
  expect(await admin.evaluate(() => 'changes' in window && window.changes)).toBe(1);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ browserOptions: { colorScheme } });
    test('axe finds nothing in the bar', async ({ admin }) => {
      const publishing = await extensionPage(admin.context());
      await admin.goto(listUrl());
      await planDue(admin, publishing, PLAN);
      await publishSummary(publishing, { overdue: 30, swept_at: Date.now() });
      const faults = async (): Promise<unknown[]> =>
        (await new AxeBuilder({ page: admin }).include('[data-ucos-inline="summary"]').analyze()).violations;
      expect(await faults()).toEqual([]);
      await press(admin, '1 possibly overdue');
      expect(await faults()).toEqual([]);
      await press(admin, 'Fold the summary');
      expect(await faults()).toEqual([]);
      await badges(admin).first().getByRole('button').focus();
      await admin.keyboard.press('Escape');
      await planDue(admin, publishing, {});
      await publishSummary(publishing, { swept_at: Date.now() });
      await expect.poll(() => said(admin)).toBe('Nothing overdue');
      expect(await faults()).toEqual([]);
    });
  });
}

/** The built extension with French as its only language: the browsers of most machines speak English alone. */
test.describe('in French', () => {
  const folder = join(repository, 'test-results/french-extension');
  test.use({
    browserOptions: { arguments: [`--disable-extensions-except=${folder}`, `--load-extension=${folder}`] },
  });
  test.beforeAll(async () => {
    await cp(join(repository, 'dist/extension'), folder, { recursive: true });
    await rm(join(folder, '_locales/en'), { recursive: true });
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, default_locale: 'fr' }));
  });
  test('words', async ({ browser_: { context }, sandbox }) => {
    const publishing = await extensionPage(context);
    const connect = { store: 'maple-and-birch', key: sandbox.key('full'), staff_name: sandbox.staff() };
    await publishing.evaluate((command) => chrome.runtime.sendMessage(command), { connect });
    const admin = await context.newPage();
    await admin.goto(listUrl('quirks=french'));
    await planDue(admin, publishing, PLAN);
    await publishSummary(publishing, { overdue: 40, swept_at: Date.now() });
    await expect(group(admin, 'Cette liste').getByRole('button')).toHaveText([
      '3 en retard',
      '1 peut-être en retard',
      '1 à échéance aujourd’hui',
    ]);
    await expect(group(admin, 'Toute la boutique')).toContainText('40 en retard');
    await expect(group(admin, 'Toute la boutique')).toContainText('données relevées');
    await press(admin, '3 en retard');
    await expect(bar(admin).getByRole('status')).toHaveText('1 sur 3');
    await admin.screenshot({ path: join(repository, 'dist/screenshots/summary-french-light-1280.png') });
  });
});
