// Many repaints without a long task: the first ones at once, in the frame of what led to them, the others a slice in
// each frame after. Knows neither what is painted nor how.

/** What the browser lays out and paints anew in about a frame, beside all that the page does. */
const SLICE = 40;

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
  paint(all: Iterable<Shown>): void {
    let count = 0;
    for (const shown of all) {
      count += 1;
      if (count > SLICE) {
        this.#rest.add(shown);
      } else {
        this.#rest.delete(shown);
        this.#paint(shown);
      }
    }
    this.#plan();
  }

  #plan(): void {
    if (this.#isPlanned || this.#rest.size === 0 || this.#signal.aborted) return;
    this.#isPlanned = true;
    const next = (): void => {
      this.#isPlanned = false;
      const rest = [...this.#rest];
      this.#rest.clear();
      this.paint(rest);
    };
    // A page that nobody sees has no frames.
    if (document.hidden) setTimeout(next);
    else requestAnimationFrame(next);
  }
}
