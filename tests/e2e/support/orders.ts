// Orders as tests ask for them: their badges and the menu on a page, and what the sandbox's database knows of them.

import { expect, type Locator, type Page } from '@playwright/test';
import { ADMIN } from './browser';
import type { OrderRow, Sandbox } from './sandbox';
import { badges } from './test';

export type Kind = 'order' | 'draft';

export const STORE = 'maple-and-birch';

export interface JournalRow {
  actor: string;
  order: string;
  from_status: string | null;
  to_status: string | null;
  to_sub_status: string | null;
}

export interface StatusRow {
  id: string;
  name: string;
  color: string;
  channels: string[];
  is_addon: boolean;
  shopify_order_effect: string;
  sub_statuses: { id: string; name: string }[];
}

export const badgeOf = (page: Page, id: string): Locator =>
  page.locator(`[data-ucos-inline="badge"][data-order="${id}"]`);

/** Opens a list and waits until the statuses are there: a badge that is still loading has no menu. */
export async function openList(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(badges(page)).not.toHaveCount(0);
  await expect(badges(page).and(page.locator('[data-state="loading"]'))).toHaveCount(0);
}

export const menuOf = (page: Page): Locator => page.locator('[data-ucos-inline="menu"]');

/** The options of the open menu. */
export const optionsOf = (page: Page): Locator => menuOf(page).getByRole('option');

/** The option of exactly that name; of a status in two workflows the first. */
export const optionOf = (page: Page, name: string): Locator =>
  menuOf(page).getByRole('option', { name, exact: true }).first();

/** What assistive technology says of a badge. */
export const nameOf = async (badge: Locator): Promise<string> =>
  (await badge.getByRole('button').getAttribute('aria-label')) ?? '';

/** The ids of a list's first page, in its order, read where the extension shows nothing: it knows none of them yet. */
export async function listed(page: Page, { store = STORE, kind = 'order' as Kind } = {}): Promise<string[]> {
  await page.goto(`${ADMIN}/store/${store}/products`);
  return page.evaluate(async (path) => {
    const { orders } = await (await fetch(path)).json();
    return orders.map(({ id }: { id: string }) => id);
  }, `/_data/${store}/orders?kind=${kind}&view=all&page=1`);
}

export const statusesOf = (sandbox: Sandbox, store = STORE): Promise<StatusRow[]> =>
  sandbox.control('GET', `/statuses/${store}`);

/** Someone else moves an order: no rules, no messages. It is in the journal, as theirs. */
export async function move(
  sandbox: Sandbox,
  id: string,
  status: string | null,
  { store = STORE, sub = null as string | null } = {},
): Promise<void> {
  const found = (await statusesOf(sandbox, store)).find(({ name }) => name === status);
  const option = found?.sub_statuses.find(({ name }) => name === sub);
  if (status !== null && !found) throw new Error(`${store} has no status ${status}`);
  await sandbox.control('POST', `/orders/${store}/${id}/status`, {
    status_id: found?.id ?? null,
    sub_status_option_id: option?.id ?? null,
  });
}

/** The changes of an order that were made with a key, not by {@link move}. */
export async function journalOf(sandbox: Sandbox, id: string, store = STORE): Promise<JournalRow[]> {
  const rows = await sandbox.control<JournalRow[]>('GET', `/journal?store=${store}`);
  return rows.filter(({ order, actor }) => order === id && actor !== 'someone else');
}

/** By which channels the customer of an order was messaged, once for each message. */
export async function messagesOf(sandbox: Sandbox, id: string, store = STORE): Promise<string[]> {
  const rows = await sandbox.control<{ order: string; channel: string }[]>('GET', `/outbox?store=${store}`);
  return rows
    .filter(({ order }) => order === id)
    .map(({ channel }) => channel)
    .sort();
}

/** By which of a status's channels this order's customer can be reached. */
export async function channelsFor(
  sandbox: Sandbox,
  id: string,
  status: string,
  store = STORE,
): Promise<string[]> {
  const order: OrderRow & { email: string | null; phone: string | null } = await sandbox.control(
    'GET',
    `/orders/${store}/${id}`,
  );
  const channels = (await statusesOf(sandbox, store)).find(({ name }) => name === status)?.channels ?? [];
  return channels.filter((channel) => (channel === 'email' ? order.email : order.phone) !== null).sort();
}

/** How often the service was asked to change an order. */
export async function postsFor(sandbox: Sandbox, id: string): Promise<number> {
  const requests = await sandbox.requests();
  return requests.filter(({ method, path }) => method === 'POST' && path.includes(`/orders/${id}/`)).length;
}

/** Opens a badge's menu and chooses, as a person with a mouse does. */
export async function choose(page: Page, id: string, ...names: string[]): Promise<void> {
  await badgeOf(page, id).getByRole('button').click();
  for (const name of names) await optionOf(page, name).click();
}
