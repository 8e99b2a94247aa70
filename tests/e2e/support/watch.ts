// Watches what the content script does by itself: the timers that it has pending and the messages that it sends,
// counted in its own world; and the states that a badge goes through. Can hide the page from it and set its clock.

import type { Page } from '@playwright/test';
import { IsolatedWorld } from './isolated';

export interface Counts {
  messages: number;
  /** Timers that are set and have not gone off. */
  pending: number;
  /** The most there ever were at once. */
  mostPending: number;
  /** How often one was set. */
  set: number;
}

export class Watch {
  readonly #page: Page;
  readonly #world: IsolatedWorld;

  private constructor(page: Page, world: IsolatedWorld) {
    this.#page = page;
    this.#world = world;
  }

  /** Counts from now on. A timer that is pending already is unknown here; the next that replaces it is counted. */
  static async begin(page: Page): Promise<Watch> {
    const world = await IsolatedWorld.of(page);
    await world.evaluate(`(() => {
      const pending = new Set();
      globalThis.watched = { messages: 0, mostPending: 0, set: 0, pending };
      const { setTimeout: set, clearTimeout: clear } = globalThis;
      globalThis.setTimeout = (run, ...more) => {
        const timer = set(() => { pending.delete(timer); run(); }, ...more);
        pending.add(timer);
        watched.set += 1;
        watched.mostPending = Math.max(watched.mostPending, pending.size);
        return timer;
      };
      globalThis.clearTimeout = (timer) => { pending.delete(timer); clear(timer); };
      globalThis.setInterval = () => { throw new Error('an interval'); };
      const send = chrome.runtime.sendMessage.bind(chrome.runtime);
      chrome.runtime.sendMessage = (...all) => { watched.messages += 1; return send(...all); };
    })()`);
    return new Watch(page, world);
  }

  counts(): Promise<Counts> {
    return this.#world.evaluate('({ ...watched, pending: watched.pending.size })');
  }

  /** The content script is told that its page is hidden, or seen. */
  async setHidden(isHidden: boolean): Promise<void> {
    await this.#world.evaluate(`(() => {
      const visibility = ${isHidden} ? 'hidden' : 'visible';
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${isHidden} });
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility });
      document.dispatchEvent(new Event('visibilitychange'));
    })()`);
  }

  /** Sets the device's clock ahead or back, as far as the content script can see. */
  async shiftClock(ms: number): Promise<void> {
    await this.#world.evaluate(
      `(() => { const now = Date.now.bind(Date); Date.now = () => now() + ${ms}; })()`,
    );
  }

  /** Records the states of an order's badge, each with the device's time at which it came. */
  async record(id: string): Promise<void> {
    await this.#page.evaluate((order) => {
      const holder = window as unknown as { states: { state: string; at: number }[] };
      holder.states = [];
      const host = document.querySelector<HTMLElement>(`[data-ucos-inline="badge"][data-order="${order}"]`);
      if (!host) throw new Error(`no badge of ${order}`);
      new MutationObserver(() => {
        const state = host.dataset.state ?? '';
        if (holder.states.at(-1)?.state !== state) holder.states.push({ state, at: Date.now() });
      }).observe(host, { attributeFilter: ['data-state'] });
    }, id);
  }

  recorded(): Promise<{ state: string; at: number }[]> {
    return this.#page.evaluate(
      () => (window as unknown as { states: { state: string; at: number }[] }).states,
    );
  }
}
