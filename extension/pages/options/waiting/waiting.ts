// The changes of the connected stores that wait for a person's word: holds what is ticked and what is under way, and
// turns a word into a command. Nothing is sent that was not on the screen when the button was pressed.

import type { TemplateResult } from 'lit-html';
import type { ChangesView, Decision, OrderRef, StoreView } from '../../../protocol';
import { send } from '../../shared/commands';
import type { Views } from '../../shared/views';
import { type Group, meant, nameOf } from './groups';
import { headingId, type WaitingState, waitingTemplate } from './section';

/** How long after an answer the next is not taken: the second press of a double click is no answer to what moved up. */
const REST_MS = 600;

const emptyState = (): WaitingState => ({ ticked: new Set(), deciding: null, said: null, problem: null });

export class StoresWaiting {
  readonly #repaint: () => void;
  readonly #states = new Map<string, WaitingState>();
  #restsUntil = 0;

  /** `repaint` is called whenever something is to be painted anew. */
  constructor(repaint: () => void) {
    this.#repaint = repaint;
  }

  readonly template = (view: StoreView, views: Views): TemplateResult => {
    const state = this.#states.get(view.store) ?? emptyState();
    this.#states.set(view.store, state);
    const changes = views.changes.get(view.store);
    this.#letGo(state, changes);
    return waitingTemplate(
      { view, changes, orders: views.orders, state },
      {
        tick: (change, isTicked) => {
          if (isTicked) state.ticked.add(nameOf(change));
          else state.ticked.delete(nameOf(change));
          this.#repaint();
        },
        decide: (group, decision) => void this.#decide(view.store, state, group, decision),
      },
    );
  };

  /** A store that is no longer connected takes with it what was ticked. */
  keepOnly(stores: string[]): void {
    for (const store of this.#states.keys()) if (!stores.includes(store)) this.#states.delete(store);
  }

  /**
   * What was ticked and no longer waits is ticked no more; the buttons, which would then mean all of them, rest a while: a
   * press may be on its way.
   */
  #letGo({ ticked }: WaitingState, changes: ChangesView | undefined): void {
    if (changes === undefined || ticked.size === 0) return;
    const waiting = new Set(changes.asking.map(nameOf));
    for (const name of ticked) {
      if (waiting.has(name)) continue;
      ticked.delete(name);
      this.#restsUntil = performance.now() + REST_MS;
    }
  }

  async #decide(store: string, state: WaitingState, group: Group, decision: Decision): Promise<void> {
    if (state.deciding !== null || performance.now() < this.#restsUntil) return;
    const changes = meant(group, state.ticked);
    const orders: OrderRef[] = changes.map(({ order }) => order);
    state.deciding = decision;
    state.said = null;
    state.problem = null;
    this.#repaint();
    const reply = await send({ decide: { store, orders, decision, staff: null } });
    state.deciding = null;
    this.#restsUntil = performance.now() + REST_MS;
    if (reply.ok) {
      for (const change of changes) state.ticked.delete(nameOf(change));
      state.said = { decision, count: changes.length };
    } else {
      state.problem = reply.problem;
    }
    this.#repaint();
    // The button that was pressed has gone with what it was about, unless that failed.
    if (reply.ok) document.getElementById(headingId(store))?.focus();
  }
}
