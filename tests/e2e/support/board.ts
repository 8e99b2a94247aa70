// A store with a past, for the board: swept, then moved by others while time goes by, by the sandbox's clock. And what the
// board is to say of it, worked out from the sandbox's database alone: no core, no calendar.

import type { BrowserContext, Page } from '@playwright/test';
import type { ClockView } from '../../../extension/protocol';
import { ADMIN, EXTENSION_ID } from './browser';
import { command, ring, SETTINGS, viewOf } from './core';
import { move, STORE } from './orders';
import type { OrderRow, Sandbox } from './sandbox';
import { summaryOf } from './sweep';
import { expect, listUrl } from './test';

export const BOARD = `chrome-extension://${EXTENSION_ID}/board.html`;

const HOUR_S = 3_600;

export interface Stored extends OrderRow {
  created_at: string;
  entered_at: string | null;
  cancelled: boolean;
}

export const clockOf = async (sandbox: Sandbox): Promise<number> =>
  Date.parse((await sandbox.control<{ now: string }>('GET', '/clock')).now);

/** Every day counts, so that a due time is the entry and the limit; in a zone of our choice. */
export const everyDayCounts = (context: BrowserContext, zone = 'UTC'): Promise<unknown> =>
  command(context, { configure: { store: STORE, settings: { ...SETTINGS, zone, weekend: [] } } });

/** All orders as the database has them. */
export async function storedOrders(page: Page, sandbox: Sandbox): Promise<Stored[]> {
  await page.goto(listUrl('', STORE, 'products'));
  const ids: string[] = await page.evaluate(async (store) => {
    const lists = ['order', 'draft'].map(async (kind) => {
      const path = `/_data/${store}/orders?kind=${kind}&view=all&per_page=1000`;
      const { orders } = await (await fetch(path)).json();
      return orders.map(({ id }: { id: string }) => id);
    });
    return (await Promise.all(lists)).flat();
  }, STORE);
  return Promise.all(ids.map((id) => sandbox.order(STORE, id) as Promise<Stored>));
}

/** A sweep of all orders that ends later than `before`. */
export async function sweep(context: BrowserContext, before = 0): Promise<void> {
  await expect(async () => {
    await ring(context, 'sweep');
    expect((await summaryOf(context))?.swept_at ?? 0).toBeGreaterThan(before);
  }).toPass({ intervals: [300] });
}

/** Whoever reads the board uses the extension: after a day without, nothing is swept. */
export const use = (context: BrowserContext): Promise<unknown> =>
  command(context, { 'read-board': { store: STORE } });

/** Time goes by; an order's page is opened, whose answer tells the extension so; then the store is swept. */
export async function pass(page: Page, sandbox: Sandbox, seconds: number, seen: string): Promise<void> {
  const context = page.context();
  // Read first: as soon as the extension knows the time, it may sweep by itself.
  const before = (await summaryOf(context))?.swept_at ?? 0;
  await sandbox.control('POST', '/clock', { advance_seconds: seconds });
  await page.goto(`${ADMIN}/store/${STORE}/orders/${seen}`);
  const isTold = async (): Promise<boolean> => {
    const { ahead_ms } = (await viewOf<ClockView>(context, 'clock')) ?? { ahead_ms: 0 };
    return Math.abs((await clockOf(sandbox)) - Date.now() - ahead_ms) < 5_000;
  };
  await expect.poll(isTold, { timeout: 20_000 }).toBe(true);
  await use(context);
  await sweep(context, before);
}

export interface Past {
  orders: Stored[];
  /** The ids of the orders that others moved twice, with how many hours lay between. */
  moved: Map<string, number>;
}

/**
 * The first sweep, then `moved` orders moved to one status, and, some hours later, on to another; each move seen by a
 * sweep within minutes. Two days more go by at the end.
 */
export async function makePast(
  page: Page,
  sandbox: Sandbox,
  from: string,
  to: string,
  count: number,
): Promise<Past> {
  const context = page.context();
  await everyDayCounts(context);
  await use(context);
  await sweep(context);
  const all = await storedOrders(page, sandbox);
  const there = all.filter(
    ({ cancelled, status, kind }) => !cancelled && kind === 'order' && status !== from,
  );
  const chosen = there.slice(0, count);
  const seen = there.at(-1)?.id ?? '';
  await pass(page, sandbox, HOUR_S, seen);
  for (const { id } of chosen) await move(sandbox, id, from);
  await pass(page, sandbox, 700, seen);
  const moved = new Map<string, number>();
  for (const [place, { id }] of chosen.entries()) {
    // Every third stays where it is.
    if (place % 3 === 2) continue;
    if (place % 3 === 0) await pass(page, sandbox, 4 * HOUR_S, seen);
    await move(sandbox, id, to);
    if (place % 3 === 1) await pass(page, sandbox, 700, seen);
    moved.set(id, 4 * (Math.floor(place / 3) + 1));
  }
  await pass(page, sandbox, 700, seen);
  await pass(page, sandbox, 23 * HOUR_S, seen);
  await pass(page, sandbox, 23 * HOUR_S, seen);
  return { orders: await storedOrders(page, sandbox), moved };
}

/** The limits of statuses, in seconds, by their ids. */
export const limitsOf = async (sandbox: Sandbox): Promise<Map<string, number>> => {
  const statuses = await sandbox.control<{ id: string; limit_seconds: number | null }[]>(
    'GET',
    `/statuses/${STORE}`,
  );
  return new Map(statuses.flatMap(({ id, limit_seconds }) => (limit_seconds ? [[id, limit_seconds]] : [])));
};
