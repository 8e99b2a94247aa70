// Due times as the worker publishes them, written from a page of the extension's own: so that a test can say which
// order of a list is due when. Knows the names and shapes of views.

import type { Page } from '@playwright/test';
import type { OrderView, SummaryView } from '../../../extension/protocol';
import { listedOrders } from './list';
import { badges, expect } from './test';

const HOUR_MS = 3_600_000;

/** What an order's badge is to say; `today`: not overdue, due before the day ends. */
export type Planned = 'overdue' | 'maybe-overdue' | 'due-soon' | 'today' | 'ok';

const DEADLINES: Record<Planned, [earliest_ms: number, latest_ms: number, lead_seconds: number]> = {
  overdue: [-2 * HOUR_MS, -HOUR_MS, 0],
  'maybe-overdue': [-HOUR_MS, HOUR_MS, 0],
  'due-soon': [72 * HOUR_MS, 72 * HOUR_MS, 100 * 3600],
  today: [2 * HOUR_MS, 2 * HOUR_MS, 0],
  ok: [72 * HOUR_MS, 72 * HOUR_MS, 0],
};

export const SHOWN_STATE: Record<Planned, string> = {
  overdue: 'overdue',
  'maybe-overdue': 'maybe-overdue',
  'due-soon': 'due-soon',
  today: 'ok',
  ok: 'ok',
};

/** The list on the page gets these due times, by place; what is not named has none. Waits until the badges say so. */
export async function planDue(
  page: Page,
  publishing: Page,
  plan: Record<number, Planned>,
  store = 'maple-and-birch',
): Promise<void> {
  await expect(badges(page)).not.toHaveCount(0);
  await expect(badges(page).and(page.locator('[data-state="loading"]'))).toHaveCount(0);
  const orders = await listedOrders(page);
  const now_ms = Date.now();
  const planned = orders.map(({ id, kind }, place) => {
    const [earliest, latest, lead_seconds] = DEADLINES[plan[place] ?? 'ok'];
    const due = place in plan ? { earliest: now_ms + earliest, latest: now_ms + latest, lead_seconds } : null;
    return { key: `order/${store}/${kind}/${id}`, due };
  });
  const expected = orders.map((_, place) => {
    const each = plan[place];
    return each ? SHOWN_STATE[each] : 'none';
  });
  await expect(async () => {
    // Each time, for the worker may have read an order meanwhile and told of it as it is.
    await publish(publishing, planned);
    await expect.poll(() => states(page), { timeout: 2_000 }).toEqual(expected);
  }).toPass({ timeout: 15_000 });
}

async function publish(publishing: Page, planned: { key: string; due: OrderView['due'] }[]): Promise<void> {
  await publishing.evaluate(async (all) => {
    const stored = await chrome.storage.session.get<Record<string, string>>(all.map(({ key }) => key));
    const changed = all.map(({ key, due }) => {
      const view: OrderView = JSON.parse(stored[key] ?? 'null');
      return [key, JSON.stringify({ ...view, due })];
    });
    await chrome.storage.session.set(Object.fromEntries(changed));
  }, planned);
}

/** As before the worker has counted the store for the first time. */
export async function withdrawSummary(publishing: Page, store = 'maple-and-birch'): Promise<void> {
  await publishing.evaluate((key) => chrome.storage.session.remove(key), `summary/${store}`);
}

/** The store's numbers; those that are not given are zero, and the day ends in twelve hours. */
export async function publishSummary(publishing: Page, given: Partial<SummaryView> = {}): Promise<void> {
  const now_ms = Date.now();
  const view: SummaryView = {
    store: 'maple-and-birch',
    overdue: 0,
    maybe_overdue: 0,
    due_today: 0,
    observed: 500,
    today_ends_at: now_ms + 12 * HOUR_MS,
    swept_at: null,
    ...given,
  };
  await publishing.evaluate(({ key, text }) => chrome.storage.session.set({ [key]: text }), {
    key: `summary/${view.store}`,
    text: JSON.stringify(view),
  });
}

function states(page: Page): Promise<(string | null)[]> {
  return badges(page).evaluateAll((all) => all.map((badge) => badge.getAttribute('data-state')));
}
