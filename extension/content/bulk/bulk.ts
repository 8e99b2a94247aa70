// Changing many orders from the admin's own selection: follows what is selected, opens the menu for all of it, asks
// where it has to, and shows how the batch stands until a person has read of it. At rest it has no timer. Knows the
// parts, not how they work; no host selector.

import type { BatchView, OrderRef, ProblemView, Reply } from '../../protocol';
import { catalogKey, changesKey, orderKey, settingsKey, storeKey } from '../../protocol';
import type { Changes } from '../changes';
import { send } from '../commands';
import type { OrderRow } from '../host/rows';
import { followSelection, readSelection, type Selection } from '../host/selection';
import type { Lifetime } from '../lifetime';
import type { Staff } from '../staff/staff';
import type { Floor } from '../ui/floor';
import { putLayer, removeLayer } from '../ui/layer';
import { Menu, type MenuContent } from '../ui/menu';
import type { Views } from '../views';
import { counted, problemWords, word } from '../words';
import { type Action, Bar, type BatchContent, type Told } from './bar';
import { ask } from './confirm';
import {
  forbiddenFor,
  isRetryable,
  type Phase,
  phaseOf,
  planOf,
  settledOf,
  sharedView,
  shownBatch,
  type Target,
} from './model';
import { batchText, outcomeText, pairText, questionOf, selectLabel } from './phrases';

/** A batch with nothing to read stays this long once it is over. */
const READ_MS = 10_000;
const NOTHING: Selection = { orders: [], isBeyond: false };

/** The list that the orders are selected in. */
interface List {
  /** By the service's clock. */
  now: () => number;
  /** Sees to it that the rows are those of this moment. */
  settle: () => void;
}

export class Bulk {
  readonly #lifetime: Lifetime;
  readonly #views: Views;
  readonly #changes: Changes;
  readonly #staff: Staff;
  readonly #settle: () => void;
  readonly #now: () => number;
  readonly #began_at: number;
  readonly #floor: Floor;
  #bar: Bar | null = null;
  #store: string | null = null;
  #rows: readonly OrderRow[] = [];
  #shadowRoots: readonly ShadowRoot[] = [];
  #selection = NOTHING;
  #menu: { menu: Menu; orders: OrderRef[] } | null = null;
  #asking: AbortController | null = null;
  #problem: { words: string; detail: string | null } | null = null;
  /** Batches that this page has seen on their way, those whose end it has seen, by when, and those put away. */
  readonly #followed = new Set<string>();
  readonly #over = new Map<string, number>();
  readonly #dismissed = new Set<string>();
  #said = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDue = false;

  constructor(lifetime: Lifetime, views: Views, changes: Changes, staff: Staff, floor: Floor, list: List) {
    this.#lifetime = lifetime;
    this.#views = views;
    this.#changes = changes;
    this.#staff = staff;
    this.#floor = floor;
    this.#now = list.now;
    this.#settle = list.settle;
    this.#began_at = list.now();
    followSelection(document, lifetime.signal, () => this.#recount());
  }

  /** The list of this connected store is on the screen, with these rows, in these trees beside the document. */
  show(store: string, rows: readonly OrderRow[], shadowRoots: readonly ShadowRoot[]): void {
    if (store !== this.#store) this.leave();
    this.#store = store;
    this.#rows = rows;
    this.#shadowRoots = shadowRoots;
    this.#recount();
  }

  /** The list is no longer on the screen, or not to be spoken of. */
  leave(): void {
    this.#store = null;
    this.#rows = [];
    this.#shadowRoots = [];
    this.#selection = NOTHING;
    this.#problem = null;
    clearTimeout(this.#timer);
    this.#menu?.menu.close(false);
    this.#asking?.abort();
    this.#floor.raise(false);
    this.#floor.lift(0);
    if (this.#bar) removeLayer(this.#bar.host);
  }

  /** These views are new. */
  onViews(keys: ReadonlySet<string>): void {
    const store = this.#store;
    if (store === null) return;
    if (keys.has(changesKey(store))) this.#recount();
    const menu = this.#menu;
    if (!menu) return;
    const shown = [catalogKey(store), storeKey(store), settingsKey(store)];
    // Whatever else is news would only rebuild it under the pointer.
    if (shown.some((key) => keys.has(key)) || menu.orders.some((order) => keys.has(orderKey(store, order))))
      menu.menu.refresh(this.#menuContent(store, menu.orders));
  }

  /** Somebody else is signed in, or the key is somebody else's. What was begun by whoever was there is not gone on with. */
  onStaff(): void {
    const store = this.#store;
    if (store === null) return;
    if (this.#staff.guard(store)) {
      this.#asking?.abort();
      this.#menu?.menu.close(false);
    }
    this.#recount();
  }

  /** Once for all that happens in one go, and before the page is painted. */
  #recount(): void {
    if (this.#store === null || this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.#render();
    });
  }

  #render(): void {
    const store = this.#store;
    if (store === null || !this.#lifetime.isValid()) return;
    this.#settle();
    this.#selection = readSelection(document, this.#rows, this.#shadowRoots);
    const { orders, isBeyond } = this.#selection;
    this.#floor.raise(orders.length > 0);
    // What the page no longer has selected is not to be changed by a menu that was opened for it.
    if (this.#menu && (isBeyond || !areSame(this.#menu.orders, orders))) this.#menu.menu.close(false);
    const now_ms = this.#now();
    const batch = this.#batchToShow(store, now_ms);
    clearTimeout(this.#timer);
    if (orders.length === 0 && batch === null && this.#problem === null && !this.#bar?.host.isConnected)
      return;
    const bar = this.#insertBar();
    const guard = this.#staff.guard(store);
    const select = orders.length > 0 && {
      label: selectLabel(orders.length),
      reason: guard?.words ?? (isBeyond ? counted('bulk_beyond', orders.length) : null),
      isGuarded: guard !== null,
    };
    const phase = batch && phaseOf(batch, now_ms);
    bar.paint({
      batch: batch && phase && this.#batchContent(store, batch, phase, now_ms),
      select: select || null,
      problem: this.#problem,
    });
    if (!batch || !phase) {
      bar.say('');
      return;
    }
    this.#sayTurn(bar, batch, phase, now_ms);
    const next_ms = this.#nextChange(batch, phase, now_ms);
    if (next_ms !== null) this.#timer = setTimeout(() => this.#recount(), next_ms);
  }

  #batchToShow(store: string, now_ms: number): BatchView | null {
    const batches = this.#views.changes(store)?.batches ?? [];
    for (const { id, open, made_at } of batches) {
      if (open.length > 0 || made_at >= this.#began_at) this.#followed.add(id);
      if (open.length > 0) this.#over.delete(id);
      else if (!this.#over.has(id)) this.#over.set(id, now_ms);
    }
    return shownBatch(batches, ({ id, open, refused }) => {
      if (open.length > 0) return true;
      if (this.#dismissed.has(id)) return false;
      // What a person has seen made needs no more than a glance; whoever comes later needs none.
      const isNews = this.#followed.has(id) && now_ms - (this.#over.get(id) ?? now_ms) < READ_MS;
      return refused.length > 0 || isNews;
    });
  }

  /** In how many ms what is shown changes by time alone; null: never. */
  #nextChange({ id, refused, until }: BatchView, phase: Phase, now_ms: number): number | null {
    if (phase === 'grace') return Math.max(0, (until ?? 0) - now_ms) % 1000 || 1000;
    if (phase !== 'over' || refused.length > 0) return null;
    return Math.max(0, (this.#over.get(id) ?? now_ms) + READ_MS - now_ms);
  }

  #batchContent(store: string, batch: BatchView, phase: Phase, now_ms: number): BatchContent {
    const isOver = phase === 'over';
    const stopped = phase === 'going' ? this.#stopped(store, batch) : null;
    const retryable = batch.refused.filter(isRetryable).length;
    const actions: BatchContent['actions'] = {};
    if (isOver) actions.done = word('bulk_close');
    const isOffered = this.#staff.guard(store) === null;
    if (isOffered && phase === 'grace') actions.undo = word('bulk_undo');
    if (isOffered && stopped) actions.undo = word('bulk_undo_rest');
    if (isOffered && batch.asking.length > 0) {
      actions.send = counted('bulk_send', batch.asking.length);
      actions.leave = word('bulk_leave');
    }
    if (isOffered && isOver && retryable > 0) actions.retry = counted('bulk_retry', retryable);
    const told = batch.asking.length > 0 ? this.#asked(store, batch) : batch.refused.map(toldOf);
    const toldKey = batch.asking.length > 0 ? 'bulk_asking_list' : 'bulk_refused_list';
    return {
      id: batch.id,
      paper: batch.target.status.paper,
      text: batchText(batch, phase, now_ms),
      progress: phase === 'going' ? { done: settledOf(batch), of: batch.total } : null,
      note: stopped ? problemWords(stopped) : '',
      actions,
      toldLabel: word(toldKey),
      told: isOver || batch.asking.length > 0 ? told : [],
    };
  }

  /** Why nothing of it goes on for now; null: it does. */
  #stopped(store: string, { open }: BatchView): ProblemView | null {
    const views = open.map((order) => this.#views.order(store, order));
    const isBlocked = views.every((view) => view?.change?.state === 'blocked');
    return isBlocked ? (views[0]?.problem ?? null) : null;
  }

  #asked(store: string, { asking }: BatchView): Told[] {
    const ids = new Set(asking.map(({ kind, id }) => `${kind}/${id}`));
    const named = this.#views.changes(store)?.asking ?? [];
    return named.filter(({ order }) => ids.has(`${order.kind}/${order.id}`)).map(toldOf);
  }

  #sayTurn(bar: Bar, batch: BatchView, phase: Phase, now_ms: number): void {
    const turn = `${batch.id} ${phase} ${batch.refused.length > 0}`;
    if (turn === this.#said) return;
    this.#said = turn;
    bar.say(
      phase === 'going'
        ? word('bulk_begins', pairText(batch.target))
        : phase === 'grace'
          ? batchText(batch, phase, now_ms)
          : outcomeText(batch),
    );
  }

  #insertBar(): Bar {
    this.#bar ??= this.#makeBar();
    putLayer(this.#bar.host);
    return this.#bar;
  }

  #makeBar(): Bar {
    const bar = new Bar({
      onSelect: () => this.#toggleMenu(),
      onAccount: () => {
        if (this.#store !== null) this.#staff.open(this.#store);
      },
      onAction: (action) => void this.#act(action),
    });
    const sizes = new ResizeObserver(([entry]) => {
      const height = Math.ceil(entry?.borderBoxSize[0]?.blockSize ?? 0);
      this.#floor.lift(height === 0 || this.#store === null ? 0 : height + 8);
    });
    sizes.observe(bar.host);
    this.#floor.add(bar.host, { isLifted: false });
    this.#lifetime.signal.addEventListener('abort', () => sizes.disconnect());
    return bar;
  }

  #toggleMenu(): void {
    const store = this.#store;
    if (this.#menu) {
      this.#menu.menu.close(true);
      return;
    }
    if (store === null || !this.#bar || this.#staff.guard(store) || !this.#lifetime.isValid()) return;
    // The page may have moved on since the bar was painted: what is meant is what the bar says.
    const { length } = this.#selection.orders;
    this.#render();
    const { orders, isBeyond } = this.#selection;
    if (orders.length !== length || orders.length === 0 || isBeyond) return;
    const { button } = this.#bar;
    const menu = new Menu(button, this.#menuContent(store, orders), {
      onChoose: ({ status, sub_status }) => void this.#choose(store, orders, { status, sub_status }),
      // How each of them stands is said by its own badge; the head of this menu offers nothing.
      onDecide: () => {},
      onUndo: () => {},
      onAccount: () => this.#staff.open(store),
      onClose: (returnsFocus) => {
        this.#menu = null;
        button.ariaExpanded = 'false';
        if (returnsFocus) button.focus({ preventScroll: true });
      },
    });
    button.ariaExpanded = 'true';
    this.#menu = { menu, orders };
  }

  #menuContent(store: string, orders: OrderRef[]): MenuContent {
    const views = orders.map((order) => this.#views.order(store, order));
    const catalog = this.#views.catalog(store);
    return {
      order: sharedView(views),
      catalog,
      guard: this.#staff.guard(store),
      problem: null,
      learnt: this.#views.store(store)?.learnt ?? null,
      zone: this.#views.zone(store),
      grace_seconds: this.#views.graceSeconds(store),
      bulk: { label: selectLabel(orders.length), forbidden: forbiddenFor(catalog, views) },
    };
  }

  async #choose(store: string, orders: OrderRef[], target: Target): Promise<void> {
    const plan = planOf(orders, target, (order) => this.#views.order(store, order));
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const question = plan.moving.length > 0 ? questionOf(plan, this.#views.graceSeconds(store)) : null;
    const signal = AbortSignal.any([asking.signal, this.#lifetime.signal]);
    const isMeant = question === null || (await ask(question, signal));
    if (signal.aborted || !this.#lifetime.isValid()) return;
    this.#asking = null;
    if (question) this.#bar?.button.focus({ preventScroll: true });
    if (isMeant) await this.#change(store, orders, plan.moving, target);
  }

  async #change(store: string, orders: OrderRef[], moving: OrderRef[], target: Target): Promise<void> {
    this.#problem = null;
    this.#recount();
    const problem = await this.#changes.change(store, orders, target, { moving });
    if (problem && store === this.#store) this.#tell(problem);
  }

  async #act(action: Action): Promise<void> {
    const store = this.#store;
    const batch = store === null ? null : this.#batchToShow(store, this.#now());
    if (store === null || batch === null || !this.#lifetime.isValid()) return;
    const { asking, open, refused } = batch;
    const staff = this.#staff.name;
    this.#problem = null;
    switch (action) {
      case 'undo':
        return this.#report(store, await send({ undo: { store, orders: open, staff } }));
      case 'send':
      case 'leave':
        return this.#report(
          store,
          await send({ decide: { store, orders: asking, decision: action, staff } }),
        );
      case 'retry':
        return this.#retry(store, batch);
      case 'done':
        this.#dismissed.add(batch.id);
        this.#recount();
        // For whoever may change nothing it is put away on this page only.
        if (refused.length > 0 && this.#staff.guard(store) === null)
          this.#report(
            store,
            await send({ acknowledge: { store, orders: refused.map(({ order }) => order), staff } }),
          );
    }
  }

  async #retry(store: string, batch: BatchView): Promise<void> {
    const { status: to, sub_status } = batch.target;
    const status = this.#views.catalog(store)?.statuses.find(({ id }) => id === to.id);
    if (!status) return this.#tell({ code: 'status-unknown', detail: null });
    const orders = batch.refused.filter(isRetryable).map(({ order }) => order);
    // Each has a new change in its place, or what it had; either way its badge says which.
    this.#dismissed.add(batch.id);
    await this.#change(store, orders, orders, { status, sub_status });
    if (this.#problem) {
      this.#dismissed.delete(batch.id);
      this.#recount();
      return;
    }
    // Those that could not be part of the batch are kept by it alone. What has failed anew is still to be read.
    const leftOut = batch.refused.filter(
      ({ order, problem }) =>
        problem.code === 'change-under-way' && this.#views.order(store, order)?.state !== 'failed',
    );
    if (leftOut.length > 0)
      this.#report(
        store,
        await send({
          acknowledge: { store, orders: leftOut.map(({ order }) => order), staff: this.#staff.name },
        }),
      );
  }

  /** An answer that comes late is not told on another store's list. */
  #report(store: string, reply: Reply | null): void {
    if (reply && !reply.ok && store === this.#store) this.#tell(reply.problem);
  }

  #tell(problem: ProblemView): void {
    const words = problem.code === 'too-late' ? word('bulk_too_late') : problemWords(problem);
    this.#problem = { words, detail: problem.detail };
    this.#recount();
  }
}

const areSame = (some: readonly OrderRef[], others: readonly OrderRef[]): boolean =>
  some.length === others.length &&
  some.every(({ kind, id }) => others.some((other) => other.kind === kind && other.id === id));

const toldOf = ({ order, name, problem }: { order: OrderRef; name: string; problem: ProblemView }): Told => ({
  name: name || order.id,
  problem,
});
