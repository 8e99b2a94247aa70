// Asks the worker for an order's details: its line items and its history, which no look tells. One request at a time, and
// none where the details are fresh. Knows no DOM.

import type { OrderRef, ProblemView } from '../../protocol';
import { send } from '../commands';

const FRESH_MS = 60_000;
/**
 * The worker can be ended while it answers; and just after a client-side switch of stores it can still take us for
 * the page of the other store. After these waits we ask again, then let it be.
 */
const RETRY_MS = [1_000, 5_000];

export class Reading {
  readonly #onReply: (problem: ProblemView | null) => void;
  #of: { store: string; order: OrderRef } | null = null;
  #askedAt_ms = 0;
  #hasFailed = false;
  #isUnderWay = false;
  /** Asked for while one was under way: what that one reads may be too old. */
  #isDue = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(signal: AbortSignal, onReply: (problem: ProblemView | null) => void) {
    this.#onReply = onReply;
    signal.addEventListener('abort', () => this.end());
  }

  begin(store: string, order: OrderRef): void {
    this.end();
    this.#of = { store, order };
    this.again();
  }

  /** Something has changed, or the person wants it. */
  again(): void {
    clearTimeout(this.#timer);
    if (this.#isUnderWay) this.#isDue = true;
    else void this.#ask(0);
  }

  /** The person is back at the page, or the network is. */
  renew(): void {
    if (this.#of && (this.#hasFailed || Date.now() - this.#askedAt_ms >= FRESH_MS)) this.again();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#of = null;
    this.#isUnderWay = false;
    this.#isDue = false;
  }

  async #ask(attempt: number): Promise<void> {
    const of = this.#of;
    if (of === null) return;
    this.#isUnderWay = true;
    this.#isDue = false;
    this.#askedAt_ms = Date.now();
    const reply = await send({ inspect: { store: of.store, order: of.order } });
    if (of !== this.#of) return;
    this.#isUnderWay = false;
    this.#hasFailed = !reply?.ok;
    const retry_ms = RETRY_MS[attempt];
    const mayYetDo = reply === null || (!reply.ok && reply.problem.code === 'not-allowed');
    if (this.#isDue) void this.#ask(0);
    else if (mayYetDo && retry_ms !== undefined)
      this.#timer = setTimeout(() => void this.#ask(attempt + 1), retry_ms);
    else if (reply === null) this.#onReply({ code: 'core-failed', detail: null });
    else this.#onReply(reply.ok ? null : reply.problem);
  }
}
