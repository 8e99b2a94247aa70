// How a batch stands, made up and published as the worker would, for states that the service is slow to bring about.

import type { Page } from '@playwright/test';
import { putView } from './due';
import { STORE } from './orders';

/** Ten orders were to be dispatched, and of these it is not known whether they were. */
export function publishAsking(writer: Page, ids: string[]): Promise<void> {
  const orders = ids.map((id) => ({ kind: 'order', id }));
  const asking = orders.map((order, at) => ({
    order,
    name: `#1${at}01`,
    problem: { code: 'in-doubt', detail: null },
  }));
  const status = { id: 'made-up', name: 'Dispatched', paper: '#0b6e4f', ink: '#ffffff' };
  const batch = {
    id: 'made-up',
    target: { status, sub_status: null },
    total: 8 + ids.length,
    same: 0,
    done: 8,
    open: orders,
    asking: orders,
    refused: [],
    undone: 0,
    until: null,
    made_at: Date.now(),
  };
  const view = {
    store: STORE,
    waiting: 0,
    under_way: 0,
    blocked: 0,
    asks: ids.length,
    asking,
    batches: [batch],
  };
  return putView(writer, `changes/${STORE}`, view);
}
