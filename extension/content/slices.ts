// Many repaints without a long task: as many as a usual list has are painted at once, in the frame of what led to them;
// of more, so many in each frame, from the next one on. Knows neither what is painted nor how.

/** The rows of a usual list. */
const AT_ONCE = 50;
/** What the browser lays out and paints anew in a part of a frame of a very long list, which costs it much by itself. */
const PER_FRAME = 24;

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
    const next = (): void => {
      this.#isPlanned = false;
      if (this.#signal.aborted) return;
      for (const shown of [...this.#rest].slice(0, PER_FRAME)) {
        this.#rest.delete(shown);
        this.#paint(shown);
      }
      this.#plan();
    };
    // A page that nobody sees has no frames. In the first of the two callbacks the present frame is still to be drawn.
    if (document.hidden) setTimeout(next);
    else requestAnimationFrame(() => requestAnimationFrame(next));
  }
}
