// What the extension's worker knows and has published, and its alarms, as tests reach them. Knows no page.

import type { BrowserContext, Worker } from '@playwright/test';
import { EXTENSION_ID } from './browser';

/** The worker, as it lives now. */
export async function workerOf(context: BrowserContext): Promise<Worker> {
  return context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
}

/** A published view; null: there is none. */
export async function viewOf<View>(context: BrowserContext, name: string): Promise<View | null> {
  const worker = await workerOf(context);
  const text = await worker.evaluate(async (name) => {
    const stored = await chrome.storage.session.get(name);
    return typeof stored[name] === 'string' ? stored[name] : null;
  }, name);
  return text === null ? null : JSON.parse(text);
}

/** Lets an alarm go off now. The browser's own would take half a minute at the least. */
export async function ring(context: BrowserContext, name: string): Promise<void> {
  const worker = await workerOf(context);
  await worker.evaluate((name) => chrome.alarms.create(name, { when: Date.now() }), name);
}

/** Sends a command as one of the extension's own pages does. */
export async function command(context: BrowserContext, message: unknown): Promise<unknown> {
  const page = await context.newPage();
  await page.goto(`chrome-extension://${EXTENSION_ID}/options.html`);
  const reply = await page.evaluate((message) => chrome.runtime.sendMessage(message), message);
  await page.close();
  return reply;
}

/** What is set for a store that nobody has set anything for. */
export const SETTINGS = {
  zone: null as string | null,
  weekend: ['sat', 'sun'],
  holidays: [] as { date: string; name: string }[],
  lead_seconds: null as number | null,
  sub_status_restarts: false,
  sweep_percent: 30,
  grace_seconds: 5,
  lock_minutes: 15,
  unread_name: 'allow' as 'allow' | 'refuse',
  rotate_days: 90,
  reminders: {
    enabled: true,
    quiet: null as { from: number; to: number } | null,
    muted_statuses: [] as string[],
  },
};
