// Times and lengths of time in the browser's language. Knows no orders, no DOM.

import { language } from './words';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The units, each from which length on it is used. */
const UNITS = [
  { unit: 'day', length_ms: DAY_MS, from_ms: 2 * DAY_MS },
  { unit: 'hour', length_ms: HOUR_MS, from_ms: HOUR_MS },
] as const;

/** A length of time as it is told, rounded down: neither time left nor delay is ever made more than it is. */
export interface Length {
  unit: 'minute' | 'hour' | 'day';
  /** 0: less than a minute. */
  count: number;
  /** Of one unit. */
  length_ms: number;
}

export function lengthOf(ms: number): Length {
  const { unit, length_ms } = UNITS.find(({ from_ms }) => ms >= from_ms) ?? {
    unit: 'minute',
    length_ms: MINUTE_MS,
  };
  return { unit, length_ms, count: Math.max(0, Math.floor(ms / length_ms)) };
}

// Made once each: making one costs more than all the words of a badge.
const lengths = new Map<string, Intl.NumberFormat>();
const dates = new Map<string | null, Intl.DateTimeFormat>();
const clocks = new Map<string | null, Intl.DateTimeFormat>();

/**
 * Makes all that it will take. The very first use of `Intl` in a page loads its data, for longer than a frame lasts: to
 * be done while there is time, before there are rows to paint.
 */
export function prepareTimes(zone: string | null): void {
  for (const ms of [0, HOUR_MS, 2 * DAY_MS])
    for (const display of ['narrow', 'long'] as const) lengthWords(lengthOf(ms), display);
  dateWords(0, zone);
}

/** "3h", "3 hours"; of less than a minute it is one. */
export function lengthWords({ unit, count }: Length, unitDisplay: 'narrow' | 'long'): string {
  return unitFormat(unit, unitDisplay).format(Math.max(1, count));
}

function unitFormat(unit: Length['unit'] | 'second', unitDisplay: 'narrow' | 'long'): Intl.NumberFormat {
  const key = `${unit} ${unitDisplay}`;
  let format = lengths.get(key);
  if (!format) {
    format = new Intl.NumberFormat(language(), { style: 'unit', unit, unitDisplay });
    lengths.set(key, format);
  }
  return format;
}

/** "4s", "4 seconds". */
export function secondsWords(seconds: number, unitDisplay: 'narrow' | 'long'): string {
  return unitFormat('second', unitDisplay).format(seconds);
}

/** "2:00:15 PM": of what happens within the hour. */
export function clockWords(at_ms: number, zone: string | null): string {
  let format = clocks.get(zone);
  if (!format) {
    format = zoned({ hour: 'numeric', minute: '2-digit', second: '2-digit' }, zone);
    clocks.set(zone, format);
  }
  return format.format(at_ms);
}

/** "Mon, Nov 23, 2026, 2:00 PM EST". `zone` is an IANA name; null, or one that this browser does not know: its own. */
export function dateWords(at_ms: number, zone: string | null): string {
  let format = dates.get(zone);
  if (!format) {
    format = dateFormat(zone);
    dates.set(zone, format);
  }
  return format.format(at_ms);
}

function dateFormat(zone: string | null): Intl.DateTimeFormat {
  const options: Intl.DateTimeFormatOptions = {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  };
  return zoned(options, zone);
}

function zoned(options: Intl.DateTimeFormatOptions, zone: string | null): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(language(), zone === null ? options : { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat(language(), options);
  }
}
