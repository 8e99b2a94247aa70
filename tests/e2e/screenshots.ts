// Writes dist/screenshots/*.png: every surface, light and dark, wide and narrow. Compares nothing: a person looks.

import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { BOARD, makePast } from './support/board';
import { connect, EXTENSION_ID, startBrowser } from './support/browser';
import { publishAsking } from './support/bulk';
import { cardOf, openCard, pageOf, withItems } from './support/card';
import { putChanges } from './support/changes';
import { extensionPage, putDue, putView, verdictViews } from './support/due';
import { setGrace } from './support/grace';
import { choose, listed, move } from './support/orders';
import { PolicyFolder, whyNotManaged } from './support/policy';
import { openBeside } from './support/popup';
import { repository } from './support/repository';
import type { Sandbox } from './support/sandbox';
import { planDue, publishSummary } from './support/summary';
import { badges, expect, listUrl, test } from './support/test';

const MARKUPS = ['grid', 'table', 'table-hashed', 'condensed'];
const STORE = 'maple-and-birch';
const FORBIDDEN_KEY = 'ucos_live_0123456789abcdef0123456789abcdef';
// Of one order each, all on the first page, so that one picture does not show what another left.
const [PENDING_ROW, FAILED_ROW] = [3, 6];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 480]) {
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ browserOptions: { colorScheme, viewport: { width, height: 800 } } });
      const shoot = (page: Page, name: string, fullPage = false): Promise<Buffer> =>
        page.screenshot({
          path: join(repository, `dist/screenshots/${name}-${colorScheme}-${width}.png`),
          animations: 'disabled',
          fullPage,
        });

      test('lists', async ({ admin }) => {
        for (const markup of MARKUPS) {
          await openList(admin, listUrl(`markup=${markup}`));
          await shoot(admin, `list-${markup}`);
        }
        await openList(admin, listUrl('', STORE, 'draft_orders'));
        await shoot(admin, 'drafts');
        await openList(admin, listUrl('quirks=rtl,french'));
        await shoot(admin, 'list-right-to-left');
        await openList(admin, listUrl());
        await badges(admin).nth(1).getByRole('button').focus();
        await admin.keyboard.press('Shift');
        await shoot(admin, 'focus');
      });

      test('board', async ({ admin, sandbox }) => {
        test.setTimeout(180_000);
        await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
        await makePast(admin, sandbox, 'Packing', 'Dispatched', 12);
        const board = await admin.context().newPage();
        await board.goto(BOARD);
        await expect(board.locator('.orders tbody tr').first()).toBeVisible();
        await shoot(board, 'board');
        await board.locator('.tile.maybe-overdue').click();
        await expect(board.getByRole('heading', { name: 'The orders' })).toBeInViewport();
        await shoot(board, 'board-orders');
        const charts = board.getByRole('button', { name: /^Table: / });
        // Each is called by what it leads to, and so is no such button any more.
        while ((await charts.count()) > 0) await charts.first().click();
        await board.evaluate(() => scrollTo(0, 0));
        await shoot(board, 'board-tables');
      });

      test('verdicts', async ({ admin }) => {
        for (const markup of ['grid', 'condensed']) {
          await openList(admin, listUrl(`markup=${markup}`));
          const ids = await badges(admin).evaluateAll((hosts) =>
            hosts.map((host) => (host as HTMLElement).dataset.order ?? ''),
          );
          const writer = await extensionPage(admin.context());
          await putDue(writer, verdictViews(ids, Date.now()));
          await writer.close();
          await expect(badges(admin).and(admin.locator('[data-state="due-soon"]'))).not.toHaveCount(0);
          await shoot(admin, `verdicts-${markup}`);
        }
      });

      test('menu', async ({ admin, sandbox }) => {
        await openList(admin, listUrl());
        await openMenu(admin, badges(admin).nth(2));
        await shoot(admin, 'menu');
        await admin.keyboard.type('cust');
        await shoot(admin, 'menu-filtered');
        await admin.keyboard.type('xyz');
        await shoot(admin, 'menu-no-match');
        await admin.keyboard.press('Escape');
        await openMenu(admin, badges(admin).nth(2));
        await admin.getByRole('option', { name: 'In production' }).first().click();
        await shoot(admin, 'menu-sub-statuses');
        await admin.keyboard.press('Escape');
        await openMenu(admin, badges(admin).nth(17));
        await shoot(admin, 'menu-above');
        await admin.keyboard.press('Escape');
        await refuse(admin, sandbox, badges(admin).nth(FAILED_ROW));
        await shoot(admin, 'failed');
        await openMenu(admin, badges(admin).nth(FAILED_ROW));
        await shoot(admin, 'menu-problem');
      });

      test('pending', async ({ admin, sandbox }) => {
        await openList(admin, listUrl());
        await sandbox.control('POST', '/faults', { kind: 'latency', milliseconds: 4000, method: 'POST' });
        const badge = badges(admin).nth(PENDING_ROW);
        await openMenu(admin, badge);
        await admin.getByRole('option', { name: 'On hold' }).click();
        await expect(badge).toHaveAttribute('data-state', 'pending');
        await shoot(admin, 'pending');
      });

      test('changes', async ({ admin }) => {
        await openList(admin, listUrl());
        await setGrace(admin.context(), 30);
        const writer = await extensionPage(admin.context());
        const later = await badges(admin).evaluateAll((hosts) =>
          hosts.map((host) => (host as HTMLElement).dataset.order ?? ''),
        );
        await putChanges(writer, later);
        await shoot(admin, 'changes');
        for (const [row, name] of ['in-doubt', 'blocked', 'asking', 'asking-key'].entries()) {
          await openMenu(admin, badges(admin).nth(row));
          await shoot(admin, `menu-${name}`);
          await admin.keyboard.press('Escape');
        }
        await openList(admin, listUrl('page=3'));
        const badge = badges(admin).nth(1);
        await badge.getByRole('button').focus();
        await admin.keyboard.press('n');
        await shoot(admin, 'menu-next');
        await admin.keyboard.press('Escape');
        await openMenu(admin, badges(admin).nth(2));
        await admin.getByRole('option', { name: 'On hold' }).click();
        await expect(admin.locator('[data-ucos-inline="notice"]')).toContainText('On hold');
        await shoot(admin, 'notice');
        await writer.close();
      });

      test('stale and unread', async ({ browser_: { context }, sandbox }) => {
        const options = await optionsPage(context);
        await fillIn(options, sandbox.key('full'), sandbox);
        await expect(options.getByRole('status').first()).toContainText(/\S/);
        await sandbox.control('POST', '/faults', {
          kind: 'status',
          status: 503,
          times: 10,
          path: '/v1/orders',
        });
        const admin = await context.newPage();
        await admin.goto(listUrl());
        await expect(badges(admin).first()).toHaveAttribute('data-state', 'failed');
        await shoot(admin, 'unread');
      });

      test('summary', async ({ admin }) => {
        const publishing = await extensionPage(admin.context());
        const bar = admin.locator('[data-ucos-inline="summary"]');
        await openList(admin, listUrl());
        const late = { 1: 'overdue', 3: 'maybe-overdue', 4: 'today', 5: 'overdue', 30: 'overdue' } as const;
        await planDue(admin, publishing, late);
        await publishSummary(publishing, { overdue: 1240, maybe_overdue: 52, due_today: 9 });
        await shoot(admin, 'summary-unread');
        const pill = bar.locator('button.pill');
        if (await pill.isVisible()) await pill.click();
        await bar.getByRole('button', { name: '3 overdue' }).click();
        await admin.keyboard.press('ArrowDown');
        await shoot(admin, 'summary-dimming');
        await admin.getByRole('checkbox').nth(3).click();
        await expect(admin.getByRole('toolbar')).toBeVisible();
        await shoot(admin, 'summary-with-selection');
        await admin.getByRole('checkbox').nth(3).click();
        await badges(admin).last().scrollIntoViewIfNeeded();
        await shoot(admin, 'summary-at-the-end');
        await bar.getByRole('button', { name: '3 overdue' }).click();
        await planDue(admin, publishing, {});
        await publishSummary(publishing, { swept_at: Date.now() });
        await expect(bar).toContainText('Nothing overdue');
        await shoot(admin, 'summary-quiet');
      });

      test('several orders', async ({ admin, sandbox }) => {
        const bar = admin.locator('[data-ucos-inline="bulk"]');
        const setFor = async (name: string): Promise<void> => {
          await bar.getByRole('button', { name: /^Set status of/ }).click();
          await admin.getByRole('option', { name, exact: true }).first().click();
        };
        const confirm = admin
          .locator('[data-ucos-inline="bulk-confirm"]')
          .getByRole('button', { name: /^Set/ });
        await openList(admin, listUrl());
        for (const row of [1, 2, 3, 5]) await admin.getByRole('checkbox').nth(row).click();
        await expect(bar).toContainText('4 orders');
        await shoot(admin, 'bulk-bar');
        await bar.getByRole('button', { name: /^Set status of/ }).click();
        await shoot(admin, 'bulk-menu');
        await admin.keyboard.press('Escape');
        await admin.getByRole('checkbox').first().click();
        await admin.getByRole('button', { name: /^Select all .* matching/ }).click();
        await expect(bar).toContainText('one page at a time');
        await shoot(admin, 'bulk-all-matching');
        await admin.getByRole('button', { name: 'Clear selection' }).click();
        await admin.getByRole('checkbox').first().click();
        await setFor('Received');
        await expect(confirm).toBeVisible();
        await shoot(admin, 'bulk-confirm');
        await sandbox.control('POST', '/faults', { kind: 'latency', milliseconds: 3000, method: 'POST' });
        await confirm.click();
        await expect(bar.getByRole('button', { name: 'Undo all' })).toBeVisible();
        await shoot(admin, 'bulk-grace');
        await expect(bar.getByRole('progressbar')).toBeVisible();
        await shoot(admin, 'bulk-progress');
        await expect(bar).toContainText(/\d+ refused/);
        await shoot(admin, 'bulk-result');
        await admin.getByRole('button', { name: 'Clear selection' }).click();
        await shoot(admin, 'bulk-result-alone');
        const writer = await extensionPage(admin.context());
        await publishAsking(writer, ['1', '2']);
        await expect(bar).toContainText('need your decision');
        await shoot(admin, 'bulk-asking');
      });

      test('card', async ({ admin, sandbox }) => {
        await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
        const id = await withItems(sandbox, await listed(admin), 3);
        await move(sandbox, id, 'Packing');
        await admin.goto(pageOf(id));
        const card = cardOf(admin);
        await expect(card.locator('.chip').first()).toContainText('Packing');
        await shoot(admin, 'card-as-it-comes');
        await openCard(admin, pageOf(id));
        await shoot(admin, 'card');
        await card.getByRole('button', { name: 'Next: Dispatched' }).click();
        await shoot(admin, 'card-waiting');
        await expect(card.locator('.chip').first()).toContainText('Dispatched');
        await card.getByLabel('All items').click();
        await card.getByRole('button', { name: /^Clear status/ }).click();
        await card.getByRole('button', { name: 'Send update…' }).click();
        await shoot(admin, 'card-confirming');
        await card.locator('.body').evaluate((body) => body.scrollTo(0, body.scrollHeight));
        await shoot(admin, 'card-history');
        await card.getByRole('button', { name: 'Do not send' }).click();
        await card.getByRole('button', { name: 'Change status' }).click();
        await shoot(admin, 'card-menu');
        await admin.keyboard.press('Escape');
        const writer = await extensionPage(admin.context());
        const hour = 3_600_000;
        const late = { earliest: Date.now() - 26 * hour, latest: Date.now() - 26 * hour, lead_seconds: 3600 };
        const change = { kind: 'status', until: null, messages: ['email'], batch: null };
        const views = {
          blocked: { state: 'pending', problem: 'offline', until: Date.now() + 40_000 },
          asking: { state: 'failed', problem: 'in-doubt', until: null },
          refused: { state: 'failed', problem: 'status-unknown', until: null },
        } as const;
        for (const [name, { state, problem, until }] of Object.entries(views)) {
          const shown = { state, problem: { code: problem, detail: null }, due: late };
          await putDue(writer, { [id]: { ...shown, change: { ...change, state: name, until } } as never });
          await admin.bringToFront();
          await expect(card.locator('.standing .problem')).toBeVisible();
          await card.locator('.body').evaluate((body) => body.scrollTo(0, 0));
          await shoot(admin, `card-${name}`);
        }
        await card.getByRole('button', { name: 'Fold the order status' }).click();
        await shoot(admin, 'card-folded');
        const learnt = { may_change: true, may_notify: false, order_statuses: true, item_statuses: false };
        await putView(writer, `store/${STORE}`, { store: STORE, connected: true, learnt });
        await openCard(admin, `${pageOf(id)}?quirks=rtl,french`);
        await shoot(admin, 'card-right-to-left');
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
        await shoot(popup, 'popup-beside-order');
        await popup.getByRole('searchbox').fill('example');
        await expect(popup.locator('.found li')).not.toHaveCount(0);
        await shoot(popup, 'popup-found');
        await popup.getByRole('searchbox').fill('nobody at all');
        await expect(popup.getByText(/^No order found/)).toBeVisible();
        await shoot(popup, 'popup-found-none');
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
        await shoot(popup, 'popup-waiting');
        await putAsking(options, ['key-replaced', 'key-replaced', 'key-replaced']);
        await waitingSection(options).scrollIntoViewIfNeeded();
        await options.getByRole('checkbox').nth(1).check();
        await shoot(options, 'waiting-key-replaced');
        await shoot(popup, 'popup-asking');
        await putAsking(
          options,
          ['not-made', 'not-made', 'permission-missing', 'key-rejected', 'key-replaced'],
          4,
        );
        await expect(waitingSection(options).locator('.asked')).toHaveCount(4);
        await shoot(options, 'waiting-all', true);
        await shoot(popup, 'popup-waiting-and-asking');
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
        await shoot(popup, 'popup-none');
        await fillIn(options, `  ${sandbox.key('full')}\n`, sandbox);
        await expect(options.getByRole('heading', { name: STORE })).toBeVisible();
        await shoot(options, 'options-connected');
        await options
          .getByRole('button', { name: /^Disconnect/ })
          .first()
          .click();
        await shoot(options, 'options-disconnect');
        await shoot(popup, 'popup');
      });
    });
  }
}

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

async function openMenu(page: Page, badge: Locator): Promise<void> {
  await badge.getByRole('button').click();
  await expect(page.getByRole('combobox')).toBeFocused();
}

/** A change that the service refuses in its own words. */
async function refuse(page: Page, sandbox: Sandbox, badge: Locator): Promise<void> {
  await sandbox.control('POST', '/faults', {
    kind: 'status',
    status: 409,
    method: 'POST',
    body: { error: 'workflow_order', message: 'In this workflow, Departed comes after In customs.' },
  });
  await openMenu(page, badge);
  // Whatever the order has: one that goes at once, and that its workflow does not forbid.
  const options = page.locator('[role=option]:not([aria-disabled], [aria-current], :has(.enters, .note))');
  await options.last().click();
  await expect(badge).toHaveAttribute('data-state', 'failed');
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
