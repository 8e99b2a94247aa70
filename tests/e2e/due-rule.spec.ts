// The page's own rule of verdicts and its idea of the service's time, with clocks that a test sets. No browser.

import { expect, test } from '@playwright/test';
import { ServiceClock } from '../../extension/content/clock';
import { nextChangeAfter, verdictAt } from '../../extension/content/due';
import type { ClockView, Deadline } from '../../extension/protocol';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const T0 = Date.UTC(2026, 10, 23, 19);

test.describe('verdict', () => {
  const due = (earliest: number, latest = earliest, lead_seconds = 7_200): Deadline => ({
    earliest: earliest * HOUR,
    latest: latest * HOUR,
    lead_seconds,
  });

  /** The verdicts from long before, each with the instant from which on it holds. */
  function course(deadline: Deadline | null): [number, string][] {
    const seen: [number, string][] = [];
    for (let at: number | null = -DAY; at !== null && seen.length < 9; at = nextChangeAfter(deadline, at)) {
      seen.push([at / HOUR, verdictAt(deadline, at)]);
      // It changes there and not a millisecond earlier.
      const before = seen.at(-2)?.[1];
      if (before !== undefined) expect(verdictAt(deadline, at - 1)).toBe(before);
    }
    return seen;
  }

  test('no limit: none, for ever', () => expect(course(null)).toEqual([[-24, 'none']]));

  test('an exact entry leaves no maybe', () => {
    expect(course(due(10))).toEqual([
      [-24, 'ok'],
      [8, 'due-soon'],
      [10, 'overdue'],
    ]);
  });

  test('overdue only when certain', () => {
    expect(course(due(10, 20))).toEqual([
      [-24, 'ok'],
      [8, 'due-soon'],
      [10, 'maybe-overdue'],
      [20, 'overdue'],
    ]);
  });

  test('a lead of nothing, and one longer than all time', () => {
    expect(course(due(10, 10, 0))).toEqual([
      [-24, 'ok'],
      [10, 'overdue'],
    ]);
    expect(course(due(10, 10, 1e12))).toEqual([
      [-24, 'due-soon'],
      [10, 'overdue'],
    ]);
  });
});

test.describe("the service's time", () => {
  const device = { wall_ms: T0, steady_ms: 5_000 };
  let view: ClockView | null;
  let clock: ServiceClock;
  const pass = (ms: number): void => {
    device.wall_ms += ms;
    device.steady_ms += ms;
  };
  const begin = (): void => {
    clock = new ServiceClock(() => view, { wall: () => device.wall_ms, steady: () => device.steady_ms });
  };

  test.beforeEach(() => {
    Object.assign(device, { wall_ms: T0, steady_ms: 5_000 });
    view = null;
    begin();
  });

  test("is the device's until something was measured, then corrected, either way", () => {
    pass(1_000);
    expect(clock.now()).toBe(T0 + 1_000);
    view = { ahead_ms: 90_000, measured_at: T0 };
    expect(clock.now()).toBe(T0 + 91_000);
    view = { ahead_ms: -90_000, measured_at: T0 + 1 };
    expect(clock.now()).toBe(T0 - 89_000);
  });

  test('a jump back is as if it had not been, however often', () => {
    pass(HOUR);
    clock.now();
    device.wall_ms -= DAY;
    expect(clock.now()).toBe(T0 + HOUR);
    pass(HOUR);
    device.wall_ms -= 5 * DAY;
    expect(clock.now()).toBe(T0 + 2 * HOUR);
    pass(HOUR);
    expect(clock.now()).toBe(T0 + 3 * HOUR);
  });

  test('a new measurement replaces what was added', () => {
    view = { ahead_ms: 0, measured_at: T0 };
    clock.now();
    device.wall_ms -= DAY;
    expect(clock.now()).toBe(T0);
    // The worker has noticed as well, before we or after.
    view = { ahead_ms: DAY, measured_at: T0 - DAY };
    expect(clock.now()).toBe(T0);
    pass(HOUR);
    expect(clock.now()).toBe(T0 + HOUR);
  });

  test('a jump back before the page began shows by the time of the measurement', () => {
    view = { ahead_ms: 60_000, measured_at: T0 };
    device.wall_ms = T0 - DAY;
    begin();
    expect(clock.now()).toBe(T0 + 60_000);
    pass(HOUR);
    expect(clock.now()).toBe(T0 + HOUR + 60_000);
  });

  test('what is less than a jump never leads back', () => {
    const first = clock.now();
    device.wall_ms -= 800;
    expect(clock.now()).toBe(first);
    pass(1_000);
    expect(clock.now()).toBe(first + 200);
  });

  test('a device that slept has its time', () => {
    device.wall_ms += 8 * HOUR;
    device.steady_ms += 20;
    expect(clock.now()).toBe(T0 + 8 * HOUR);
  });
});
