// What crosses between the worker and every page: the views to paint from and the commands to send.
// Knows names and shapes only; no DOM, no chrome.* calls.

/** One order as the page names it. `id` holds the digits of the Shopify id as text (64-bit numbers lose digits). */
export type OrderKind = 'order' | 'draft';
export interface OrderRef {
  kind: OrderKind;
  id: string;
}

/** What a badge says at a glance; also its `data-state`. */
export type BadgeState =
  | 'loading'
  | 'none'
  | 'ok'
  | 'due-soon'
  | 'overdue'
  | 'maybe-overdue'
  | 'pending'
  | 'failed';

/** A status as it is painted. Colours are `#rrggbb`; `ink` has a contrast of at least 4.5:1 on `paper`. */
export interface StatusView {
  id: string;
  name: string;
  paper: string;
  ink: string;
}

export interface SubStatusView {
  id: string;
  name: string;
}

/** A problem, named. The words are in `_locales`, by `code`; `detail` is the service's own sentence, if any. */
export interface ProblemView {
  code: string;
  detail: string | null;
}

/** What there is to see of one order. In `chrome.storage.session` under `orderKey(...)`, as JSON text. */
export interface OrderView {
  kind: OrderKind;
  id: string;
  state: BadgeState;
  status: StatusView | null;
  sub_status: SubStatusView | null;
  addons: { status: StatusView; sub_status: SubStatusView | null }[];
  /** When the service last told us, in ms since the epoch; null: never. */
  seen_at: number | null;
  /** True while the last attempt to renew it failed: it is the last known, not the present. */
  stale: boolean;
  /** Why the last read or change failed, until acknowledged or mended. */
  problem: ProblemView | null;
  /** The change under way (`state` is `pending`). */
  target: { status: StatusView; sub_status: SubStatusView | null } | null;
}

/** One store as this browser is connected to it. Under `storeKey(handle)`, as JSON text. */
export interface StoreView {
  store: string;
  connected: boolean;
  staff_name: string | null;
  problem: ProblemView | null;
  /** When `problem` arose, in ms since the epoch. */
  problem_since: number | null;
}

export interface CatalogStatusView extends StatusView {
  /** In the store's order. */
  sub_statuses: SubStatusView[];
  is_addon: boolean;
  is_independent: boolean;
  /** Channels by which the service messages the customer on a change to this status. */
  messages: ('email' | 'sms' | 'whatsapp')[];
  /** True when a change to it touches the Shopify order (for example marks it fulfilled). */
  touches_order: boolean;
}

/** A heading of the menu and the statuses below it, each by id. `name` null: no heading. */
export interface CatalogGroupView {
  id: string;
  name: string | null;
  statuses: string[];
}

/** What the menu offers. Under `catalogKey(handle)`, as JSON text. */
export interface CatalogView {
  store: string;
  statuses: CatalogStatusView[];
  groups: CatalogGroupView[];
}

export const orderKey = (store: string, order: OrderRef): string =>
  `order/${store}/${order.kind}/${order.id}`;
export const storeKey = (store: string): string => `store/${store}`;
export const catalogKey = (store: string): string => `catalog/${store}`;

export type Command =
  /** These orders are on the screen: see to it that their views are there and fresh. */
  | { command: 'look'; store: string; orders: OrderRef[] }
  /** A person chose this status for this order. `staff` is the name that the admin shows, null if unreadable. */
  | {
      command: 'change';
      store: string;
      order: OrderRef;
      status: string;
      sub_status: string | null;
      staff: string | null;
    }
  /** A person has read the problem of this order: take it away. */
  | { command: 'acknowledge'; store: string; order: OrderRef }
  /** From the options page only. */
  | { command: 'connect'; store: string; key: string; staff_name: string }
  | { command: 'disconnect'; store: string };

/** What the worker answers a command with. */
export type Reply = { ok: true } | { ok: false; problem: ProblemView };
