// How often we follow a page's changes. At once, as a rule; of a page that changes without end we take a share of its time
// and no more, and catch up when it rests. Knows time alone; neither what is done nor what it costs in words of the page.

/** What may be spent at once, in ms: a very long list is gone through many times within it. */
const BURST_MS = 400;
/** Of all time: what comes back of the burst with each ms. */
const SHARE = 0.25;
/** Once it is spent, this much in ms has to be there again. */
const ENOUGH_MS = 25;

export class Pace {
  readonly #signal: AbortSignal;
  readonly #act: () => void;
  readonly #now: () => number;
  #left_ms = BURST_MS;
  #at_ms: number;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  /** `now` in ms, never backwards. */
  constructor(signal: AbortSignal, act: () => void, now: () => number = () => performance.now()) {
    this.#signal = signal;
    this.#act = act;
    this.#now = now;
    this.#at_ms = now();
    signal.addEventListener('abort', () => clearTimeout(this.#waiting));
  }

  /** Acts now, or as soon as there is time for it; then once, however often it was asked. */
  ask(): void {
    if (this.#waiting !== undefined || this.#signal.aborted) return;
    this.#refill();
    if (this.#left_ms > 0) this.#run();
    else this.#waiting = setTimeout(() => this.#run(), (ENOUGH_MS - this.#left_ms) / SHARE);
  }

  /** What waits is done now: somebody is about to rely on it. */
  settle(): void {
    if (this.#waiting !== undefined) this.#run();
  }

  #run(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    if (this.#signal.aborted) return;
    this.#refill();
    this.#act();
    this.#left_ms -= this.#now() - this.#at_ms;
    this.#at_ms = this.#now();
  }

  #refill(): void {
    const now_ms = this.#now();
    this.#left_ms = Math.min(BURST_MS, this.#left_ms + (now_ms - this.#at_ms) * SHARE);
    this.#at_ms = now_ms;
  }
}
