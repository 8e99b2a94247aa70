// Expands a calendar's all-day events into local dates: the start, what the rule and RDATE add, less EXDATE and what
// exceptions move or cancel. Rules are ical.js's; its own expansion of events leaves out the start of one with RDATEs,
// and tells no line at fault. A day is its date text throughout: there is no clock and no time zone here.

import ICAL from 'ical.js';
import { IcsFault } from './fault';
import type { Block, Line } from './lines';
import { checkRule, readDates, readDuration } from './values';

/** The days that are asked for, `2026-12-25`, both included. */
export interface Horizon {
  from: string;
  to: string;
}

export interface DayOfEvent {
  date: string;
  name: string;
}

/** More occurrences than this, long past ones included, are no holiday's. */
const MAX_OCCURRENCES = 50_000;

/** As many steps as a search for occurrences may take, day by day over a century and more. */
const MAX_STEPS = 60_000;

const lineOf = (event: Block, name: string): Line | undefined =>
  event.lines.find((line) => line.name === name);

const datesIn = (event: Block, name: string): string[] =>
  event.lines.filter((line) => line.name === name).flatMap(readDates);

const isException = (event: Block): boolean => lineOf(event, 'RECURRENCE-ID') !== undefined;

const isCancelled = (event: Block): boolean =>
  lineOf(event, 'STATUS')?.value.trim().toUpperCase() === 'CANCELLED';

function startOf(event: Block): Line {
  const start = lineOf(event, 'DTSTART');
  if (start === undefined) throw new IcsFault('start-missing', event.number);
  return start;
}

/** Whether an event has a time of day. One without a start is a fault. */
export const isTimed = (event: Block): boolean => /^\d{8}T\d{6}Z?$/.test(startOf(event).value.trim());

/** The days of all-day events, in no particular order. */
export function daysOf(events: Block[], horizon: Horizon): DayOfEvent[] {
  const replaced = replacedDates(events.filter(isException));
  return events.flatMap((event) => {
    const days = daysFrom(event, isException(event) ? [] : (replaced.get(uidOf(event)) ?? []), horizon);
    return isCancelled(event) ? [] : days;
  });
}

const uidOf = (event: Block): string | undefined => lineOf(event, 'UID')?.value;

/** The dates on which a series is replaced by its exceptions, which are events of their own; by the series' UID. */
function replacedDates(exceptions: Block[]): Map<string | undefined, string[]> {
  const dates = new Map<string | undefined, string[]>();
  for (const exception of exceptions) {
    const line = lineOf(exception, 'RECURRENCE-ID');
    // To move "this and all that follow" is rare, and programs do not agree on what it means.
    if (line && /;RANGE=/i.test(line.parameters))
      throw new IcsFault('rule-malformed', line.number, line.parameters.slice(1));
    dates.set(uidOf(exception), [
      ...(dates.get(uidOf(exception)) ?? []),
      ...datesIn(exception, 'RECURRENCE-ID'),
    ]);
  }
  return dates;
}

function daysFrom(event: Block, replaced: string[], horizon: Horizon): DayOfEvent[] {
  const [start = ''] = readDates(startOf(event));
  const length = lengthOf(event, start);
  const name = nameOf(event);
  const starts = new Set([start, ...datesIn(event, 'RDATE'), ...byRule(event, start, horizon)]);
  for (const date of [...datesIn(event, 'EXDATE'), ...replaced]) starts.delete(date);
  return [...starts].flatMap((each) => daysAfter(each, length, horizon)).map((date) => ({ date, name }));
}

class PastHorizon extends Error {}

/** ical.js looks for the next occurrence of a rule that has none, for ever or for 18,000 years; this stops it. */
function occurrencesOf(rule: ICAL.Recur, start: string, lastYear: number): ICAL.RecurIterator {
  let steps = 0;
  const step = (): void => {
    steps += 1;
    if (steps > MAX_STEPS) throw new Error('no end in sight');
  };
  class Bounded extends ICAL.RecurIterator {
    override check_contracting_rules(): boolean {
      step();
      return super.check_contracting_rules();
    }

    override increment_month(): void {
      step();
      super.increment_month();
    }

    override increment_year(years: number): void {
      super.increment_year(years);
      if (this.last.year > lastYear) throw new PastHorizon();
    }
  }
  return new Bounded({ rule, dtstart: ICAL.Time.fromDateString(start) });
}

/** When the rule has the event start, up to the end of the horizon. */
function byRule(event: Block, start: string, horizon: Horizon): string[] {
  const line = lineOf(event, 'RRULE');
  if (line === undefined) return [];
  const dates: string[] = [];
  try {
    const occurrences = occurrencesOf(checkRule(line), start, Number(horizon.to.slice(0, 4)));
    while (dates.length <= MAX_OCCURRENCES) {
      const date = occurrences.next()?.toString();
      if (date === undefined || date > horizon.to) return dates;
      dates.push(date);
    }
  } catch (error) {
    if (error instanceof PastHorizon) return dates;
    throw new IcsFault('rule-malformed', line.number, line.value);
  }
  throw new IcsFault('too-many-days', line.number, line.value);
}

const DAY_MS = 86_400_000;
const dateOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** How many days. DTEND is the first day that is not meant; some programs write the start itself, and mean that day. */
function lengthOf(event: Block, start: string): number {
  const ends = lineOf(event, 'DTEND');
  if (ends) {
    const [end = start] = readDates(ends);
    if (end < start) throw new IcsFault('end-before-start', ends.number, ends.value);
    return Math.max(1, Math.round((Date.parse(end) - Date.parse(start)) / DAY_MS));
  }
  const lasts = lineOf(event, 'DURATION');
  return lasts ? Math.max(1, readDuration(lasts)) : 1;
}

function daysAfter(start: string, length: number, { from, to }: Horizon): string[] {
  const dates: string[] = [];
  const first = Date.parse(start);
  const end = first + length * DAY_MS;
  // What lies before the horizon is not stepped through.
  for (let day = Math.max(first, Date.parse(from)); day < end && dateOf(day) <= to; day += DAY_MS)
    dates.push(dateOf(day));
  return dates;
}

function nameOf(event: Block): string {
  const line = lineOf(event, 'SUMMARY');
  if (line === undefined) return '';
  const { property } = ICAL.parse;
  const [, , , text] = property(`SUMMARY:${line.value}`, ICAL.design.icalendar);
  return typeof text === 'string' ? text : '';
}
