// What crosses between the worker and every page: the views to paint from and the commands to send.
// The types are the core's own, made from the Rust code; here are the names under which views are published.
// Knows names and shapes only: no DOM, no chrome.* calls.

import type {
  BoardListView,
  BoardView,
  CatalogView,
  OrderRef,
  OrderState,
  Problem,
  Verdict,
} from '../dist/core/ucos_inline.js';

export type {
  BackView,
  BatchView,
  BoardListView,
  BoardPreferences,
  BoardRowView,
  BoardStatusView,
  BoardView,
  CatalogGroupView,
  CatalogStatusView,
  CatalogView,
  ChangeState,
  ChangesView,
  ChangeView,
  Channel,
  ClockView,
  Command,
  Deadline,
  Decision,
  DetailsView,
  DueAnswer,
  DueQuestion,
  HistoryView,
  Holiday,
  Interval,
  Learnt,
  LimitView,
  LineItemView,
  OrderKind,
  OrderRef,
  OrderState,
  OrderView,
  Problem as ProblemView,
  Question,
  QuietHours,
  RefusedView,
  Reminders,
  ReminderView,
  Settings,
  SortBy,
  StatusPairView,
  StatusView,
  StoreView,
  SubStatusView,
  SummaryView,
  TrendDayView,
  Verdict,
  Weekday,
  Which,
} from '../dist/core/ucos_inline.js';

/** What a badge says at a glance; also its `data-state`. Of a known order it is the verdict of this very moment. */
export type BadgeState = Exclude<OrderState, 'known'> | Verdict;

/** What the worker answers a command with. */
export type Reply =
  | { ok: true; board?: BoardView; board_list?: BoardListView }
  | { ok: false; problem: Problem };

/** Where an order's view is published, in `chrome.storage.session`, as JSON text of an `OrderView`. */
export const orderKey = (store: string, order: OrderRef): string =>
  `order/${store}/${order.kind}/${order.id}`;

/** Where a store's view is published, as JSON text of a `StoreView`. */
export const storeKey = (store: string): string => `store/${store}`;

/** Where a store's catalog is published, as JSON text of a `CatalogView`. */
export const catalogKey = (store: CatalogView['store']): string => `catalog/${store}`;

/** Where a store's summary is published, as JSON text of a `SummaryView`. */
export const summaryKey = (store: string): string => `summary/${store}`;

/** Where a store's settings are published, as JSON text of `Settings`. */
export const settingsKey = (store: string): string => `settings/${store}`;

/** Where the unsettled changes of a store are published, as JSON text of a `ChangesView`. */
export const changesKey = (store: string): string => `changes/${store}`;

/** Where an order's details are published, as JSON text of a `DetailsView`. */
export const detailsKey = (store: string, order: OrderRef): string =>
  `details/${store}/${order.kind}/${order.id}`;

/** Where the correction of this device's clock is published, as JSON text of a `ClockView`. */
export const CLOCK_KEY = 'clock';
