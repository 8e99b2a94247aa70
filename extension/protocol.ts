// What crosses between the worker and every page: the views to paint from and the commands to send.
// The types are the core's own, made from the Rust code; here are the names under which views are published.
// Knows names and shapes only: no DOM, no chrome.* calls.

import type { CatalogView, OrderRef, Problem } from '../dist/core/ucos_inline.js';

export type {
  BadgeState,
  CatalogGroupView,
  CatalogStatusView,
  CatalogView,
  Command,
  OrderKind,
  OrderRef,
  OrderView,
  Problem as ProblemView,
  StatusPairView,
  StatusView,
  StoreView,
  SubStatusView,
} from '../dist/core/ucos_inline.js';

/** What the worker answers a command with. */
export type Reply = { ok: true } | { ok: false; problem: Problem };

/** Where an order's view is published, in `chrome.storage.session`, as JSON text of an `OrderView`. */
export const orderKey = (store: string, order: OrderRef): string =>
  `order/${store}/${order.kind}/${order.id}`;

/** Where a store's view is published, as JSON text of a `StoreView`. */
export const storeKey = (store: string): string => `store/${store}`;

/** Where a store's catalog is published, as JSON text of a `CatalogView`. */
export const catalogKey = (store: CatalogView['store']): string => `catalog/${store}`;
