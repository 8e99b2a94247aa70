// Sends a change and holds, until the worker's view says the same, what the page knows already: in the frame of the
// click that it is under way, or that it was refused. Knows no DOM.

import type { OrderRef, OrderView, ProblemView, Reply, StatusView, SubStatusView } from '../protocol';
import { orderKey } from '../protocol';
import { send } from './commands';
import type { Local } from './face';

/** After the worker's word the view follows within milliseconds; past this we trust the view that there is. */
const VIEW_FOLLOWS_MS = 1_000;

interface Target {
  status: StatusView;
  sub_status: SubStatusView | null;
}

export class Changes {
  readonly #locals = new Map<string, Local>();
  readonly #signal: AbortSignal;
  readonly #onChange: (keys: ReadonlySet<string>) => void;

  /** `onChange` is told which orders' keys. */
  constructor(signal: AbortSignal, onChange: (keys: ReadonlySet<string>) => void) {
    this.#signal = signal;
    this.#onChange = onChange;
  }

  of(store: string, order: OrderRef): Local | null {
    return this.#locals.get(orderKey(store, order)) ?? null;
  }

  async change(store: string, order: OrderRef, target: Target, staff: string | null): Promise<void> {
    const { reply, local } = await this.#send(store, [order], [order], target, staff);
    if (reply?.ok) return;
    // No reply: the worker was ended, before or after it took the change. Only the order itself can tell.
    const problem: ProblemView = reply ? reply.problem : { code: 'in-doubt', detail: null };
    this.#replace([orderKey(store, order)], local, { target: null, problem });
  }

  /**
   * Several orders at once, of which `moving` will be seen to. What becomes of each is told by its own view and the
   * batch's; null: all of it was taken on.
   */
  async changeAll(
    store: string,
    orders: OrderRef[],
    moving: OrderRef[],
    target: Target,
    staff: string | null,
  ): Promise<ProblemView | null> {
    const { reply, local } = await this.#send(store, orders, moving, target, staff);
    if (reply?.ok) return null;
    this.#replace(
      moving.map((order) => orderKey(store, order)),
      local,
      null,
    );
    return reply ? reply.problem : { code: 'in-doubt', detail: null };
  }

  /** Shown before it is sent, in the frame of the click. */
  async #send(
    store: string,
    orders: OrderRef[],
    moving: OrderRef[],
    target: Target,
    staff: string | null,
  ): Promise<{ reply: Reply | null; local: Local }> {
    const keys = moving.map((order) => orderKey(store, order));
    const local: Local = { target, problem: null };
    this.#put(keys, local);
    const reply = await send({
      change: {
        store,
        orders,
        status: target.status.id,
        sub_status: target.sub_status?.id ?? null,
        staff,
      },
    });
    if (reply?.ok) setTimeout(() => this.#replace(keys, local, null), VIEW_FOLLOWS_MS);
    return { reply, local };
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
    if (this.#locals.get(key)?.problem) this.#put([key], null);
    if (view?.problem) void send({ acknowledge: { store, orders: [order] } });
  }

  #replace(keys: string[], expected: Local, local: Local | null): void {
    const held = keys.filter((key) => this.#locals.get(key) === expected);
    if (held.length > 0) this.#put(held, local);
  }

  #put(keys: string[], local: Local | null): void {
    for (const key of keys) {
      if (local) this.#locals.set(key, local);
      else this.#locals.delete(key);
    }
    if (!this.#signal.aborted) this.#onChange(new Set(keys));
  }
}

function isReached(view: OrderView, target: Local['target']): boolean {
  return (
    target !== null &&
    view.status?.id === target.status.id &&
    (view.sub_status?.id ?? null) === (target.sub_status?.id ?? null)
  );
}
