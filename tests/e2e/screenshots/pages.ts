// Pictures of our own pages: welcome, options, popup, board. Compares nothing: a person looks.

import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { BOARD, makePast, pass } from '../support/board';
import { connect, EXTENSION_ID, startBrowser, WELCOME } from '../support/browser';
import { cardOf } from '../support/card';
import { command } from '../support/core';
import { extensionPage, putView } from '../support/due';
import { setGrace } from '../support/grace';
import { choose, listed, move } from '../support/orders';
import { PolicyFolder, whyNotManaged } from '../support/policy';
import { openBeside } from '../support/popup';
import { repository } from '../support/repository';
import type { Sandbox } from '../support/sandbox';
import { badges, expect, listUrl, test } from '../support/test';
import { inEveryLook } from './looks';

const STORE = 'maple-and-birch';
const FORBIDDEN_KEY = 'ucos_live_0123456789abcdef0123456789abcdef';

inEveryLook((shoot, width, colorScheme) => {
  test.describe('once installed', () => {
    test.use({ browserOptions: { colorScheme, viewport: { width, height: 800 }, keepWelcome: true } });
    test('welcome', async ({ browser_: { context }, sandbox }) => {
      const welcome = context.pages().find((page) => page.url() === WELCOME);
      if (!welcome) throw new Error('no page opened after the installation');
      await shoot(welcome, 'welcome', true);
      await fillIn(welcome, sandbox.key('full'), sandbox);
      await expect(welcome.getByRole('heading', { name: 'What you can do now' })).toBeVisible();
      await shoot(welcome, 'welcome-connected', true);
    });
  });

  test('replies, chains, what is stored, diagnostics', async ({ admin }) => {
    const options = await optionsPage(admin.context());
    await options.locator(`#${STORE}-replies`).click();
    await options.getByLabel('Self-serve link').fill('https://shop.example/track?order={order_name}');
    await shoot(options, 'replies', true);
    await options.getByRole('button', { name: 'Edit the template of Packing' }).first().click();
    await options
      .getByLabel('Template', { exact: true })
      .fill('Hello {first_name},\n\n{order_nam} is at {status}.');
    await shoot(options, 'replies-editor', true);
    await options.locator(`#${STORE}-replies`).click();
    await options.locator('details.chains summary').first().click();
    await shoot(options, 'chains', true);
    await options.locator('details.chains summary').first().click();
    await options.locator('details.stored summary').click();
    await expect(options.locator('details.stored table').first()).toBeVisible();
    await shoot(options, 'stored', true);
    await options.getByText('Diagnostics', { exact: true }).click();
    await options.getByRole('button', { name: 'Copy diagnostics' }).click();
    await options.getByRole('textbox', { name: 'Text of the diagnostics' }).waitFor();
    await shoot(options, 'diagnostics', true);
  });

  test('board', async ({ admin, sandbox }) => {
    test.setTimeout(180_000);
    await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
    await makePast(admin, sandbox, 'Packing', 'Dispatched', 12);
    const ids = await listed(admin);
    // Replies of two weeks, some of them to the same orders.
    for (const id of ids.slice(0, 7))
      await command(admin.context(), { 'note-answer': { store: STORE, order: { kind: 'order', id } } });
    await pass(admin, sandbox, 6 * 86_400, ids[9] ?? '');
    for (const id of ids.slice(4, 9))
      await command(admin.context(), { 'note-answer': { store: STORE, order: { kind: 'order', id } } });
    const board = await admin.context().newPage();
    await board.goto(BOARD);
    await expect(board.locator('.orders tbody tr').first()).toBeVisible();
    await shoot(board, 'board');
    await board
      .locator('details', { has: board.getByRole('heading', { name: 'Replies by week' }) })
      .scrollIntoViewIfNeeded();
    await shoot(board, 'board-replies');
    await board.evaluate(() => scrollTo(0, 0));
    await board.locator('.tile.maybe-overdue').click();
    await expect(board.getByRole('heading', { name: 'The orders' })).toBeInViewport();
    await shoot(board, 'board-orders');
    const charts = board.getByRole('button', { name: /^Table: / });
    // Each is called by what it leads to, and so is no such button any more.
    while ((await charts.count()) > 0) await charts.first().click();
    await board.evaluate(() => scrollTo(0, 0));
    await shoot(board, 'board-tables');
  });

  test('settings', async ({ browser_: { context }, sandbox }) => {
    const options = await optionsPage(context);
    await fillIn(options, sandbox.key('full'), sandbox);
    const settings = options.locator('.settings');
    await settings.locator('summary').first().click();
    await options.getByLabel('If an order entered it at').fill('2026-12-24T15:00');
    await settings.scrollIntoViewIfNeeded();
    await shoot(options, 'settings');
    const groups = settings.locator('.settings-group > summary');
    await groups.nth(0).click();
    await options.getByLabel('Time zone of the store').fill('America/Toronto');
    const file = options.getByLabel('Holidays from a calendar file');
    await file.setInputFiles(join(repository, 'tests/fixtures/ics/canada-2026.ics'));
    await options.getByRole('region', { name: 'Found in the file' }).waitFor();
    await shoot(options, 'settings-import', true);
    await options.getByRole('button', { name: 'Add 10 days' }).click();
    await file.setInputFiles(join(repository, 'tests/fixtures/ics/broken-exdate.ics'));
    for (const at of [1, 2, 3, 4]) await groups.nth(at).click();
    await options.getByText('Always this long before').click();
    await options.getByText('Quiet hours', { exact: true }).click();
    await options.getByLabel('Seconds to undo').fill('31');
    await options.getByLabel('Share of').fill('81');
    await settings.getByRole('button', { name: 'Save' }).click();
    await shoot(options, 'settings-unfolded', true);
    await settings.locator('.preview').scrollIntoViewIfNeeded();
    await shoot(options, 'settings-preview');
  });

  test('managed by an organisation', async ({ sandbox }) => {
    const reason = whyNotManaged();
    test.skip(reason !== null, reason ?? '');
    const policy = await PolicyFolder.make();
    const viewport = { width, height: 800 };
    const browser = await startBrowser(sandbox, { colorScheme, viewport, executable: policy.executable });
    for (const store of [STORE, 'harbour-supply']) await connect(browser.context, sandbox, { store });
    await policy.set({
      api_base: 'https://proxy.example/api',
      stores: [
        { store: STORE, weekend: ['sun'] },
        { store: 'birch', zone: 'Atlantis' },
      ],
      zone: 'America/Toronto',
      holidays: [{ date: '2026-12-25', name: 'Christmas Day' }],
      lead_seconds: 14_400,
      quiet_hours: { from: '20:00', to: '07:30' },
    });
    const options = await extensionPage(browser.context);
    await expect(options.getByText('does not allow harbour-supply')).toBeVisible({ timeout: 30_000 });
    await options.locator('.settings > summary').click();
    for (const summary of await options.locator('.settings-group > summary').all()) await summary.click();
    await shoot(options, 'managed', true);
    await browser.close();
    await policy.remove();
  });

  test('popup', async ({ admin }) => {
    const [id = ''] = await listed(admin);
    await openList(admin, listUrl());
    await admin.goto(`${listUrl()}/${id}`);
    await expect(cardOf(admin)).toBeVisible();
    const popup = await openBeside(admin);
    await popup.setViewportSize({ width: 360, height: 560 });
    await popup.getByRole('searchbox').focus();
    await shoot(popup, 'popup-beside-order', true);
    await popup.getByRole('searchbox').fill('example');
    await expect(popup.locator('.found li')).not.toHaveCount(0);
    await shoot(popup, 'popup-found', true);
    await popup.getByRole('searchbox').fill('nobody at all');
    await expect(popup.getByText(/^No order found/)).toBeVisible();
    await shoot(popup, 'popup-found-none', true);
  });

  test('journal', async ({ admin, sandbox }) => {
    await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
    const ids = (await listed(admin)).slice(0, 3);
    for (const id of ids) await move(sandbox, id, 'Packing');
    await setGrace(admin.context(), 0);
    await openList(admin, listUrl());
    for (const id of ids) await choose(admin, id, 'On hold');
    const options = await extensionPage(admin.context());
    const journal = options.locator('details.journal');
    await journal.locator('summary').click();
    await journal.getByRole('button', { name: 'Check the journal' }).click();
    await expect(journal.locator('.banner.done')).toBeVisible();
    await journal.evaluate((element) => element.scrollIntoView());
    await shoot(options, 'journal');
  });

  test('what waits', async ({ admin, sandbox }) => {
    await openList(admin, listUrl());
    const options = await extensionPage(admin.context());
    const popup = await admin.context().newPage();
    await popup.setViewportSize({ width: 360, height: 220 });
    await popup.goto(`chrome-extension://${EXTENSION_ID}/popup.html`);
    await fillIn(options, sandbox.key('full'), sandbox);
    await expect(options.getByRole('status').first()).toContainText(/\S/);
    await putView(options, `changes/${STORE}`, { ...NOTHING_WAITS, waiting: 2, blocked: 1 });
    await expect(options.getByText('Changes that wait')).toBeVisible();
    await shoot(popup, 'popup-waiting', true);
    await putAsking(options, ['key-replaced', 'key-replaced', 'key-replaced']);
    await waitingSection(options).scrollIntoViewIfNeeded();
    await options.getByRole('checkbox').nth(1).check();
    await shoot(options, 'waiting-key-replaced');
    await shoot(popup, 'popup-asking', true);
    await putAsking(
      options,
      ['not-made', 'not-made', 'permission-missing', 'key-rejected', 'key-replaced'],
      4,
    );
    await expect(waitingSection(options).locator('.asked')).toHaveCount(4);
    await shoot(options, 'waiting-all', true);
    await shoot(popup, 'popup-waiting-and-asking', true);
  });

  test('options and popup', async ({ browser_: { context }, sandbox }) => {
    const options = await optionsPage(context);
    await shoot(options, 'options-empty');
    await options.getByRole('button', { name: 'Connect', exact: true }).click();
    await shoot(options, 'options-nothing-typed');
    await fillIn(options, FORBIDDEN_KEY, sandbox);
    await expect(options.getByRole('status').first()).toContainText(/\S/);
    await shoot(options, 'options-rejected-key');
    const popup = await context.newPage();
    await popup.setViewportSize({ width: 360, height: 220 });
    await popup.goto(`chrome-extension://${EXTENSION_ID}/popup.html`);
    await shoot(popup, 'popup-none', true);
    await fillIn(options, `  ${sandbox.key('full')}\n`, sandbox);
    await expect(options.getByRole('heading', { name: STORE })).toBeVisible();
    await shoot(options, 'options-connected');
    await options
      .getByRole('button', { name: /^Disconnect/ })
      .first()
      .click();
    await shoot(options, 'options-disconnect');
    await shoot(popup, 'popup', true);
  });
});

const NOTHING_WAITS = {
  store: STORE,
  waiting: 0,
  under_way: 0,
  blocked: 0,
  asks: 0,
  asking: [],
  batches: [],
};

const waitingSection = (options: Page): Locator => options.getByRole('region', { name: 'Changes that wait' });

/** Publishes that changes of the orders that were seen wait for a word, each for a reason. */
async function putAsking(options: Page, codes: string[], blocked = 0): Promise<void> {
  const { asking, orders } = await options.evaluate(
    async ({ codes, store }) => {
      const stored = await chrome.storage.session.get<Record<string, string>>(null);
      const { statuses } = JSON.parse(stored[`catalog/${store}`] ?? '{}');
      const keys = Object.keys(stored).filter((key) => key.startsWith(`order/${store}/order/`));
      const orders: [string, object][] = [];
      const asking = codes.map((code, index) => {
        const key = keys[index] ?? '';
        const view = JSON.parse(stored[key] ?? '{}');
        const { id, name, paper, ink, messages } = statuses[(index * 5 + 3) % statuses.length];
        const change = { state: 'asking', kind: 'status', until: null, messages, batch: null };
        const target = { status: { id, name, paper, ink }, sub_status: null };
        orders.push([key, { ...view, state: 'failed', target, change }]);
        const detail = code === 'permission-missing' ? 'This key lacks canChangeOrderStatus.' : null;
        const label =
          index === 1 ? '#1002 (Wholesale, Hôtel de la Montagne, third delivery)' : `#10${index + 10}`;
        return { order: { kind: 'order', id: view.id }, name: label, problem: { code, detail } };
      });
      return { asking, orders };
    },
    { codes, store: STORE },
  );
  for (const [key, view] of orders) await putView(options, key, view);
  await putView(options, `changes/${STORE}`, { ...NOTHING_WAITS, blocked, asks: asking.length, asking });
}

async function openList(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(badges(page).first()).toBeVisible();
  await expect(page.locator('[data-ucos-inline="badge"][data-state="loading"]')).toHaveCount(0);
}

async function optionsPage(context: { newPage(): Promise<Page> }): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`chrome-extension://${EXTENSION_ID}/options.html`);
  return page;
}

async function fillIn(options: Page, key: string, sandbox: Sandbox): Promise<void> {
  await options.getByLabel('Store handle').fill(STORE);
  await options.getByLabel('API key').fill(key);
  await options.getByLabel('Your name').fill(sandbox.staff(STORE));
  await options.getByRole('button', { name: 'Connect', exact: true }).click();
}
