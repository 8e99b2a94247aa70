// How long this copy of the content script may act: until a newer copy begins or the extension goes away.
// Every listener, observer and timer hangs on `signal`. Knows nothing of orders or of the host page.

export class Lifetime {
  readonly #controller = new AbortController();

  constructor() {
    // The extension id sets us apart from other installs. An older copy of ours, cut off from the extension
    // by an update, still hears DOM events: this is how it learns that it must go.
    const begin = `ucos-inline:begin:${chrome.runtime.id}`;
    document.dispatchEvent(new Event(begin));
    document.addEventListener(begin, () => this.stop(), { signal: this.signal });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Asked before anything is done. After an update or removal `chrome.runtime.id` is gone; that ends us. */
  isValid(): boolean {
    if (this.signal.aborted) return false;
    if (chrome.runtime?.id !== undefined) return true;
    this.stop();
    return false;
  }

  stop(): void {
    this.#controller.abort();
  }
}
