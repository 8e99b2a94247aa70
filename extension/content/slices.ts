// Many repaints without a long task: as many as a usual list has are painted at once, in the frame of what led to them;
// of more, so many in each frame, from the next one on. Knows neither what is painted nor how.

/** The rows of a usual list. */
const AT_ONCE = 50;
/** What the browser lays out and paints anew in a part of a frame of a very long list, which costs it much by itself. */
const PER_FRAME = 24;
/** By then a page that is seen has drawn a frame. */
const NO_FRAME_MS = 500;

export class Slices<Shown> {
  readonly #signal: AbortSignal;
  readonly #paint: (shown: Shown) => void;
  readonly #rest = new Set<Shown>();
  #isPlanned = false;

  constructor(signal: AbortSignal, paint: (shown: Shown) => void) {
    this.#signal = signal;
    this.#paint = paint;
  }

  /** In their order. What still waits is painted once, with what holds by then. */
  paint(all: readonly Shown[]): void {
    if (all.length > AT_ONCE) {
      for (const shown of all) this.#rest.add(shown);
      this.#plan();
      return;
    }
    for (const shown of all) {
      this.#rest.delete(shown);
      this.#paint(shown);
    }
  }

  #plan(): void {
    if (this.#isPlanned || this.#rest.size === 0 || this.#signal.aborted) return;
    this.#isPlanned = true;
    const next = (count: number): void => {
      this.#isPlanned = false;
      if (this.#signal.aborted) return;
      for (const shown of [...this.#rest].slice(0, count)) {
        this.#rest.delete(shown);
        this.#paint(shown);
      }
      this.#plan();
    };
    // In the first of the two callbacks the present frame is still to be drawn.
    const frame = requestAnimationFrame(() => {
      clearTimeout(late);
      requestAnimationFrame(() => next(PER_FRAME));
    });
    // A page that nobody sees has no frames, and then nothing is to be spared.
    const late = setTimeout(() => {
      cancelAnimationFrame(frame);
      next(this.#rest.size);
    }, NO_FRAME_MS);
  }
}
