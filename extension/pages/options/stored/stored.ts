// What this extension stores, read when it is looked at, and erased kind by kind. Holds what was read and what is being
// asked; how it looks is section.ts's. Knows the worker's commands and how much room the browser says is taken.

import type { TemplateResult } from 'lit-html';
import type { StoredPart } from '../../../protocol';
import { send } from '../../shared/commands';
import { type StoredState, storedTemplate } from './section';

export class Stored {
  readonly #repaint: () => void;
  readonly #state: StoredState = {
    isOpen: false,
    busy: false,
    stored: null,
    taken_bytes: null,
    asked: null,
    erased: null,
    problem: null,
  };

  /** `repaint` is called whenever something is to be painted anew. */
  constructor(repaint: () => void) {
    this.#repaint = repaint;
  }

  /** `connected`: the handles of the stores that are. */
  template(connected: string[]): TemplateResult {
    return storedTemplate(this.#state, connected, {
      toggle: (isOpen) => {
        if (this.#state.isOpen === isOpen) return;
        this.#state.isOpen = isOpen;
        this.#state.asked = null;
        this.#repaint();
        if (isOpen) void this.#measure();
      },
      ask: (asked) => {
        if (this.#state.busy) return;
        this.#state.asked = asked;
        this.#state.erased = null;
        this.#repaint();
      },
      erase: (store, part) => {
        if (!this.#state.busy) void this.#erase(store, part);
      },
    });
  }

  async #measure(): Promise<void> {
    const [reply, estimate] = await Promise.all([
      send({ 'measure-storage': {} }),
      // What the browser's own files take; a browser that does not tell shows nothing of it.
      navigator.storage.estimate().catch(() => null),
    ]);
    this.#state.problem = reply.ok ? null : reply.problem;
    if (reply.ok) this.#state.stored = reply.stored ?? [];
    this.#state.taken_bytes = estimate?.usage ?? null;
    this.#repaint();
  }

  async #erase(store: string, part: StoredPart): Promise<void> {
    this.#state.busy = true;
    this.#repaint();
    const reply = await send({ erase: { store, part } });
    this.#state.busy = false;
    if (reply.ok) {
      this.#state.asked = null;
      this.#state.erased = { store, part };
    }
    await this.#measure();
    if (!reply.ok) this.#state.problem = reply.problem;
    this.#repaint();
  }
}
