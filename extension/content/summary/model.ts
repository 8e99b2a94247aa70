// What the summary counts: the orders of the list by what their badges say, and the store's own numbers. Pure: no DOM,
// no words, no clock.

import type { Deadline, SummaryView } from '../../protocol';

export const GROUPS = ['overdue', 'maybe-overdue', 'due-today'] as const;
/** What a person can ask for: the orders that are late, that may be, and that will be by the end of the day. */
export type Group = (typeof GROUPS)[number];

/** A number for each group; null where it cannot be told. */
export type Counts = Record<Group, number | null>;

/** One order of the list, as its badge shows it. */
export interface Shown {
  state: string | undefined;
  isDueToday: boolean;
}

export interface ListCounts {
  counts: Counts;
  orders: number;
  /** Orders whose badge tells nothing yet, and those whose badge tells of a problem instead. */
  loading: number;
  failed: number;
}

export interface StoreCounts {
  counts: Counts;
  /** When the whole store was last read, in ms since the epoch; null: never, and the counts are of a part of it. */
  swept_at: number | null;
}

export function isIn(group: Group, { state, isDueToday }: Shown): boolean {
  return group === 'due-today' ? isDueToday : state === group;
}

export function countList(shown: readonly Shown[], knowsToday: boolean): ListCounts {
  const count = (isCounted: (each: Shown) => boolean): number => shown.filter(isCounted).length;
  return {
    counts: {
      overdue: count((each) => isIn('overdue', each)),
      'maybe-overdue': count((each) => isIn('maybe-overdue', each)),
      'due-today': knowsToday ? count((each) => isIn('due-today', each)) : null,
    },
    orders: shown.length,
    loading: count(({ state }) => state === 'loading'),
    failed: count(({ state }) => state === 'failed'),
  };
}

export function countStore(view: SummaryView | null, now_ms: number): StoreCounts | null {
  return (
    view && {
      counts: {
        overdue: view.overdue,
        'maybe-overdue': view.maybe_overdue,
        'due-today': endOfToday(view, now_ms) === null ? null : view.due_today,
      },
      swept_at: view.swept_at,
    }
  );
}

/** When the store's local day ends; null if that is not known, because the summary is of a day that is over. */
export function endOfToday(view: SummaryView | null, now_ms: number): number | null {
  return view && view.today_ends_at > now_ms ? view.today_ends_at : null;
}

/** Not overdue yet, and due, as early as may be, before the day ends: as the core counts it for the store. */
export function isDueToday(
  state: string | undefined,
  due: Deadline | null,
  day_ends_at: number | null,
): boolean {
  if (due === null || day_ends_at === null) return false;
  return (state === 'ok' || state === 'due-soon') && due.earliest < day_ends_at;
}

export function isAllZero(counts: Counts): boolean {
  return GROUPS.every((group) => !counts[group]);
}
