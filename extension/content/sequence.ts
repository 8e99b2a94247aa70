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
 * Whether an order may go from one status to another: where order is enforced, of the statuses of its workflows only
 * those right after it, and those that another workflow begins with. Whether it may go into the middle of a workflow
 * that it is not in is not documented: the service is asked.
 */
export function mayFollow(catalog: CatalogView, from: CatalogStatusView, to: CatalogStatusView): boolean {
  const isFree = from.id === to.id || from.is_independent || to.is_independent;
  if (!catalog.enforces_order || isFree || from.follows.includes(to.id)) return true;
  const holding = catalog.groups.filter(({ name, statuses }) => name !== null && statuses.includes(to.id));
  const others = holding.filter(({ statuses }) => !statuses.includes(from.id));
  return others.length === holding.length || others.some(({ statuses }) => statuses[0] === to.id);
}

/** Why a workflow forbids this status: the names of what may come instead, perhaps none; null: it does not. */
export function forbidderOf(
  catalog: CatalogView,
  order: OrderView | null,
  status: CatalogStatusView,
): string[] | null {
  const present = statusOf(catalog, order?.status?.id);
  if (!present || mayFollow(catalog, present, status)) return null;
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
