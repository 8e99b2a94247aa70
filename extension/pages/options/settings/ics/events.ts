// Finds the all-day events among a calendar's blocks, and expands each into its local dates.
// Recurrence is ical.js's; what its errors do not tell, the line at fault, is found here before it is asked. A day is
// its date text throughout: there is no clock and no time zone in this file.

import ICAL from 'ical.js';
import { isDate } from '../holidays';
import { IcsFault } from './fault';
import type { Block, Line } from './lines';

/** The days that are asked for, `2026-12-25`, both included. */
export interface Horizon {
  from: string;
  to: string;
}

export interface DayOfEvent {
  date: string;
  name: string;
}

/** What an event's days are made from; the rest of it is not looked at. */
const TEXTS = new Set(['UID', 'SUMMARY', 'STATUS', 'DURATION', 'RRULE']);
const DATES = new Set(['DTSTART', 'DTEND', 'RDATE', 'EXDATE', 'RECURRENCE-ID']);

/** More occurrences than this, long past ones included, are no holiday's. */
const MAX_OCCURRENCES = 50_000;

const lineOf = (event: Block, name: string): Line | undefined =>
  event.lines.find((line) => line.name === name);

/** Whether an event has a time of day. One without a start, or with one that is none, is a fault. */
export function isTimed(event: Block): boolean {
  const start = lineOf(event, 'DTSTART');
  if (start === undefined) throw new IcsFault('start-missing', event.number);
  return /^\d{8}T\d{6}Z?$/.test(start.value.trim());
}

/** The days of the all-day events; those of one event with its exceptions come together. */
export function* daysOf(events: Block[], horizon: Horizon): Generator<DayOfEvent> {
  const byUid = new Map<string | Block, Block[]>();
  for (const event of events) {
    // An event without an identifier has no exceptions.
    const uid = lineOf(event, 'UID')?.value ?? event;
    byUid.set(uid, [...(byUid.get(uid) ?? []), event]);
  }
  for (const related of byUid.values()) {
    const isException = (event: Block): boolean => lineOf(event, 'RECURRENCE-ID') !== undefined;
    const exceptions = related.filter(isException);
    const masters = related.filter((event) => !isException(event));
    for (const [at, master] of masters.entries())
      yield* expand(master, at === 0 ? exceptions : [], horizon);
    // Exceptions whose series is not in the file stand for themselves.
    if (masters.length === 0) for (const exception of exceptions) yield* expand(exception, [], horizon);
  }
}

function* expand(master: Block, exceptions: Block[], horizon: Horizon): Generator<DayOfEvent> {
  const series = parse(master);
  const changed = exceptions.map(parse);
  const event = new ICAL.Event(series, { exceptions: changed });
  if (isCancelled(event.component)) return;
  if (!event.isRecurring()) {
    yield* daysBetween(event, event.startDate, event.endDate, horizon);
    return;
  }
  const occurrences = event.iterator();
  for (let count = 0; count < MAX_OCCURRENCES; count += 1) {
    const occurrence = occurrences.next();
    // An exception may move a later occurrence forward, but no holiday moves by years.
    if (!occurrence || occurrence.toString() > horizon.to) return;
    const { item, startDate, endDate } = event.getOccurrenceDetails(occurrence);
    if (!isCancelled(item.component)) yield* daysBetween(item, startDate, endDate, horizon);
  }
  throw new IcsFault('too-many-days', master.number);
}

const isCancelled = (component: ICAL.Component): boolean =>
  component.getFirstPropertyValue('status')?.toString().toUpperCase() === 'CANCELLED';

/** `end` is the first day that is not meant; some programs write the start itself and mean that one day. */
function* daysBetween(
  event: ICAL.Event,
  start: ICAL.Time,
  end: ICAL.Time,
  horizon: Horizon,
): Generator<DayOfEvent> {
  const name = (event.summary ?? '').replaceAll(/\s+/g, ' ').trim();
  const last = end.toString();
  // A day long before the horizon need not be stepped through.
  const day = start.toString() < horizon.from ? ICAL.Time.fromDateString(horizon.from) : start.clone();
  const isOneDay = last <= start.toString();
  if (isOneDay && start.toString() < horizon.from) return;
  do {
    const date = day.toString();
    if (date > horizon.to || (!isOneDay && date >= last)) return;
    yield { date, name };
    day.adjust(1, 0, 0, 0);
  } while (!isOneDay);
}

/** One event as ical.js has it, made of what is of use and has been checked. */
function parse(event: Block): ICAL.Component {
  const lines = event.lines.flatMap((line) => {
    if (DATES.has(line.name)) return dateLine(line);
    if (!TEXTS.has(line.name)) return [];
    if (line.name === 'RRULE') checkRule(line);
    if (line.name === 'DURATION') checkDuration(line);
    return `${line.name}${line.name === 'SUMMARY' ? '' : line.parameters}:${line.value}`;
  });
  checkOrder(event);
  try {
    return new ICAL.Component(ICAL.parse(['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n')));
  } catch {
    throw new IcsFault('event-unreadable', event.number, lineOf(event, 'SUMMARY')?.value ?? '');
  }
}

/** The line with its dates as dates: many programs leave out `VALUE=DATE`, or write a midnight where a date belongs. */
function dateLine(line: Line): string {
  const dates = line.value.split(',').map((text) => {
    const date = /^(\d{8})(?:T000000)?$/.exec(text.trim())?.[1];
    if (date === undefined || !isCompactDate(date)) throw new IcsFault('date-malformed', line.number, text);
    return date;
  });
  const range = /;RANGE=THISANDFUTURE/i.test(line.parameters) ? ';RANGE=THISANDFUTURE' : '';
  return `${line.name};VALUE=DATE${range}:${dates.join(',')}`;
}

const isCompactDate = (text: string): boolean =>
  isDate(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`);

function checkOrder(event: Block): void {
  const [start, end] = [lineOf(event, 'DTSTART'), lineOf(event, 'DTEND')];
  if (start && end && end.value.trim().slice(0, 8) < start.value.trim().slice(0, 8))
    throw new IcsFault('end-before-start', end.number, end.value);
}

function checkDuration(line: Line): void {
  if (!/^\+?P(?:\d+W|\d+D)(?:T0+[HMS])?$/i.test(line.value.trim()))
    throw new IcsFault('date-malformed', line.number, line.value);
}

const FREQUENCIES = new Set(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']);

function checkRule(line: Line): void {
  const fault = new IcsFault('rule-malformed', line.number, line.value);
  const parts = new Map(
    line.value
      .trim()
      .toUpperCase()
      .split(';')
      .filter((part) => part !== '')
      .map((part) => part.split('=') as [string, string | undefined]),
  );
  const until = parts.get('UNTIL');
  if (!FREQUENCIES.has(parts.get('FREQ') ?? '')) throw fault;
  if (until !== undefined && !(/^\d{8}(?:T\d{6}Z?)?$/.test(until) && isCompactDate(until.slice(0, 8)))) throw fault;
  // Times of day are no part of a date.
  if (['BYHOUR', 'BYMINUTE', 'BYSECOND'].some((part) => parts.has(part))) throw fault;
  if (!canOccur(parts.get('BYMONTH'), parts.get('BYMONTHDAY'))) throw fault;
  try {
    ICAL.Recur.fromString(line.value.trim());
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
