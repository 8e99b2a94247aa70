// Pictures of what stands in the admin: lists, menu, notices, bars, card. Compares nothing: a person looks.

import type { Locator, Page } from '@playwright/test';
import { connect } from '../support/browser';
import { publishAsking } from '../support/bulk';
import { cardOf, openCard, pageOf, withItems } from '../support/card';
import { putChanges } from '../support/changes';
import { extensionPage, putDue, putView, verdictViews } from '../support/due';
import { setGrace } from '../support/grace';
import { listed, move } from '../support/orders';
import type { Sandbox } from '../support/sandbox';
import { planDue, publishSummary } from '../support/summary';
import { badges, expect, listUrl, test } from '../support/test';
import { inEveryLook } from './looks';

const MARKUPS = ['grid', 'table', 'table-hashed', 'condensed'];
const STORE = 'maple-and-birch';
// Of one order each, all on the first page, so that one picture does not show what another left.
const [PENDING_ROW, FAILED_ROW] = [3, 6];

inEveryLook((shoot) => {
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
    await connect(context, sandbox);
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
    const confirm = admin.locator('[data-ucos-inline="bulk-confirm"]').getByRole('button', { name: /^Set/ });
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
});

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
