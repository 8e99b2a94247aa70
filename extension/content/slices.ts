// Many repaints without a long task: as many as a usual list has are painted at once, in the frame of what led to them;
// of more, so many in each frame, from the next one on, what is on screen before the rest. Knows neither what is painted
// nor how.

/** The rows of a usual list. */
const AT_ONCE = 50;
/**
 * A very long list is laid out and drawn anew, as a whole, for one changed letter of the page already, which takes most
 * of 50 ms; so many more are what still fits in.
 */
const PER_FRAME = 8;
/** By then a page that is seen has drawn a frame. */
const NO_FRAME_MS = 500;

export function isOnScreen(element: Element): boolean {
  const { bottom, top } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

export class Slices<Shown> {
  readonly #signal: AbortSignal;
  readonly #paint: (shown: Shown) => void;
  readonly #isOnScreen: (shown: Shown) => boolean;
  readonly #rest = new Set<Shown>();
  #isPlanned = false;

  constructor(signal: AbortSignal, paint: (shown: Shown) => void, isOnScreen: (shown: Shown) => boolean) {
    this.#signal = signal;
    this.#paint = paint;
    this.#isOnScreen = isOnScreen;
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
    // In the first of the two callbacks the present frame is still to be drawn.
    this.#onFrame(() => this.#onFrame((count) => this.#next(count)));
  }

  #next(count: number): void {
    this.#isPlanned = false;
    if (this.#signal.aborted) return;
    const seen = [...this.#rest].filter(this.#isOnScreen);
    for (const shown of [...new Set([...seen, ...this.#rest])].slice(0, count)) {
      this.#rest.delete(shown);
      this.#paint(shown);
    }
    if (this.#rest.size === 0) return;
    this.#isPlanned = true;
    this.#onFrame((next) => this.#next(next));
  }

  /** With how many may be painted in the next frame. A page that nobody sees has no frames, and nothing is to be spared. */
  #onFrame(act: (count: number) => void): void {
    const frame = requestAnimationFrame(() => {
      clearTimeout(late);
      act(PER_FRAME);
    });
    const late = setTimeout(() => {
      cancelAnimationFrame(frame);
      act(this.#rest.size);
    }, NO_FRAME_MS);
  }
}
