// Lists of holidays: each date once, in order. Pure: no DOM, no chrome.* calls, no words.

import type { Holiday } from '../../../protocol';

/** The core takes no more. */
export const MAX_HOLIDAYS = 2000;

/** The core cuts longer names. */
export const LONGEST_NAME = 80;

export const cutName = (name: string): string =>
  [...name.replaceAll(/\s+/g, ' ').trim()].slice(0, LONGEST_NAME).join('').trim();

/** One name for a day that has several. */
export const joinNames = (names: string[]): string =>
  cutName([...new Set(names.filter((name) => name !== ''))].join(', '));

export const inOrder = (holidays: Holiday[]): Holiday[] =>
  holidays.toSorted((a, b) => a.date.localeCompare(b.date));

/** Those of `found` on days that are not in the list yet. */
export function newAmong(found: Holiday[], listed: Holiday[]): Holiday[] {
  const dates = new Set(listed.map(({ date }) => date));
  return found.filter(({ date }) => !dates.has(date));
}

/** The list with what is new in it. A day that is listed already keeps its name. */
export const merge = (listed: Holiday[], found: Holiday[]): Holiday[] =>
  inOrder([...listed, ...newAmong(found, listed)]);

/** Whether it is a whole calendar date of four-digit years, as the core reads it. */
export function isDate(text: string): boolean {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}
