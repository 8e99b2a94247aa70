// What a change of several orders is, before it is made and while it is on its way. Pure: no DOM, no words, no clock.

import type {
  BatchView,
  CatalogStatusView,
  CatalogView,
  OrderRef,
  OrderView,
  RefusedView,
  StatusPairView,
} from '../../protocol';
import { mayFollow } from '../sequence';

/** From this many orders on a person is asked whether they mean it. */
const ASKS_ABOVE = 50;

/** Where a choice leads, as the menu gives it. */
export interface Target {
  status: CatalogStatusView;
  sub_status: StatusPairView['sub_status'];
}

export interface Plan {
  target: Target;
  /** All that are selected. */
  orders: OrderRef[];
  /** Those among them that are not where it leads, as far as is known. */
  moving: OrderRef[];
  /** How many of `moving` are drafts. */
  drafts: number;
}

export function planOf(
  orders: OrderRef[],
  target: Target,
  viewOf: (order: OrderRef) => OrderView | null,
): Plan {
  const moving = orders.filter((order) => !isThere(viewOf(order), target));
  return { target, orders, moving, drafts: moving.filter(({ kind }) => kind === 'draft').length };
}

/** A change on its way elsewhere takes an order from where it is. */
function isThere(view: OrderView | null, { status, sub_status }: Target): boolean {
  return (
    view?.state === 'known' &&
    view.status?.id === status.id &&
    (view.sub_status?.id ?? null) === (sub_status?.id ?? null)
  );
}

/** Whether to ask first: it is many, or it cannot be unmade. */
export function isToBeAsked({ orders, target: { status } }: Plan): boolean {
  return orders.length > ASKS_ABOVE || status.messages.length > 0 || status.touches_order;
}

/** What all of these orders have in common, as one order for the menu to tick; null: not even the status. */
export function sharedView(views: (OrderView | null)[]): OrderView | null {
  const [first = null] = views;
  // One that is on its way elsewhere may be called back to where it is.
  const isShared = (view: OrderView | null): boolean =>
    view?.state === 'known' && view.status?.id === first?.status?.id;
  if (!first || !views.every(isShared)) return null;
  const isSame = views.every((view) => view?.sub_status?.id === first.sub_status?.id);
  const nothing = { target: null, change: null, back: null, problem: null };
  return { ...first, ...nothing, sub_status: isSame ? first.sub_status : null };
}

/** The statuses that none of these orders may go to, by the workflows' sequence. */
export function forbiddenFor(catalog: CatalogView | null, views: (OrderView | null)[]): ReadonlySet<string> {
  if (!catalog?.enforces_order || views.length === 0) return new Set();
  const byId = new Map(catalog.statuses.map((status) => [status.id, status]));
  // Many orders are in few statuses. No status, or one that is not known: nothing is known to be forbidden.
  const froms = [...new Set(views.map((view) => view?.status?.id))].map((id) => byId.get(id ?? ''));
  const isForbidden = (to: CatalogStatusView): boolean =>
    froms.every((from) => from !== undefined && !mayFollow(catalog, from, to));
  return new Set(catalog.statuses.filter(isForbidden).map(({ id }) => id));
}

/** Waiting to be sent; on its way; waiting for a person's word and nothing else; over. */
export type Phase = 'grace' | 'going' | 'asking' | 'over';

export function phaseOf({ open, asking, until }: BatchView, now_ms: number): Phase {
  if (open.length === 0) return 'over';
  // Past it, it is on its way, whether or not that has been told yet.
  if (until !== null && until > now_ms) return 'grace';
  return asking.length === open.length ? 'asking' : 'going';
}

/** The batch to show: the latest that is not over, else the latest that is to be read. */
export function shownBatch(
  batches: readonly BatchView[],
  isShown: (batch: BatchView) => boolean,
): BatchView | null {
  const latest = batches.toSorted((one, other) => other.made_at - one.made_at).filter(isShown);
  return latest.find(({ open }) => open.length > 0) ?? latest[0] ?? null;
}

/** What somebody else did meanwhile is not to be overwritten in passing. */
export const isRetryable = ({ problem }: RefusedView): boolean => problem.code !== 'changed-by-someone-else';

/** How many of its orders need nothing more from the service. */
export const settledOf = ({ total, open }: BatchView): number => Math.max(0, total - open.length);
