// What is fuzzed of calendar files: any bytes give holidays that can be kept, or a named fault, and soon. Run by run.ts
// and, with what that left, by tests/e2e/holidays.spec.ts.

import { IcsFault } from '../../extension/pages/options/settings/ics/fault';
import { horizonOf, readIcs } from '../../extension/pages/options/settings/ics/read';

const HORIZON = horizonOf(2026);

/** Throws where the reading does not keep its word. */
export function fuzz(data: Uint8Array): void {
  let reading: ReturnType<typeof readIcs>;
  try {
    reading = readIcs(new Uint8Array(data), HORIZON);
  } catch (error) {
    if (error instanceof IcsFault) return;
    throw error;
  }
  let before = '';
  for (const { date, name } of reading.holidays) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || date <= before) throw new Error(`${date} after ${before}`);
    if (date < HORIZON.from || date > HORIZON.to) throw new Error(`${date} is beyond the horizon`);
    if (new Date(date).toISOString().slice(0, 10) !== date) throw new Error(`${date} is no day`);
    if ([...name].length > 80) throw new Error(`a name of ${[...name].length} characters`);
    before = date;
  }
}

/** In what a reading ends, roughly: files with the same outcome went much the same way. */
export function outcomeOf(data: Uint8Array): string {
  try {
    const { holidays, ...rest } = readIcs(new Uint8Array(data), HORIZON);
    const size = (count: number): number => Math.ceil(Math.log2(count + 1));
    const others = Object.entries(rest).map(([name, value]) => [
      name,
      Array.isArray(value) ? size(value.length) : value,
    ]);
    return JSON.stringify([size(holidays.length), others]);
  } catch (error) {
    if (!(error instanceof IcsFault)) throw error;
    return `${error.code} ${error.text.replace(/[^A-Za-z-]+/g, ' ').slice(0, 24)}`;
  }
}
