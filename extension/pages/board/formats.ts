// Instants, days and lengths of time as the board says them: in the page's language, instants by the store's clocks.
// Knows Intl and the page's language.

import { language } from '../shared/words';

const HOUR = 3_600;
const DAY = 24 * HOUR;

// Made once each: making one costs more than using it a hundred times.
const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function unit(name: 'minute' | 'hour' | 'day', unitDisplay: 'narrow' | 'long', digits: number) {
  const key = `${name} ${unitDisplay} ${digits}`;
  const known = made.get(key);
  if (known instanceof Intl.NumberFormat) return known;
  const format = new Intl.NumberFormat(language(), {
    style: 'unit',
    unit: name,
    unitDisplay,
    maximumFractionDigits: digits,
  });
  made.set(key, format);
  return format;
}

/** "45 minutes", "7.5 hours", "12 days"; `narrow`: "7.5h". */
export function lengthWords(seconds: number, display: 'narrow' | 'long' = 'long'): string {
  const [name, length] =
    seconds < HOUR
      ? (['minute', 60] as const)
      : seconds < 2 * DAY
        ? (['hour', HOUR] as const)
        : (['day', DAY] as const);
  const count = seconds / length;
  return unit(name, display, name !== 'minute' && count < 10 ? 1 : 0).format(count);
}

/** An edge of a bin: "4h", "1d". */
export const edgeWords = (hours: number, display: 'narrow' | 'long'): string =>
  hours % 24 === 0 ? unit('day', display, 0).format(hours / 24) : unit('hour', display, 0).format(hours);

function dates(key: string, options: Intl.DateTimeFormatOptions, zone: string | null): Intl.DateTimeFormat {
  const known = made.get(`${key} ${zone}`);
  if (known instanceof Intl.DateTimeFormat) return known;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat(language(), zone === null ? options : { ...options, timeZone: zone });
  } catch {
    // A zone that this browser does not know: its own.
    format = new Intl.DateTimeFormat(language(), options);
  }
  made.set(`${key} ${zone}`, format);
  return format;
}

/** An instant by the store's clocks; `zone` null: by this browser's. */
export const instantWords = (at_ms: number, zone: string | null): string =>
  dates(
    'instant',
    { year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
    zone,
  ).format(at_ms);

/** Between two instants, by the store's clocks; by days alone where they are more than two days apart. */
export const rangeWords = (from_ms: number, to_ms: number, zone: string | null): string =>
  to_ms - from_ms > 2 * DAY * 1_000
    ? dates('days', { year: 'numeric', month: 'short', day: 'numeric' }, zone).formatRange(from_ms, to_ms)
    : dates(
        'instants',
        { year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
        zone,
      ).formatRange(from_ms, to_ms);

/** A day without its year. */
export const dayShort = (at_ms: number): string =>
  dates('day', { month: 'short', day: 'numeric' }, 'UTC').format(at_ms);

/** From one day to another, both included. */
export const daysWords = (from_ms: number, to_ms: number): string =>
  dates('days', { year: 'numeric', month: 'short', day: 'numeric' }, 'UTC').formatRange(from_ms, to_ms);

/** `date` is `2026-12-25`. */
export const dayLong = (date: string): string =>
  dates('date', { year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' }, 'UTC').format(
    Date.parse(date),
  );

/** "4 minutes ago". */
export function agoWords(seconds: number): string {
  const format = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
  if (seconds < HOUR) return format.format(-Math.max(0, Math.round(seconds / 60)), 'minute');
  return seconds < 2 * DAY
    ? format.format(-Math.round(seconds / HOUR), 'hour')
    : format.format(-Math.round(seconds / DAY), 'day');
}
