// Tells the worker which orders are on the screen, as seldom as will do: when the set of orders changes, and when
// the person comes back after a while. At rest it has no timer and sends nothing. Knows no DOM.

import type { OrderRef, ProblemView } from '../protocol';
import { send } from './commands';

/** A list arrives in pieces; one message for all of them. */
const GATHER_MS = 50;
const FRESH_MS = 60_000;
/**
 * The worker can be ended while it answers; and just after a client-side switch of stores it can still take us for
 * the page of the other store. After these waits we ask again, then let it be.
 */
const RETRY_MS = [1_000, 5_000];

export class Looks {
  readonly #onReply: (store: string, problem: ProblemView | null) => void;
  #store = '';
  #orders: readonly OrderRef[] = [];
  #key = '';
  #sentAt_ms = 0;
  #hasFailed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(signal: AbortSignal, onReply: (store: string, problem: ProblemView | null) => void) {
    this.#onReply = onReply;
    signal.addEventListener('abort', () => this.forget());
  }

  /** These are the orders on the screen now. Sorting them anew is no news. */
  see(store: string, orders: readonly OrderRef[]): void {
    if (orders.length === 0) return;
    const ids = new Set(orders.map((order) => `${order.kind}/${order.id}`));
    const key = `${store} ${[...ids].sort().join(' ')}`;
    if (key === this.#key) return;
    this.#key = key;
    this.#store = store;
    this.#orders = orders;
    this.#schedule(GATHER_MS, 0);
  }

  /** The person is back at the page, or the network is. */
  renew(): void {
    if (this.#orders.length === 0) return;
    if (this.#hasFailed || Date.now() - this.#sentAt_ms >= FRESH_MS) this.#schedule(0, 0);
  }

  /** The list is no longer on the screen. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#key = '';
    this.#orders = [];
  }

  #schedule(wait_ms: number, attempt: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(attempt), wait_ms);
  }

  async #look(attempt: number): Promise<void> {
    const key = this.#key;
    const store = this.#store;
    this.#sentAt_ms = Date.now();
    const reply = await send({ look: { store, orders: [...this.#orders] } });
    if (key !== this.#key) return;
    this.#hasFailed = !reply?.ok;
    const retry_ms = RETRY_MS[attempt];
    const mayYetDo = reply === null || (!reply.ok && reply.problem.code === 'not-allowed');
    if (mayYetDo && retry_ms !== undefined) this.#schedule(retry_ms, attempt + 1);
    else if (reply === null) this.#onReply(store, { code: 'core-failed', detail: null });
    else this.#onReply(store, reply.ok ? null : reply.problem);
  }
}
