// From the bytes of an .ics file to holidays: its all-day events, expanded over some years, one entry per day.
// Pure: no DOM, no clock, no words. A file in which anything that matters is wrong gives nothing.

import type { Holiday } from '../../../../protocol';
import { cutName, joinNames, MAX_HOLIDAYS } from '../holidays';
import { daysOf, type Horizon, isTimed } from './events';
import { IcsFault } from './fault';
import { type Block, readCalendars } from './lines';

export interface IcsReading {
  /** By date, each date once; the names of events on one day are joined. */
  holidays: Holiday[];
  /** How many events have a time of day, and were left out. */
  timed: number;
  /** How many all-day events there are, those outside the horizon included. */
  allDay: number;
}

/** From the first day of last year to the last day of the year five years ahead. */
export function horizonOf(year: number): Horizon {
  return { from: `${year - 1}-01-01`, to: `${year + 5}-12-31` };
}

/** Throws {@link IcsFault}. */
export function readIcs(bytes: Uint8Array, horizon: Horizon): IcsReading {
  const events = readCalendars(bytes).flatMap(eventsIn);
  const allDay = events.filter((event) => !isTimed(event));
  const names = new Map<string, string[]>();
  for (const { date, name } of daysOf(allDay, horizon)) {
    names.set(date, [...(names.get(date) ?? []), cutName(name)]);
    if (names.size > MAX_HOLIDAYS) throw new IcsFault('too-many-days');
  }
  const holidays = [...names]
    .map(([date, all]) => ({ date, name: joinNames(all) }))
    .sort((a, b) => a.date.localeCompare(b.date));
  return { holidays, timed: events.length - allDay.length, allDay: allDay.length };
}

const eventsIn = (calendar: Block): Block[] => calendar.blocks.filter(({ name }) => name === 'VEVENT');
