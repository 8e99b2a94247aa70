// The due times of many orders as well-written JavaScript works them out: by the same definition as the core
// (src/due/calendar.rs), with the libraries that one would take. Saturdays, Sundays and holidays do not count.

import { type TZDate, TZDateMini } from '@date-fns/tz';
import { addDays, getISODay, startOfDay } from 'date-fns';
import { Temporal as NativeTemporal } from 'temporal-polyfill';
import { Temporal as PolyfillTemporal } from 'temporal-polyfill/implementation';

export interface Work {
  zone: string;
  /** Local dates, as 2026-12-25, in order. */
  holidays: string[];
  /** Of each order, in ms since the epoch. */
  entered: number[];
  /** How long each may stay, on days that count. */
  seconds: number;
}

/** Due times in ms since the epoch. */
export type Rival = (work: Work) => number[];

/** Local dates of one zone, in a library's hands. */
interface Dates<D> {
  of(at: number): D;
  parse(date: string): D;
  /** The instant at which a local date begins, in ms since the epoch. */
  start(date: D): number;
  plus(date: D, days: number): D;
  /** Monday is 1. */
  weekday(date: D): number;
}

/** A time that does not count: `to` is no part of it. */
interface Span {
  from: number;
  to: number;
}

/**
 * Each order by itself, a working week at a time: the library tells where it begins and ends; real time runs in
 * between, but for the holidays.
 */
function weekByWeek<D>({ holidays, entered, seconds }: Work, dates: Dates<D>): number[] {
  const off = holidays
    .map((text) => dates.parse(text))
    .filter((date) => dates.weekday(date) <= 5)
    .map((date): Span => ({ from: dates.start(date), to: dates.start(dates.plus(date, 1)) }));
  return entered.map((at) => {
    const date = dates.of(at);
    const weekday = dates.weekday(date);
    let saturday = dates.plus(date, weekday < 6 ? 6 - weekday : 13 - weekday);
    let from = weekday < 6 ? at : dates.start(dates.plus(saturday, -5));
    let left = seconds * 1000;
    let next = 0;
    for (;;) {
      const to = dates.start(saturday);
      for (let holiday = off[next]; holiday && holiday.from < to; holiday = off[next]) {
        const counted = holiday.from - from;
        if (counted > 0 && left <= counted) return from + left;
        left -= Math.max(counted, 0);
        from = Math.max(holiday.to, from);
        next += 1;
      }
      if (from < to && left <= to - from) return from + left;
      left -= to - from;
      from = dates.start(dates.plus(saturday, 2));
      saturday = dates.plus(saturday, 7);
    }
  });
}

/** date-fns, with its own companion for time zones. */
export const dateFns: Rival = (work) => weekByWeek(work, dateFnsDates(work.zone));

/** A date is the beginning of it. */
function dateFnsDates(zone: string): Dates<TZDate> {
  return {
    of: (at) => startOfDay(new TZDateMini(at, zone)),
    parse: (date) => {
      const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
      return new TZDateMini(year, month - 1, day, zone);
    },
    start: (date) => date.getTime(),
    plus: addDays<TZDate, TZDate>,
    weekday: getISODay,
  };
}

function byTemporal(Temporal: typeof PolyfillTemporal): Rival {
  return (work) => {
    // A zoned time in the place of the zone's name: the name is not looked up at every call, four times as quick.
    const timeZone = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(work.zone);
    return weekByWeek<PolyfillTemporal.PlainDate>(work, {
      of: (at) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate(),
      parse: (date) => Temporal.PlainDate.from(date),
      start: (date) => date.toZonedDateTime({ timeZone }).epochMilliseconds,
      plus: (date, days) => date.add({ days }),
      weekday: (date) => date.dayOfWeek,
    });
  };
}

export const polyfilledTemporal = byTemporal(PolyfillTemporal);

/** The browser's own; undefined where it has none. */
export const nativeTemporal = 'Temporal' in globalThis ? byTemporal(NativeTemporal) : undefined;

/**
 * All orders together, at the price of a design of one's own: date-fns tells once where each day begins; what an order
 * then costs is two searches.
 */
export const dateFnsOnce: Rival = ({ zone, holidays, entered, seconds }) => {
  const dates = dateFnsDates(zone);
  const off = new Set(holidays.map((text) => dates.start(dates.parse(text))));
  const limit = seconds * 1000;
  const last = entered.reduce((one, other) => Math.max(one, other), 0);

  // The days that count: where each begins, and the time that counts before it.
  const starts: number[] = [];
  const before: number[] = [];
  let total = 0;
  let totalAtLast = Number.POSITIVE_INFINITY;
  let day = dates.of(entered.reduce((one, other) => Math.min(one, other), last));
  while (total <= totalAtLast + limit) {
    const [start, next] = [dates.start(day), dates.plus(day, 1)];
    if (dates.weekday(day) <= 5 && !off.has(start)) {
      starts.push(start);
      before.push(total);
      total += dates.start(next) - start;
    }
    if (start <= last) totalAtLast = total;
    day = next;
  }

  return entered.map((at) => {
    const n = lastUpTo(starts, at);
    const [start = at, counted = 0, nextCounted = total] = [starts[n], before[n], before[n + 1]];
    const target = Math.min(counted + at - start, nextCounted) + limit;
    // An order is due when its last counted millisecond ends; with a limit of zero, when the first one begins.
    const m = lastUpTo(before, limit > 0 ? target - 1 : target);
    return (starts[m] ?? 0) + target - (before[m] ?? 0);
  });
};

/** The place of the last number that is not above `limit`, of numbers in order; -1: there is none. */
function lastUpTo(numbers: number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
