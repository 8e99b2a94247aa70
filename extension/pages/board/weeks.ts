// The replies of days put together to weeks, as they are usual in the person's region. Knows calendar days alone: no zone,
// no clock.

import type { AnswersDayView } from '../../protocol';

const DAY_MS = 86_400_000;

export interface Week {
  /** Its first and its last day, `2026-03-09`. */
  from: string;
  to: string;
  answers: number;
  repeats: number;
}

/** The day that a week begins with: 1 is Monday, 7 is Sunday. */
export function firstDayOf(language: string): number {
  const locale: Intl.Locale & { getWeekInfo?: () => { firstDay: number } } = new Intl.Locale(language);
  return locale.getWeekInfo?.().firstDay ?? 1;
}

const dayOf = (at_ms: number): string => new Date(at_ms).toISOString().slice(0, 10);

/** Each week from the first with a reply to the last with one, those between without any included. */
export function weeksOf(days: AnswersDayView[], firstDay: number): Week[] {
  const weeks: Week[] = [];
  for (const { date, answers, repeats } of days) {
    const at = Date.parse(date);
    const begin = at - ((new Date(at).getUTCDay() - firstDay + 7) % 7) * DAY_MS;
    let last = weeks.at(-1);
    while (last === undefined || Date.parse(last.from) < begin) {
      const from: number = last === undefined ? begin : Date.parse(last.from) + 7 * DAY_MS;
      last = { from: dayOf(from), to: dayOf(from + 6 * DAY_MS), answers: 0, repeats: 0 };
      weeks.push(last);
    }
    last.answers += answers;
    last.repeats += repeats;
  }
  return weeks;
}
