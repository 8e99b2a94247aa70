// What the test of time zones runs in the page: the core's due times, and where `Intl` has a zone's offset change.

import init, { dueTimes } from '../../../dist/core/ucos_inline.js';

export { dueTimes };

/** Resolves when `dueTimes` may be called. */
export const ready = init({ module_or_path: '/core.wasm' });

/** From this instant on, local time is this much ahead of UTC; both in milliseconds. */
export interface OffsetChange {
  at: number;
  offset: number;
}

declare global {
  interface Window {
    zones_: typeof import('./zones-in-page');
  }
}

const DAY = 86_400_000;

/** The offset at `from` and every change up to `to`, to the second. A day by itself has at most one. */
export function offsetChanges(zone: string, from: number, to: number): OffsetChange[] {
  const offsetAt = offsetsOf(zone);
  const changes = [{ at: from, offset: offsetAt(from) }];
  for (let day = from; day < to; day += DAY) {
    const offset = offsetAt(day);
    if (offsetAt(day + DAY) === offset) continue;
    let [before, after] = [day, day + DAY];
    while (after - before > 1000) {
      const middle = Math.floor((before + after) / 2000) * 1000;
      if (offsetAt(middle) === offset) before = middle;
      else after = middle;
    }
    changes.push({ at: after, offset: offsetAt(after) });
  }
  return changes;
}

/** Not the core's way: it reads one formatted text, this the parts. Whole seconds only, after the year 0. */
function offsetsOf(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? Number.NaN;
    const local = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return local - at;
  };
}
