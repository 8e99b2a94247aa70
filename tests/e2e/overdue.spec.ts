// From a change to overdue, through the whole extension, by the sandbox's clock: what was seen, when it is due, who is
// told. Alarms are rung by hand, since the browser's own wait half a minute.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import type { OrderView, SummaryView } from '../../extension/protocol';
import { connect, endWorker, startBrowser } from './support/browser';
import { command, ring, SETTINGS, viewOf, workerOf } from './support/core';
import { badgeOf, choose, listed, move, openList, statusesOf } from './support/orders';
import type { Sandbox } from './support/sandbox';
import { expect, listUrl, test } from './support/test';

/** No workflow rules: any status may follow any other. */
const STORE = 'harbour-supply';
const LIST = listUrl('', STORE);
/** Limits of 24 and of 8 working hours. */
const [DAY_STATUS, SHIFT_STATUS] = ['قيد التحضير', 'Picking'];
/** Clocks are known to the second, and requests take a while. */
const TOLERANCE_MS = 5_000;

const setClock = (sandbox: Sandbox, time: string): Promise<unknown> =>
  sandbox.control('POST', '/clock', { set: time });

const orderOf = (context: BrowserContext, id: string): Promise<OrderView | null> =>
  viewOf<OrderView>(context, `order/${STORE}/order/${id}`);

const summaryOf = (context: BrowserContext): Promise<SummaryView | null> =>
  viewOf<SummaryView>(context, `summary/${STORE}`);

const configure = (context: BrowserContext, settings: Partial<typeof SETTINGS>): Promise<unknown> =>
  command(context, { configure: { store: STORE, settings: { ...SETTINGS, ...settings } } });

/** Any answer tells the extension what time it is; that to a change comes for certain. */
const tellTime = async (page: Page, other: string): Promise<void> => {
  await choose(page, other, 'Collected');
  await expect(badgeOf(page, other)).not.toHaveAttribute('data-state', 'pending');
};

/** Somebody else moves all orders on that have this status. */
const leaveNobodyIn = async (sandbox: Sandbox, page: Page, status: string): Promise<void> => {
  const ids = await page.evaluate(async (store) => {
    const lists = ['order', 'draft'].map(async (kind) => {
      const { orders } = await (
        await fetch(`/_data/${store}/orders?kind=${kind}&view=all&per_page=1000`)
      ).json();
      return orders.map(({ id }: { id: string }) => id);
    });
    return (await Promise.all(lists)).flat();
  }, STORE);
  for (const id of ids) {
    if ((await sandbox.order(STORE, id)).status === status) {
      await move(sandbox, id, 'Collected', { store: STORE });
    }
  }
};

const pagesAsked = async (sandbox: Sandbox): Promise<string[]> =>
  (await sandbox.requests())
    .map(({ query }) => new URLSearchParams(query))
    .filter((query) => query.has('page'))
    .map((query) => query.get('page') ?? '');

test.describe('by a store’s calendar', () => {
  test.beforeEach(async ({ browser_, sandbox }) => {
    await setClock(sandbox, '2026-03-06T20:00:00Z');
    await connect(browser_.context, sandbox, { store: STORE });
  });

  test('a night of daylight saving within a weekend, then a holiday more', async ({
    browser_: { context },
  }) => {
    await configure(context, { zone: 'America/Toronto' });
    const page = await context.newPage();
    const [id = ''] = await listed(page, { store: STORE });
    await openList(page, LIST);
    await choose(page, id, DAY_STATUS);
    await expect.poll(async () => (await orderOf(context, id))?.status?.name).toBe(DAY_STATUS);
    const dueAt = async (): Promise<number> => (await orderOf(context, id))?.due?.latest ?? 0;
    const isAbout = async (time: string): Promise<void> =>
      expect(Math.abs((await dueAt()) - Date.parse(time))).toBeLessThan(60_000 + TOLERANCE_MS);
    // Friday, 15:00, to Monday, 15:00, which is an hour sooner.
    await isAbout('2026-03-09T19:00:00Z');
    await configure(context, {
      zone: 'America/Toronto',
      holidays: [{ date: '2026-03-09', name: 'Inventory' }],
    });
    await isAbout('2026-03-10T19:00:00Z');
    await configure(context, { zone: 'America/Toronto', weekend: ['sun'] });
    await isAbout('2026-03-07T20:00:00Z');
    expect(
      await configure(context, { weekend: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] }),
    ).toMatchObject({ ok: false, problem: { code: 'no-counted-day' } });
    await isAbout('2026-03-07T20:00:00Z');
  });

  test('overdue: the badge at its instant, the count, one notification, and its click', async ({
    browser_: { context },
    sandbox,
  }) => {
    await setClock(sandbox, '2026-03-09T08:00:00Z');
    // Of the other statuses, whose orders become overdue in these hours too, nothing is to be told.
    const others = (await statusesOf(sandbox, STORE)).filter(({ name }) => name !== SHIFT_STATUS);
    await configure(context, {
      zone: 'UTC',
      reminders: { ...SETTINGS.reminders, muted_statuses: others.map(({ id }) => id) },
    });
    const page = await context.newPage();
    const [id = '', other = '', third = ''] = await listed(page, { store: STORE });
    await leaveNobodyIn(sandbox, page, SHIFT_STATUS);
    await openList(page, LIST);
    await choose(page, id, SHIFT_STATUS);
    await choose(page, other, SHIFT_STATUS);
    await expect.poll(async () => (await orderOf(context, other))?.status?.name).toBe(SHIFT_STATUS);
    await expect(badgeOf(page, id)).toHaveAttribute('data-state', 'ok');
    // Whatever was overdue before is told of now, or never.
    await ring(context, 'sweep');
    await expect.poll(async () => (await summaryOf(context))?.swept_at ?? null).not.toBeNull();
    const before = await summaryOf(context);

    const worker = await workerOf(context);
    await worker.evaluate(() => {
      const told: unknown[] = [];
      Object.assign(globalThis, { told });
      const create = chrome.notifications.create.bind(chrome.notifications);
      Object.assign(chrome.notifications, {
        create: (id: string, options: chrome.notifications.NotificationCreateOptions) => {
          told.push([id, options]);
          return create(id, options);
        },
      });
    });
    const told = (): Promise<[string, { title: string; message: string }][]> =>
      worker.evaluate(() => Reflect.get(globalThis, 'told'));

    // Someone else moved the second order on in time; nobody has looked since.
    await move(sandbox, other, 'Collected', { store: STORE });
    await setClock(sandbox, '2026-03-09T15:59:50Z');
    await tellTime(page, third);
    await expect(badgeOf(page, id)).toHaveAttribute('data-state', 'due-soon');
    await expect(badgeOf(page, id)).toHaveAttribute('data-state', 'overdue', { timeout: 90_000 });

    await ring(context, 'sweep');
    await expect.poll(async () => (await told()).length).toBe(1);
    const [[notification, options] = ['', { title: '', message: '' }]] = await told();
    const { name } = await sandbox.order(STORE, id);
    expect(options).toMatchObject({ title: '1 order became overdue', message: name });
    const overdue = (await summaryOf(context))?.overdue ?? 0;
    expect(overdue).toBeGreaterThan(before?.overdue ?? 0);
    const tab = await worker.evaluate(async (url) => {
      const [tab] = await chrome.tabs.query({ url: `${url}*` });
      return tab?.id === undefined ? '' : chrome.action.getBadgeText({ tabId: tab.id });
    }, LIST);
    expect(tab).toBe(String(overdue));

    await ring(context, 'sweep');
    await worker.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_000)));
    expect((await told()).length).toBe(1);

    await page.goto('about:blank');
    const opened = context.waitForEvent('page');
    await worker.evaluate((id) => {
      const event: unknown = chrome.notifications.onClicked;
      (event as { dispatch(id: string): void }).dispatch(id);
    }, notification);
    const list = await opened;
    await expect(list).toHaveURL(new RegExp(`/store/${STORE}/orders$`));
  });
});

test.describe('sweeps', () => {
  test.use({ sandboxOptions: ['--orders', '10000'] });

  test('a whole store, page by page, also when the worker ends in the middle', async ({
    browser_: { context },
    sandbox,
  }) => {
    await connect(context, sandbox, { store: STORE });
    const page = await context.newPage();
    await openList(page, LIST);
    await sandbox.forgetRequests();
    await ring(context, 'sweep');
    await expect.poll(() => pagesAsked(sandbox)).toEqual(['1', '2', '3', '4']);
    expect((await summaryOf(context))?.swept_at ?? null).toBeNull();
    await endWorker(page);
    // A new life knows the key's limits from its first answer on; until then it keeps to the slower pace.
    await expect(async () => {
      await ring(context, 'sweep');
      expect(await pagesAsked(sandbox)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    }).toPass({ intervals: [1_000] });
    await expect.poll(async () => (await summaryOf(context))?.swept_at ?? null).not.toBeNull();
    expect((await summaryOf(context))?.observed).toBe(2_000);
    expect(await pagesAsked(sandbox)).toHaveLength(8);
  });
});

test('a restart of the browser keeps what was observed', async ({ sandbox }) => {
  const profile = await mkdtemp(join(tmpdir(), 'ucos-inline-'));
  try {
    const first = await startBrowser(sandbox, { profile });
    await connect(first.context, sandbox, { store: STORE });
    const page = await first.context.newPage();
    const [id = ''] = await listed(page, { store: STORE });
    await configure(first.context, { zone: 'Asia/Kathmandu', lead_seconds: 600 });
    await openList(page, LIST);
    await choose(page, id, SHIFT_STATUS);
    await expect.poll(async () => (await orderOf(first.context, id))?.status?.name).toBe(SHIFT_STATUS);
    const before = await orderOf(first.context, id);
    expect(before?.due?.lead_seconds).toBe(600);
    await first.close();

    const second = await startBrowser(sandbox, { profile });
    const again = await second.context.newPage();
    await openList(again, LIST);
    const after = await orderOf(second.context, id);
    expect(after?.entered).toEqual(before?.entered);
    expect(after?.due).toEqual(before?.due);
    expect(await viewOf(second.context, `settings/${STORE}`)).toMatchObject({ zone: 'Asia/Kathmandu' });
    await second.close();
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});
