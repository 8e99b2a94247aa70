// Repaints each badge at the instant at which what it shows changes by itself. One timer for all of them, none if none
// will change or nobody can see the page; nothing is asked of anybody. Knows neither what badges show nor why.

import type { ServiceClock } from './clock';

/**
 * No timer waits longer, then it looks again: one that is set does not count the time that a device sleeps, nor does
 * it hear that the clock was put ahead. (Past 24.8 days one would even go off at once.)
 */
const LONGEST_WAIT_MS = 600_000;

export interface Changing {
  /** When what it shows changes by itself, by the service's clock; null: never. */
  readonly changes_at: number | null;
}

export class Flips<Shown extends Changing> {
  readonly #signal: AbortSignal;
  readonly #clock: ServiceClock;
  readonly #shown: () => Iterable<Shown>;
  readonly #repaint: (shown: Shown) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isPlanning = false;

  /** `repaint` leads to a new `changes_at`. */
  constructor(
    signal: AbortSignal,
    clock: ServiceClock,
    shown: () => Iterable<Shown>,
    repaint: (shown: Shown) => void,
  ) {
    this.#signal = signal;
    this.#clock = clock;
    this.#shown = shown;
    this.#repaint = repaint;
    document.addEventListener('visibilitychange', () => this.#flip(), { signal });
    signal.addEventListener('abort', () => clearTimeout(this.#timer));
  }

  /** What is shown has changed, or the clock: once all of that is done, the timer is set anew. */
  plan(): void {
    if (this.#isPlanning) return;
    this.#isPlanning = true;
    queueMicrotask(() => {
      this.#isPlanning = false;
      this.#setTimer();
    });
  }

  #setTimer(): void {
    clearTimeout(this.#timer);
    if (this.#signal.aborted || document.hidden) return;
    const instants = [...this.#shown()].flatMap(({ changes_at }) => changes_at ?? []);
    if (instants.length === 0) return;
    const wait_ms = Math.min(...instants) - this.#clock.now();
    this.#timer = setTimeout(() => this.#flip(), Math.min(Math.max(0, Math.ceil(wait_ms)), LONGEST_WAIT_MS));
  }

  #flip(): void {
    if (!document.hidden) {
      const now_ms = this.#clock.now();
      for (const shown of this.#shown())
        if (shown.changes_at !== null && shown.changes_at <= now_ms) this.#repaint(shown);
    }
    this.plan();
  }
}
