// Reads the values of an all-day event's lines: dates, durations, rules; of each, what is wrong and in which line.
// Knows the values that RFC 5545 allows, and the liberties that programs take with dates.

/*! Bundled with this: ical.js, https://github.com/kewisch/ical.js, unmodified, under the Mozilla Public License 2.0. */

import ICAL from 'ical.js';
import { isDate } from '../holidays';
import { IcsFault } from './fault';
import type { Line } from './lines';

/**
 * The dates in a line, `2026-12-25`. Many programs leave out `VALUE=DATE`, or write a midnight where a date belongs.
 * An instant (`20261224T230000Z`) is refused: its date depends on the zone.
 */
export function readDates(line: Line): string[] {
  return line.value.split(',').map((text) => {
    const date = readDate(/^(\d{8})(?:T000000)?$/.exec(text.trim())?.[1]);
    if (date === null) throw new IcsFault('date-malformed', line.number, text);
    return date;
  });
}

function readDate(compact = ''): string | null {
  const date = `${compact.slice(0, 4)}-${compact.slice(4, 6)}-${compact.slice(6)}`;
  return isDate(date) ? date : null;
}

/** A duration in days. */
export function readDuration(line: Line): number {
  const [, weeks = '0', days = '0'] =
    /^\+?P(?:(\d{1,4})W|(\d{1,5})D)(?:T(?:0+[HMS])+)?$/i.exec(line.value.trim()) ?? [];
  const length = Number(weeks) * 7 + Number(days);
  if (length === 0) throw new IcsFault('date-malformed', line.number, line.value);
  return length;
}

/** Each frequency with the parts that RFC 5545 does not allow with it; with some of them ical.js looks for ever. */
const FORBIDDEN: Record<string, RegExp> = {
  DAILY: /;BYWEEKNO=|;BYYEARDAY=|;BYDAY=[^;]*\d/,
  WEEKLY: /;BYWEEKNO=|;BYYEARDAY=|;BYMONTHDAY=|;BYDAY=[^;]*\d/,
  MONTHLY: /;BYWEEKNO=|;BYYEARDAY=/,
  // A numbered weekday is one of the month or of the year: in a numbered week it means nothing.
  YEARLY: /;BYWEEKNO=.*;BYDAY=[^;]*\d|;BYDAY=[^;]*\d.*;BYWEEKNO=/,
};

/** A rule that gives dates, and some. Stricter than ical.js, which takes half of what it is given. */
export function checkRule(line: Line): ICAL.Recur {
  const fault = new IcsFault('rule-malformed', line.number, line.value);
  const text = line.value.trim().toUpperCase();
  const parts = new Map(
    text
      .split(';')
      .filter((part) => part !== '')
      .map((part) => [part.split('=')[0] ?? '', part.split('=')[1] ?? '']),
  );
  const forbidden = FORBIDDEN[parts.get('FREQ') ?? ''];
  if (forbidden === undefined || forbidden.test(`;${text}`)) throw fault;
  const until = parts.get('UNTIL');
  if (until !== undefined && !(/^\d{8}(?:T\d{6}Z?)?$/.test(until) && readDate(until.slice(0, 8))))
    throw fault;
  // Times of day are no part of a date.
  if (['BYHOUR', 'BYMINUTE', 'BYSECOND'].some((part) => parts.has(part))) throw fault;
  if (!canOccur(parts.get('BYMONTH'), parts.get('BYMONTHDAY'))) throw fault;
  try {
    return ICAL.Recur.fromString(text.replace(/(UNTIL=\d{8})T\d{6}Z?/, '$1'));
  } catch {
    throw fault;
  }
}

const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether any of the months has any of the days. For one that has none ical.js would look for ever. */
function canOccur(months: string | undefined, days: string | undefined): boolean {
  if (months === undefined || days === undefined) return true;
  const lengths = months.split(',').map((month) => DAYS_OF_MONTH[Number(month) - 1] ?? 0);
  return days.split(',').some((day) => Math.abs(Number(day)) <= Math.max(...lengths));
}
