// Where we are in the Shopify admin, by its URL. Knows the admin's paths; no DOM.

import type { OrderRef } from '../../protocol';

/** Orders and drafts list alike; views, sort, search and paging are in the query string. Seen 2022 to 2026-09. */
const LIST = /^\/store\/([a-z0-9][a-z0-9-]*)\/(?:orders|draft_orders)\/?$/;

/** The store handle if this is an Orders or Drafts list, else null. The same tab can switch stores. */
export function storeOfList(pathname: string): string | null {
  return LIST.exec(pathname)?.[1] ?? null;
}

/** The page of one order or draft: the numeric id is always in its path. Seen 2022 to 2026-09. */
const ORDER = /^\/store\/([a-z0-9][a-z0-9-]*)\/(orders|draft_orders)\/([0-9]+)\/?$/;

/** The order whose own page this is, and its store; else null. */
export function orderOfPage(pathname: string): { store: string; order: OrderRef } | null {
  const [, store, section, id] = ORDER.exec(pathname) ?? [];
  if (store === undefined || id === undefined) return null;
  return { store, order: { kind: section === 'orders' ? 'order' : 'draft', id } };
}

/** Calls back after every client-side navigation, once the URL has changed. */
export function followRoute(signal: AbortSignal, onChange: () => void): void {
  // `history.pushState` of the page cannot be seen from the isolated world; this event can. (measured 2026-09)
  window.navigation?.addEventListener('currententrychange', onChange, { signal });
  window.addEventListener('popstate', onChange, { signal });
}
