// Sends changes, and what people say of them, and holds, until the worker's view says the same, what the page knows
// already: in the frame of the click that it waits or is under way, was taken back, or was refused. Remembers what was
// chosen in this tab, so that the latest can be taken back. Knows no DOM.

import type {
  ChangeState,
  ChangeView,
  Command,
  Decision,
  OrderRef,
  OrderView,
  ProblemView,
  Reply,
  StatusPairView,
} from '../protocol';
import { orderKey } from '../protocol';
import { send } from './commands';
import type { Local } from './standing';

/** After the worker's word the view follows within milliseconds; past this we trust the view that there is. */
const VIEW_FOLLOWS_MS = 1_000;
/** More than anybody takes back one by one. */
const REMEMBERED = 50;

/** A change chosen in this tab. */
export interface Made {
  store: string;
  orders: readonly OrderRef[];
  /** Whether it takes an earlier one back: then it is not offered to be changed back itself. */
  isBack: boolean;
}

interface Held {
  local: Local;
  /** Of what was taken back or decided: how it stood then. */
  was: ChangeState | null;
}

const NO_CHANGE: Local = { target: null, change: null, problem: null };

export class Changes {
  readonly #held = new Map<string, Held>();
  readonly #signal: AbortSignal;
  readonly #plan: (store: string, status: string) => ChangeView;
  readonly #onChange: (keys: ReadonlySet<string>) => void;
  readonly #staff: () => string | null;
  #made: Made[] = [];
  /** Changes that the worker has not answered yet, by their orders' keys. */
  readonly #onTheirWay = new Map<string, Promise<Reply | null>>();

  /**
   * `plan` tells how a change to this status will stand as soon as it is chosen; `onChange` is told of which orders' keys;
   * `staff` is the name that the admin shows.
   */
  constructor(
    signal: AbortSignal,
    plan: (store: string, status: string) => ChangeView,
    onChange: (keys: ReadonlySet<string>) => void,
    staff: () => string | null,
  ) {
    this.#signal = signal;
    this.#plan = plan;
    this.#onChange = onChange;
    this.#staff = staff;
  }

  of(store: string, order: OrderRef): Local | null {
    return this.#held.get(orderKey(store, order))?.local ?? null;
  }

  /** What was chosen in this tab, the latest first; what has come to nothing is among it. */
  get made(): readonly Made[] {
    return this.#made;
  }

  forget(forgotten: ReadonlySet<Made>): void {
    this.#made = this.#made.filter((made) => !forgotten.has(made));
  }

  async change(
    store: string,
    orders: readonly OrderRef[],
    target: StatusPairView,
    { isBack = false, moving = orders }: { isBack?: boolean; moving?: readonly OrderRef[] } = {},
  ): Promise<ProblemView | null> {
    const planned = this.#plan(store, target.status.id);
    const change = orders.length > 1 ? { ...planned, batch: '' } : planned;
    this.#made = [{ store, orders, isBack }, ...this.#made].slice(0, REMEMBERED);
    const held = this.#hold(store, moving, { target, change, problem: null });
    const sent = send({
      change: {
        store,
        orders: [...orders],
        status: target.status.id,
        sub_status: target.sub_status?.id ?? null,
        staff: this.#staff(),
      },
    });
    for (const key of held.keys()) this.#onTheirWay.set(key, sent);
    const reply = await sent;
    for (const key of held.keys()) if (this.#onTheirWay.get(key) === sent) this.#onTheirWay.delete(key);
    if (this.#signal.aborted || reply?.ok) {
      this.#releaseSoon(held);
      return null;
    }
    // No reply: the worker was ended, before or after it took the change. Only the order itself can tell.
    const problem: ProblemView = reply ? reply.problem : { code: 'in-doubt', detail: null };
    // What became of each of several is told by its own view, and by the batch's.
    this.#release(held, orders.length > 1 ? null : { ...NO_CHANGE, problem });
    return problem;
  }

  /** Takes changes back that have not been sent. The problem, if it was too late for one of them. */
  async undo(store: string, orders: readonly OrderRef[], was: ChangeState): Promise<ProblemView | null> {
    const held = this.#hold(store, orders, NO_CHANGE, was);
    // The worker may still be reading the orders before it takes the change on: there is nothing yet to take back.
    await Promise.all([...held.keys()].map((key) => this.#onTheirWay.get(key)));
    return this.#say({ undo: { store, orders: [...orders], staff: this.#staff() } }, held);
  }

  /** A person's word on a change that waits for it. */
  decide(store: string, order: OrderRef, view: OrderView, decision: Decision): Promise<ProblemView | null> {
    const { target, change } = view;
    const local: Local =
      decision === 'send' && change
        ? { target, change: { ...change, state: 'sending', until: null }, problem: null }
        : NO_CHANGE;
    const held = this.#hold(store, [order], local, change?.state ?? null);
    return this.#say({ decide: { store, orders: [order], decision, staff: this.#staff() } }, held);
  }

  /** The person has read the problem: ours is dropped here, the worker's by command. What asks for a word stays. */
  acknowledge(store: string, order: OrderRef, view: OrderView | null): void {
    const key = orderKey(store, order);
    if (this.#held.get(key)?.local.problem) {
      this.#held.delete(key);
      this.#tell([key]);
    }
    const state = view?.change?.state;
    if (state === 'refused' || state === 'superseded')
      void send({ acknowledge: { store, orders: [order], staff: this.#staff() } });
  }

  /** These views are new (null: all may be): what we held of their orders may now be said there. */
  settle(keys: ReadonlySet<string> | null, viewAt: (key: string) => OrderView | null): void {
    for (const [key, held] of this.#held) {
      const view = keys === null || keys.has(key) ? viewAt(key) : null;
      if (view && isSaid(view, held)) this.#held.delete(key);
    }
  }

  async #say(command: Command, held: Map<string, Held>): Promise<ProblemView | null> {
    // To say it twice is to say it once, and the worker may have been ended in the middle.
    const reply: Reply | null = (await send(command)) ?? (await send(command));
    if (reply?.ok) this.#releaseSoon(held);
    else this.#release(held, null);
    return reply?.ok ? null : (reply?.problem ?? { code: 'core-failed', detail: null });
  }

  #hold(
    store: string,
    orders: readonly OrderRef[],
    local: Local,
    was: ChangeState | null = null,
  ): Map<string, Held> {
    const held = new Map(orders.map((order) => [orderKey(store, order), { local, was }]));
    for (const [key, each] of held) this.#held.set(key, each);
    this.#tell([...held.keys()]);
    return held;
  }

  #releaseSoon(held: Map<string, Held>): void {
    setTimeout(() => this.#release(held, null), VIEW_FOLLOWS_MS);
  }

  /** What is still held of these, and not said or replaced meanwhile, gives way to this. */
  #release(held: Map<string, Held>, local: Local | null): void {
    const left = [...held].filter(([key, each]) => this.#held.get(key) === each);
    for (const [key] of left) {
      if (local) this.#held.set(key, { local, was: null });
      else this.#held.delete(key);
    }
    if (left.length > 0) this.#tell(left.map(([key]) => key));
  }

  #tell(keys: string[]): void {
    if (!this.#signal.aborted) this.#onChange(new Set(keys));
  }
}

/** Whether the view has the news that we hold, or later news. */
function isSaid(view: OrderView, { local: { target, change, problem }, was }: Held): boolean {
  if (was !== null) return view.change?.state !== was;
  // That another change was under way is past with the first word of that change.
  if (problem?.code === 'change-under-way' || view.state === 'pending' || view.state === 'failed')
    return true;
  return change !== null && target !== null && isReached(view, target);
}

function isReached(view: OrderView, target: StatusPairView): boolean {
  return (
    view.status?.id === target.status.id && (view.sub_status?.id ?? null) === (target.sub_status?.id ?? null)
  );
}
