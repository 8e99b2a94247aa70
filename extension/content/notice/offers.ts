// What can be taken back of what was chosen in this tab, the latest first: changes that have not left, and changes made
// just now that messaged nobody. Pure; no words, no DOM, no clock.

import type { ChangeView, OrderRef, OrderView, StatusPairView } from '../../protocol';
import type { Made } from '../changes';
import { isUndoable, type Local, standingOf } from '../standing';

interface Common {
  made: Made;
  /** Those of its orders of which it can be taken back. */
  orders: OrderRef[];
  /** By the service's clock. */
  until: number;
}

export type Offer =
  | (Common & { kind: 'undo'; target: StatusPairView | null; change: ChangeView })
  | (Common & { kind: 'back'; target: StatusPairView; from: OrderView });

export interface Known {
  view(order: OrderRef): OrderView | null;
  local(order: OrderRef): Local | null;
}

/** And what of it is over for good. */
export function offersOf(
  all: readonly Made[],
  { view, local }: Known,
  now_ms: number,
): { offers: Offer[]; over: Set<Made> } {
  const offers: Offer[] = [];
  const over = new Set<Made>();
  const taken = new Set<string>();
  for (const made of all) {
    // What was chosen later for the same order has taken its place.
    const orders = made.orders.filter(({ kind, id }) => !taken.has(`${kind}/${id}`));
    for (const { kind, id } of made.orders) taken.add(`${kind}/${id}`);
    const stands = orders.map((order) => ({ order, standing: standingOf(view(order), local(order)) }));
    const waiting = stands.filter(({ standing }) => isUndoable(standing, now_ms));
    const [first] = waiting;
    const until = first?.standing.change?.until ?? null;
    if (first?.standing.change && until !== null) {
      const { target, change } = first.standing;
      offers.push({ kind: 'undo', made, orders: waiting.map(({ order }) => order), until, target, change });
      continue;
    }
    const [order, another] = orders;
    const from = order && another === undefined ? view(order) : null;
    const isSettled = order && from?.state === 'known' && local(order) === null;
    if (from?.back && isSettled && !made.isBack && now_ms < from.back.until) {
      const { target, until } = from.back;
      offers.push({ kind: 'back', made, orders: [order], until, target, from });
      continue;
    }
    const isOpen = orders.some((each) => local(each) !== null || view(each)?.state === 'pending');
    if (!isOpen) over.add(made);
  }
  return { offers, over };
}
