// Days as people read them: names of weekdays in the locale's order, dates, instants in a zone, lengths of time.
// Knows Intl and the page's language.

import type { LimitView, Weekday } from '../../../protocol';
import { language, words } from '../../shared/words';
import { WEEK } from './draft';

/** The week as it begins where this browser's language is spoken. */
export function weekInOrder(): Weekday[] {
  const first = new Intl.Locale(chrome.i18n.getUILanguage()).getWeekInfo().firstDay;
  return [...WEEK.slice(first - 1), ...WEEK.slice(0, first - 1)];
}

// 1 January 2024 was a Monday.
const instantOfWeekday = (day: Weekday): number => Date.UTC(2024, 0, 1 + WEEK.indexOf(day));

export const weekdayName = (day: Weekday, weekday: 'long' | 'short' = 'long'): string =>
  new Intl.DateTimeFormat(language(), { weekday, timeZone: 'UTC' }).format(instantOfWeekday(day));

const DATE = { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' } as const;

/** A date with its weekday. `date` is `2026-12-25`, of no zone. */
export const dayAndDate = (date: string): string =>
  new Intl.DateTimeFormat(language(), { ...DATE, weekday: 'short' }).format(Date.parse(date));

export const dateAlone = (date: string): string =>
  new Intl.DateTimeFormat(language(), DATE).format(Date.parse(date));

/** Instants by the clocks of a zone, with the zone's name; `short` where many stand below each other. */
export const instantFormat = (zone: string, style: 'long' | 'short'): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(language(), {
    weekday: style,
    year: 'numeric',
    month: style,
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone: zone,
  });

/** The time of day in a zone and the zone's long name. */
export const timeIn = (zone: string, instant: number): string =>
  new Intl.DateTimeFormat(language(), {
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'long',
    timeZone: zone,
  }).format(instant);

/** A limit in words: how long, and what does not count. Its days have 24 hours. */
export function limitWords({ seconds, skip_weekends, skip_holidays }: LimitView): string {
  const length = new Intl.DurationFormat(language(), { style: 'long' }).format({
    days: Math.floor(seconds / 86_400),
    hours: Math.floor((seconds % 86_400) / 3600),
    minutes: Math.floor((seconds % 3600) / 60),
    seconds: seconds % 60,
  });
  if (skip_weekends && skip_holidays) return words('settings_limit_skips_both', length);
  if (skip_weekends) return words('settings_limit_skips_weekends', length);
  if (skip_holidays) return words('settings_limit_skips_holidays', length);
  return length;
}
