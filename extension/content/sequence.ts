// What may follow an order's status: its next step, and what its workflow forbids. The rule of the service, so that it
// is said before anyone tries. Pure; no words, no DOM.

import type { CatalogStatusView, CatalogView, OrderView } from '../protocol';

/** The order's next step; null: there is none, or the order has no status. */
export function nextOf(catalog: CatalogView, order: OrderView | null): CatalogStatusView | null {
  const next = statusOf(catalog, order?.status?.id)?.next;
  const status = statusOf(catalog, next);
  return status && !status.is_addon ? status : null;
}

/**
 * Why a workflow forbids this status: the names of what may come instead, perhaps none; null: it does not. Where order
 * is enforced, of the statuses that share a workflow with the order's only those right after it may come.
 */
export function forbidderOf(
  catalog: CatalogView,
  order: OrderView | null,
  status: CatalogStatusView,
): string[] | null {
  const present = statusOf(catalog, order?.status?.id);
  if (!catalog.enforces_order || !present || status.id === present.id || status.is_independent) return null;
  const isShared = catalog.groups.some(
    ({ name, statuses }) => name !== null && statuses.includes(present.id) && statuses.includes(status.id),
  );
  if (!isShared || present.follows.includes(status.id)) return null;
  return present.follows.flatMap((id) => statusOf(catalog, id)?.name ?? []);
}

/** What a change to it sets off beside the status: it waits for that. */
export const isLasting = ({ messages, touches_order }: CatalogStatusView): boolean =>
  messages.length > 0 || touches_order;

export function statusOf(
  catalog: CatalogView | null,
  id: string | null | undefined,
): CatalogStatusView | null {
  return catalog?.statuses.find((status) => status.id === id) ?? null;
}
