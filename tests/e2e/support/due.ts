// Writes views as the worker would, from a page of the extension that is as trusted: due times to the millisecond,
// which no list of orders brings about.

import type { BrowserContext, Page } from '@playwright/test';
import { EXTENSION_ID } from './browser';
import { STORE } from './orders';

export interface DueView {
  due: { earliest: number; latest: number; lead_seconds: number } | null;
  entered?: { earliest: number; latest: number } | null;
  state?: 'known' | 'pending' | 'failed';
  problem?: { code: string; detail: string | null };
  /** In place of the status's name, its sub-status and the add-on statuses. */
  name?: string;
}

/** A page that may write views. */
export async function extensionPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`chrome-extension://${EXTENSION_ID}/options.html`);
  return page;
}

/** What is published of these orders is as it was but for this. */
export function putDue(page: Page, views: Record<string, DueView>): Promise<void> {
  return page.evaluate(
    async ({ views, store }) => {
      const keyOf = (id: string): string => `order/${store}/order/${id}`;
      const stored = await chrome.storage.session.get<Record<string, string>>(Object.keys(views).map(keyOf));
      const changed = Object.entries(views).map(([id, { name, ...fields }]) => {
        const view = { entered: null, ...JSON.parse(stored[keyOf(id)] ?? '{}'), ...fields };
        if (name !== undefined)
          Object.assign(view, { status: { ...view.status, name }, sub_status: null, addons: [] });
        // An order without a status is never due.
        if (view.status === null) view.due = null;
        return [keyOf(id), JSON.stringify(view)];
      });
      await chrome.storage.session.set(Object.fromEntries(changed));
    },
    { views, store: STORE },
  );
}

/** Publishes anything else, as JSON text. */
export function putView(page: Page, key: string, view: unknown): Promise<void> {
  return page.evaluate(([key, text]) => chrome.storage.session.set({ [key]: text }), [
    key,
    JSON.stringify(view),
  ] as const);
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Every verdict in turn, on the statuses that the orders have. */
export function verdictViews(ids: string[], now_ms: number): Record<string, DueView> {
  const interval = (earliest: number, latest = earliest) => ({
    earliest: now_ms + earliest,
    latest: now_ms + latest,
  });
  const lead_seconds = 36_000;
  const views: DueView[] = [
    { due: { ...interval(4 * DAY_MS), lead_seconds }, entered: interval(-DAY_MS) },
    { due: { ...interval(3.5 * HOUR_MS), lead_seconds }, entered: interval(-DAY_MS) },
    {
      due: { ...interval(-2.5 * DAY_MS, 5 * HOUR_MS), lead_seconds },
      entered: interval(-6 * DAY_MS, -3 * DAY_MS),
    },
    { due: { ...interval(-26 * HOUR_MS), lead_seconds }, entered: interval(-4 * DAY_MS) },
    { due: { ...interval(-365 * DAY_MS), lead_seconds }, entered: interval(-400 * DAY_MS) },
    {
      due: { earliest: DAY_MS, latest: now_ms + DAY_MS, lead_seconds },
      entered: { earliest: 0, latest: now_ms },
    },
    { due: { ...interval(0.2 * HOUR_MS), lead_seconds }, entered: interval(-DAY_MS) },
  ];
  return Object.fromEntries(ids.map((id, index) => [id, views[index % views.length] ?? { due: null }]));
}
