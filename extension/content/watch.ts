// Watches the list for changes: one observer on the narrowest root that lasts and on the shadow roots with rows, and the way
// up from it. What follows a change is at its pace (pace.ts); when somebody presses something it is never behind.
// Knows which changes matter; no rows, no views.

import { stableRoot } from './host/rows';
import { Pace } from './pace';

const OBSERVED: MutationObserverInit = {
  childList: true,
  subtree: true,
  attributes: true,
  attributeFilter: ['href', 'id', 'aria-label', 'data-primary-link'],
};

export class Watch {
  readonly #pace: Pace;
  readonly #observer: MutationObserver;
  #root: Element | null = null;

  constructor(signal: AbortSignal, onChange: () => void) {
    this.#pace = new Pace(signal, onChange);
    this.#observer = new MutationObserver(() => this.#pace.ask());
    // Whoever presses something means the rows as they are.
    for (const type of ['pointerdown', 'click', 'keydown'])
      window.addEventListener(type, () => this.settle(), { capture: true, passive: true, signal });
  }

  /** What is watched; null: nothing. */
  get root(): Element | null {
    return this.#root;
  }

  /** Watches the stable root, and the way up from it in case the page replaces it. */
  begin(): void {
    const root = stableRoot(document) ?? document.documentElement;
    if (root === this.#root) return;
    this.#observer.disconnect();
    this.#root = root;
    this.#observer.observe(root, OBSERVED);
    for (let up = root.parentElement; up; up = up.parentElement)
      this.#observer.observe(up, { childList: true });
  }

  include(shadowRoots: readonly ShadowRoot[]): void {
    for (const shadowRoot of shadowRoots) this.#observer.observe(shadowRoot, OBSERVED);
  }

  /** What is recorded now are our own insertions. */
  discard(): void {
    this.#observer.takeRecords();
  }

  end(): void {
    this.#observer.disconnect();
    this.#root = null;
  }

  /** What waits to be followed is followed now. */
  settle(): void {
    this.#pace.settle();
  }
}
