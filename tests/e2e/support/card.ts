// The card on the page of an order, as tests reach it, and what the sandbox's database knows of line items and messages.

import { expect, type Locator, type Page } from '@playwright/test';
import { ADMIN } from './browser';
import { command, SETTINGS } from './core';
import { type Kind, STORE } from './orders';
import type { OrderRow, Sandbox } from './sandbox';

export interface ItemRow {
  id: string;
  name: string;
  status: string | null;
}

export interface OutboxRow {
  order: string;
  channel: string;
  cause: 'status' | 'notify';
}

export const cardOf = (page: Page): Locator => page.locator('[data-ucos-inline="card"]');

export const pageOf = (id: string, kind: Kind = 'order', store = STORE): string =>
  `${ADMIN}/store/${store}/${kind === 'order' ? 'orders' : 'draft_orders'}/${id}`;

/** Opens the page of an order and unfolds its card; waits until the line items are read. */
export async function openCard(page: Page, url: string): Promise<Locator> {
  await page.goto(url);
  const card = cardOf(page);
  const unfold = card.getByRole('button', { name: 'Show the order status' });
  await expect(card).toBeVisible();
  if (await unfold.isVisible()) await unfold.click();
  await expect(card).not.toContainText('Reading the line items…');
  return card;
}

/** What messages customers or touches the Shopify order is sent at once. */
export async function withoutGrace(page: Page, store = STORE): Promise<void> {
  await command(page.context(), { configure: { store, settings: { ...SETTINGS, grace_seconds: 0 } } });
}

export async function itemsOf(sandbox: Sandbox, id: string, store = STORE): Promise<ItemRow[]> {
  const order = await sandbox.control<OrderRow & { line_items: ItemRow[] }>('GET', `/orders/${store}/${id}`);
  return order.line_items;
}

/** The first of these orders that has so many line items. */
export async function withItems(
  sandbox: Sandbox,
  ids: string[],
  count: number,
  store = STORE,
): Promise<string> {
  for (const id of ids) if ((await itemsOf(sandbox, id, store)).length >= count) return id;
  throw new Error(`no order has ${count} line items`);
}

/** The messages to the customer of an order. */
export async function outboxOf(sandbox: Sandbox, id: string, store = STORE): Promise<OutboxRow[]> {
  const rows = await sandbox.control<OutboxRow[]>('GET', `/outbox?store=${store}`);
  return rows.filter(({ order }) => order === id);
}

/** The chip of a line item, by its place. */
export const itemChip = (card: Locator, place: number): Locator =>
  card.locator('.items li').nth(place).locator('button.chip');
