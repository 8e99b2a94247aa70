// Sends a change and holds, until the worker's view says the same, what the page knows already: in the frame of the
// click that it is under way, or that it was refused. Knows no DOM.

import type { OrderRef, OrderView, ProblemView, StatusView, SubStatusView } from '../protocol';
import { orderKey } from '../protocol';
import { send } from './commands';
import type { Local } from './face';

/** After the worker's word the view follows within milliseconds; past this we trust the view that there is. */
const VIEW_FOLLOWS_MS = 1_000;

export class Changes {
  readonly #locals = new Map<string, Local>();
  readonly #signal: AbortSignal;
  readonly #onChange: () => void;

  constructor(signal: AbortSignal, onChange: () => void) {
    this.#signal = signal;
    this.#onChange = onChange;
  }

  of(store: string, order: OrderRef): Local | null {
    return this.#locals.get(orderKey(store, order)) ?? null;
  }

  async change(
    store: string,
    order: OrderRef,
    target: { status: StatusView; sub_status: SubStatusView | null },
    staff: string | null,
  ): Promise<void> {
    const key = orderKey(store, order);
    const local: Local = { target, problem: null };
    this.#put(key, local);
    const reply = await send({
      change: {
        store,
        orders: [order],
        status: target.status.id,
        sub_status: target.sub_status?.id ?? null,
        staff,
      },
    });
    if (this.#signal.aborted) return;
    if (reply?.ok) {
      setTimeout(() => this.#replace(key, local, null), VIEW_FOLLOWS_MS);
    } else {
      // No reply: the worker was ended, before or after it took the change. Only the order itself can tell.
      const problem: ProblemView = reply ? reply.problem : { code: 'in-doubt', detail: null };
      this.#replace(key, local, { target: null, problem });
    }
  }

  /** These views are new: what we held of their orders may now be said there. */
  settle(keys: ReadonlySet<string>, viewAt: (key: string) => OrderView | null): void {
    for (const [key, { target, problem }] of this.#locals) {
      const view = keys.has(key) ? viewAt(key) : null;
      if (view === null) continue;
      // That another change was under way is past with the first word of that change.
      const isPast = problem?.code === 'change-under-way';
      if (isPast || view.state === 'pending' || view.state === 'failed' || isReached(view, target)) {
        this.#locals.delete(key);
      }
    }
  }

  /** The person has read the problem: ours is dropped here, the worker's by command. */
  acknowledge(store: string, order: OrderRef, view: OrderView | null): void {
    const key = orderKey(store, order);
    if (this.#locals.get(key)?.problem) this.#put(key, null);
    if (view?.problem) void send({ acknowledge: { store, orders: [order] } });
  }

  #replace(key: string, expected: Local, local: Local | null): void {
    if (this.#locals.get(key) === expected) this.#put(key, local);
  }

  #put(key: string, local: Local | null): void {
    if (local) this.#locals.set(key, local);
    else this.#locals.delete(key);
    if (!this.#signal.aborted) this.#onChange();
  }
}

function isReached(view: OrderView, target: Local['target']): boolean {
  return (
    target !== null &&
    view.status?.id === target.status.id &&
    (view.sub_status?.id ?? null) === (target.sub_status?.id ?? null)
  );
}
