// What crosses between the worker and every page: the views to paint from and the commands to send.
// The types are the core's own, made from the Rust code; here are the names under which views are published.
// Knows names and shapes only: no DOM, no chrome.* calls.

import type {
  BoardListView,
  BoardView,
  CatalogView,
  FoundView,
  JournalCheck,
  JournalPage,
  Managed,
  OrderRef,
  OrderState,
  Problem,
  ReplyText,
  Settings,
  StoredView,
  Verdict,
} from '../dist/core/ucos_inline.js';

export type {
  AccountView,
  AnswersDayView,
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
  Entry as JournalEntry,
  Facts,
  Fault as PolicyFault,
  FaultKind,
  FoundView,
  HistoryView,
  Holiday,
  Interval,
  JournalBreak,
  JournalCheck,
  JournalPage,
  KeyView,
  Language as ReplyLanguage,
  LatelyView,
  Learnt,
  LimitView,
  LineItemView,
  Managed,
  OrderKind,
  OrderRef,
  OrderState,
  OrderView,
  OwnTemplate,
  PolicyView,
  Problem as ProblemView,
  ProblemLately,
  Question,
  QuietHours,
  RefusalsView,
  RefusedView,
  Reminders,
  ReminderView,
  RepliesView,
  ReplyAnswer,
  ReplyQuestion,
  ReplySettings,
  ReplyStatusView,
  ReplyText,
  Rotation,
  Settings,
  SortBy,
  Stage,
  StatusPairView,
  StatusView,
  StoredPart,
  StoredView,
  StoreView,
  SubStatusView,
  SummaryView,
  TemplateFault,
  TrendDayView,
  UnreadName,
  Verdict,
  Weekday,
  Which,
  WhoView,
} from '../dist/core/ucos_inline.js';

/** What a badge says at a glance; also its `data-state`. Of a known order it is the verdict of this very moment. */
export type BadgeState = Exclude<OrderState, 'known'> | Verdict;

/** The settings that apply to a store, and the names of those that the organisation sets. */
export type SettingsView = Settings & { managed: Managed[] };

/** What the worker answers a command with. */
export type Reply =
  | {
      ok: true;
      board?: BoardView;
      board_list?: BoardListView;
      found?: FoundView[];
      journal?: JournalPage;
      check?: JournalCheck;
      reply?: ReplyText;
      stored?: StoredView[];
    }
  | { ok: false; problem: Problem };

/** Where an order's view is published, in `chrome.storage.session`, as JSON text of an `OrderView`. */
export const orderKey = (store: string, order: OrderRef): string =>
  `order/${store}/${order.kind}/${order.id}`;

/** Where a store's view is published, as JSON text of a `StoreView`. */
export const storeKey = (store: string): string => `store/${store}`;

/** Where it is published who is signed in to a store's admin, as JSON text of a `WhoView`. */
export const whoKey = (store: string): string => `who/${store}`;

/** Where a store's catalog is published, as JSON text of a `CatalogView`. */
export const catalogKey = (store: CatalogView['store']): string => `catalog/${store}`;

/** Where a store's summary is published, as JSON text of a `SummaryView`. */
export const summaryKey = (store: string): string => `summary/${store}`;

/** Where a store's settings are published, as JSON text of a `SettingsView`. */
export const settingsKey = (store: string): string => `settings/${store}`;

/** Where what is set for a store's replies is published, as JSON text of a `RepliesView`. */
export const repliesKey = (store: string): string => `replies/${store}`;

/** Where the unsettled changes of a store are published, as JSON text of a `ChangesView`. */
export const changesKey = (store: string): string => `changes/${store}`;

/** Where an order's details are published, as JSON text of a `DetailsView`. */
export const detailsKey = (store: string, order: OrderRef): string =>
  `details/${store}/${order.kind}/${order.id}`;

/** Where it is published that a store's key is kept and not used, as JSON text of its handle. */
export const withheldKey = (store: string): string => `withheld/${store}`;

/** Where it is published what the organisation sets beside the settings, as JSON text of a `PolicyView`. */
export const POLICY_KEY = 'policy';

/** Where the correction of this device's clock is published, as JSON text of a `ClockView`. */
export const CLOCK_KEY = 'clock';

/** Where the refused messages are counted, as JSON text of a `RefusalsView`. */
export const REFUSALS_KEY = 'refusals';

/** Where the problems since the browser's start are published, as JSON text of a `LatelyView`. */
export const LATELY_KEY = 'lately';
