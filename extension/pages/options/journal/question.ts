// What is looked for in a journal: as typed, and as the worker is asked. Pure.

import type { Command, HistoryView } from '../../../protocol';

export type Outcome = HistoryView['outcome'];

/** As the fields have it; empty: it does not matter. */
export interface Wanted {
  text: string;
  outcome: Outcome | '';
  /** Dates as `yyyy-mm-dd`, by this device's zone; both days are part of it. */
  from: string;
  to: string;
}

export const NOTHING_WANTED: Wanted = { text: '', outcome: '', from: '', to: '' };

type Question = Extract<Command, { 'read-journal': unknown }>['read-journal'];

export function questionOf(store: string, wanted: Wanted, before: number | null, rows: number): Question {
  const { text, outcome, from, to } = wanted;
  return {
    store,
    text,
    outcome: outcome === '' ? null : outcome,
    since: dayBegins(from, 0),
    until: dayBegins(to, 1),
    before,
    rows,
  };
}

/** When the day begins that is so many days after this one; null: no date. */
function dayBegins(date: string, after: number): number | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  if (year === undefined) return null;
  const begins = new Date(Number(year), Number(month) - 1, Number(day) + after).getTime();
  return Number.isNaN(begins) ? null : begins;
}
