// What a badge says of its order's due time: the verdict, the time beside the status, the words, and when any of them
// but the age of our knowledge changes by itself. Pure but for the words; no DOM.

import type { Deadline, Interval, OrderView, Verdict } from '../protocol';
import { nextChangeAfter, verdictAt } from './due';
import { dateWords, type Length, lengthOf, lengthWords } from './times';
import { word } from './words';

export interface DueFace {
  verdict: Verdict;
  /** Beside the status's name; null: nothing. */
  time: TimeText | null;
  /** The verdict in full words, as part of a sentence; empty: there is nothing to say. */
  words: string;
  /** By the service's clock. */
  changes_at: number | null;
}

export interface TimeText {
  wide: string;
  /** Where there is little room; the badge's mark says the rest. */
  narrow: string;
}

export function dueFace(view: OrderView | null, now_ms: number): DueFace {
  const due = view?.due ?? null;
  const verdict = verdictAt(due, now_ms);
  const flips_at = nextChangeAfter(due, now_ms);
  if (due === null || verdict === 'none' || verdict === 'ok')
    return { verdict, time: null, words: '', changes_at: flips_at };

  if (verdict === 'maybe-overdue' && !isStartKnown(view?.entered ?? null)) {
    const time = { wide: word('badge_time_maybe_overdue_unknown'), narrow: '?' };
    return { verdict, time, words: word('badge_maybe_overdue_unknown'), changes_at: flips_at };
  }
  if (verdict === 'due-soon') {
    const left = lengthOf(due.earliest - now_ms);
    // Of n units left, the last instant that has them is the one just n units before.
    const changes_at = due.earliest - left.count * left.length_ms + 1;
    return { verdict, ...textsOf('due_soon', left), changes_at: earlier(changes_at, flips_at) };
  }
  const since = verdict === 'overdue' ? due.latest : due.earliest;
  const past = lengthOf(now_ms - since);
  const changes_at = since + (past.count + 1) * past.length_ms;
  const key = verdict === 'overdue' ? 'overdue' : 'maybe_overdue';
  return { verdict, ...textsOf(key, past), changes_at: earlier(changes_at, flips_at) };
}

/** What the tooltip says of it, line by line: when it is due, in the store's zone, and from what we conclude that. */
export function dueLines(view: OrderView, zone: string | null): string[] {
  const { due, entered } = view;
  const lines = due ? [dueLine(due, entered, zone)] : [];
  if (entered && (due || entered.earliest === entered.latest)) lines.push(enteredLine(entered, zone));
  return lines;
}

function dueLine(due: Deadline, entered: Interval | null, zone: string | null): string {
  const latest = dateWords(due.latest, zone);
  if (!isStartKnown(entered)) return word('due_by', latest);
  const earliest = dateWords(due.earliest, zone);
  // Told to the minute; less is no interval.
  return earliest === latest ? word('due_at', latest) : word('due_between', earliest, latest);
}

/** Since when it is in its status, as far as looks can tell. */
export function enteredLine(entered: Interval, zone: string | null): string {
  const latest = dateWords(entered.latest, zone);
  if (!isStartKnown(entered)) return word('entered_by', latest);
  const earliest = dateWords(entered.earliest, zone);
  return earliest === latest ? word('entered_at', latest) : word('entered_between', earliest, latest);
}

/** An order may have been in its status for ever when we first saw it; then no length of time can be told. */
const isStartKnown = (entered: Interval | null): boolean => entered === null || entered.earliest > 0;

function textsOf(
  key: 'due_soon' | 'overdue' | 'maybe_overdue',
  length: Length,
): { time: TimeText; words: string } {
  const number = lengthWords(length, 'narrow');
  const short = length.count > 0 ? number : word('time_below', number);
  const long =
    length.count > 0 ? lengthWords(length, 'long') : word('time_below_words', lengthWords(length, 'long'));
  return {
    time: {
      wide: word(`badge_time_${key}`, short),
      narrow: key === 'maybe_overdue' ? word('badge_time_question', short) : short,
    },
    words: word(`badge_${key}`, long),
  };
}

const earlier = (one: number, other: number | null): number => Math.min(one, other ?? one);
