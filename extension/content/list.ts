// The Orders list on this page: follows the route and the rows, paints each badge from the order's view, opens the
// menu. A pass runs inside the observer's callback, before the next paint, so a badge is in the frame of its row.
// Knows the parts, not how they work; no host selector, no chrome.* calls.

import type { ChangeView, Decision, OrderRef, ProblemView, ReplyLanguage, StatusPairView } from '../protocol';
import { CLOCK_KEY, catalogKey, orderKey, settingsKey, storeKey } from '../protocol';
import { isOn } from '../switches';
import { Badges } from './badges';
import { Bulk } from './bulk/bulk';
import { Changes } from './changes';
import { ServiceClock } from './clock';
import { faceOf } from './face';
import { Flips } from './flips';
import { followRoute, storeOfList } from './host/route';
import { findRows, labelBeside, type OrderRow } from './host/rows';
import type { Lifetime } from './lifetime';
import { Looks } from './looks';
import { Notice } from './notice/notice';
import { Copier, copiedWords } from './reply/copier';
import { isLasting, statusOf } from './sequence';
import { isOnScreen, Slices } from './slices';
import type { Guard } from './staff/guard';
import type { Staff } from './staff/staff';
import { type Local, standingOf } from './standing';
import { Summary } from './summary/summary';
import { prepareTimes } from './times';
import { Badge } from './ui/badge';
import { Floor } from './ui/floor';
import { Menu, type MenuContent, type Start } from './ui/menu';
import type { Views } from './views';
import { Watch } from './watch';
import { word } from './words';

/** A row can be away for a moment while the list renders anew; past this its menu has lost its order. */
const ROW_RETURNS_MS = 700;
/** A key pressed twice in haste shall not take back what it has just chosen. */
const HASTE_MS = 400;

export class OrdersList {
  readonly #lifetime: Lifetime;
  readonly #views: Views;
  readonly #staff: Staff;
  readonly #looks: Looks;
  readonly #changes: Changes;
  readonly #badges: Badges;
  readonly #summary: Summary;
  readonly #bulk: Bulk;
  readonly #copier: Copier;
  readonly #clock: ServiceClock;
  readonly #notice: Notice;
  readonly #flips: Flips<Badge | Notice>;
  readonly #slices: Slices<Badge>;
  readonly #watch: Watch;
  #store: string | null = null;
  #lookProblem: ProblemView | null = null;
  #open: { badge: Badge; menu: Menu } | null = null;
  #closing: ReturnType<typeof setTimeout> | undefined;
  #chosenAt_ms = 0;

  constructor(lifetime: Lifetime, views: Views, staff: Staff) {
    const { signal } = lifetime;
    this.#lifetime = lifetime;
    this.#views = views;
    this.#staff = staff;
    views.follow((keys) => this.#onViews(keys));
    this.#looks = new Looks(signal, (store, problem) => this.#onLooked(store, problem));
    this.#changes = new Changes(
      signal,
      (store, status) => this.#plan(store, status),
      (keys) => this.#repaint(keys),
      () => staff.name,
    );
    this.#badges = new Badges({
      onPress: (badge) => this.#toggleMenu(badge),
      onUndo: (badge) => {
        if (performance.now() - this.#chosenAt_ms >= HASTE_MS) void this.#undo(badge);
      },
      onNext: (badge) => this.#toggleMenu(badge, 'next'),
      onReply: (badge) => void this.#copyReply(badge, null),
      onAttend: (badge) => this.#paint(badge),
    });
    this.#copier = new Copier(signal, views);
    const floor = new Floor();
    this.#clock = new ServiceClock(() => this.#views.clock());
    this.#notice = new Notice(lifetime, this.#views, this.#changes, floor, () => this.#clock.now(), {
      labelOf: (order) => this.#labelOf(order),
      isReadOnly: () => this.#guard() !== null,
      onLeave: (order) => this.#badgeOf(order)?.button.focus({ preventScroll: true }),
      onPainted: () => this.#flips.plan(),
    });
    this.#flips = new Flips<Badge | Notice>(
      signal,
      this.#clock,
      () => [...this.#badges.all(), this.#notice],
      (shown) => (shown instanceof Badge ? this.#paint(shown) : shown.render()),
    );
    this.#summary = new Summary(lifetime, this.#views, this.#badges, staff, floor, () => this.#clock.now());
    this.#slices = new Slices(
      signal,
      (badge) => this.#paint(badge),
      ({ host }) => isOnScreen(host),
    );
    this.#bulk = new Bulk(lifetime, this.#views, this.#changes, staff, floor, {
      now: () => this.#clock.now(),
      settle: () => this.#watch.settle(),
    });
    staff.follow(() => this.#onStaff());
    this.#watch = new Watch(signal, () => this.#pass());
    signal.addEventListener('abort', () => this.#leave());
    followRoute(signal, () => this.#pass());
    const onReturn = (): void => {
      if (!lifetime.isValid() || document.visibilityState !== 'visible') return;
      this.#pass();
      this.#looks.renew();
    };
    document.addEventListener('visibilitychange', onReturn, { signal });
    window.addEventListener('focus', onReturn, { signal });
    window.addEventListener('online', onReturn, { signal });
    const onShow = async ({ persisted }: PageTransitionEvent): Promise<void> => {
      if (!persisted) return;
      await this.#views.reload();
      this.#changes.settle(null, (key) => this.#views.orderAt(key));
      onReturn();
      this.#repaint();
    };
    window.addEventListener('pageshow', (event) => void onShow(event), { signal });
    this.#pass();
    void this.#views.load().then(() => {
      this.#pass();
      this.#prepare();
    });
  }

  #pass(): void {
    if (!this.#lifetime.isValid()) return;
    const there = storeOfList(location.pathname);
    const store = there !== null && isOn('list', there) ? there : null;
    if (store !== this.#store) {
      this.#leave();
      this.#prepare();
    }
    this.#store = store;
    if (store === null) return;
    this.#watch.begin();
    // Connected to none: the page is as if we were not here. Unknown: the worker is told once, and will say.
    const storeView = this.#views.store(store);
    if (storeView && !storeView.connected) {
      // What the worker said of these orders will not hold once the store is connected: then they are news.
      this.#looks.forget();
      this.#lookProblem = null;
      this.#clear();
      return;
    }
    const { rows, shadowRoots } = findRows(document, store);
    this.#watch.include(shadowRoots);
    this.#looks.see(
      store,
      rows.map(({ order }) => order),
    );
    if (storeView) {
      this.#reconcile(rows);
      if (isOn('summary', store)) this.#summary.show(store, shadowRoots);
      this.#notice.show(store);
      if (isOn('bulk', store)) this.#bulk.show(store, rows, shadowRoots);
    } else {
      this.#clear();
    }
  }

  #reconcile(rows: OrderRow[]): void {
    const root = this.#watch.root ?? document;
    this.#badges.reconcile(root, rows, (badge) => this.#paint(badge));
    // Nothing but us ran since the pass began: what is recorded now are our own insertions.
    this.#watch.discard();
    this.#flips.plan();
    this.#followOpen();
  }

  /** A list begins: its rows take the page a while to get. */
  #prepare(): void {
    requestIdleCallback(() => {
      const store = this.#store;
      if (store !== null && this.#views.store(store)?.connected) prepareTimes(this.#views.zone(store));
    });
  }

  #leave(): void {
    this.#watch.end();
    this.#looks.forget();
    this.#lookProblem = null;
    this.#clear();
  }

  #clear(): void {
    this.#open?.menu.close(false);
    this.#summary.leave();
    this.#notice.leave();
    this.#bulk.leave();
    this.#badges.clear();
    this.#flips.plan();
    this.#watch.discard();
  }

  #onViews(keys: ReadonlySet<string>): void {
    // Whether or not a list is on the screen: what was chosen on it may be settled elsewhere.
    this.#changes.settle(keys, (key) => this.#views.orderAt(key));
    const store = this.#store;
    if (store === null || !this.#lifetime.isValid()) return;
    this.#summary.recount();
    this.#bulk.onViews(keys);
    if (keys.has(storeKey(store))) this.#pass();
    // Each of these is in every badge.
    if ([storeKey(store), settingsKey(store), CLOCK_KEY].some((key) => keys.has(key))) this.#repaint();
    this.#repaint(keys);
    const shown = this.#open && orderKey(store, this.#open.badge.order);
    if (shown && (keys.has(shown) || keys.has(catalogKey(store)) || keys.has(storeKey(store))))
      this.#refreshMenu();
  }

  #guard(): Guard | null {
    return this.#store === null ? null : this.#staff.guard(this.#store);
  }

  /** Somebody else is signed in, or the key is somebody else's: what is offered may be more or less. */
  #onStaff(): void {
    if (this.#store === null) return;
    this.#repaint();
    this.#refreshMenu();
    this.#summary.recount();
    this.#bulk.onStaff();
  }

  async #onLooked(store: string, problem: ProblemView | null): Promise<void> {
    // Before the worker's first run the storage was closed to us; now it is open.
    await this.#views.load();
    if (store !== this.#store) return;
    this.#lookProblem = problem;
    this.#pass();
    this.#repaint();
  }

  /** All badges, or those of the orders with these keys. */
  #repaint(keys?: ReadonlySet<string>): void {
    const store = this.#store ?? '';
    const all = [...this.#badges.all()];
    this.#slices.paint(keys ? all.filter(({ order }) => keys.has(orderKey(store, order))) : all);
    this.#notice.refresh();
  }

  #paint(badge: Badge): void {
    if (this.#store === null || !this.#lifetime.isValid()) return;
    const order = this.#views.order(this.#store, badge.order);
    const zone = this.#views.zone(this.#store);
    badge.paint(faceOf(order, this.#local(badge), this.#clock.now(), zone, this.#guard() !== null));
    this.#flips.plan();
    this.#summary.recount();
  }

  /** An order of which nothing is known, and which could not be read: say why instead of loading for ever. */
  #local(badge: Badge): Local | null {
    const store = this.#store;
    if (store === null) return null;
    const local = this.#changes.of(store, badge.order);
    if (local || this.#views.order(store, badge.order)) return local;
    const problem = this.#views.store(store)?.problem ?? this.#lookProblem;
    return problem && { target: null, change: null, problem };
  }

  /** How a change to this status stands from the moment it is chosen: it waits if it has effects that last. */
  #plan(store: string, status: string): ChangeView {
    const chosen = statusOf(this.#views.catalog(store), status);
    const grace_ms = chosen && isLasting(chosen) ? this.#views.graceSeconds(store) * 1_000 : 0;
    return {
      state: grace_ms > 0 ? 'waiting' : 'sending',
      kind: 'status',
      until: grace_ms > 0 ? this.#clock.now() + grace_ms : null,
      messages: chosen?.messages ?? [],
      batch: null,
    };
  }

  async #undo(badge: Badge): Promise<void> {
    const store = this.#store;
    if (store === null || this.#guard() !== null || !this.#lifetime.isValid()) return;
    const { change } = standingOf(this.#views.order(store, badge.order), this.#local(badge));
    const problem = await this.#changes.undo(store, [badge.order], change?.state ?? 'waiting');
    if (problem) this.#notice.tell(problem);
  }

  async #copyReply(badge: Badge, language: ReplyLanguage | null): Promise<void> {
    const store = this.#store;
    if (store === null || !this.#lifetime.isValid()) return;
    if (this.#copier.offer(store, this.#views.order(store, badge.order), this.#clock.now()) === null) return;
    this.#notice.say(word('reply_copying'));
    const copying = await this.#copier.copy(store, badge.order, language);
    if (copying.kind === 'refused') this.#notice.tell(copying.problem);
    else this.#notice.say(copiedWords(copying) ?? word('reply_shown'));
  }

  #badgeOf({ kind, id }: OrderRef): Badge | undefined {
    return [...this.#badges.all()].find(({ order }) => order.kind === kind && order.id === id);
  }

  #labelOf(order: OrderRef): string | null {
    const badge = this.#badgeOf(order);
    return badge ? labelBeside(badge.host) : null;
  }

  #toggleMenu(badge: Badge, start: Start = 'current'): void {
    const isOwn = this.#open?.badge === badge;
    this.#open?.menu.close(isOwn);
    if (isOwn || this.#store === null || !this.#lifetime.isValid()) return;
    const store = this.#store;
    const { order } = badge;
    const view = () => this.#views.order(store, order);
    this.#badges.hold(badge);
    badge.isExpanded = true;
    let isChosen = false;
    const events = {
      onChoose: ({ status, sub_status }: StatusPairView) => {
        isChosen = true;
        if (!this.#isStill(badge, order)) return;
        this.#chosenAt_ms = performance.now();
        void this.#changes.change(store, [order], { status, sub_status });
      },
      onDecide: async (decision: Decision) => {
        const now = this.#isStill(badge, order) ? view() : null;
        const problem = now && (await this.#changes.decide(store, order, now, decision));
        if (problem) this.#notice.tell(problem);
      },
      onUndo: () => void this.#undo(badge),
      onAccount: () => this.#staff.open(store),
      onCopyReply: (language: ReplyLanguage) => void this.#copyReply(badge, language),
      onClose: (returnsFocus: boolean) => {
        clearTimeout(this.#closing);
        this.#open = null;
        this.#badges.hold(null);
        badge.isExpanded = false;
        if (returnsFocus) badge.button.focus({ preventScroll: true });
        // Any problem there was stood at the head of the menu. A choice, which is told of right after this, takes its
        // place; to acknowledge it as well would keep the choice out.
        queueMicrotask(() => {
          // What its owner has not read is not put away by somebody else.
          if (!isChosen && this.#guard() === null) this.#changes.acknowledge(store, order, view());
        });
      },
    };
    this.#open = { badge, menu: new Menu(badge.host, this.#menuContent(badge), events, start) };
  }

  /** Between the press on a badge and the choice the page may have made its row another order's, or taken it away. */
  #isStill(badge: Badge, { kind, id }: OrderRef): boolean {
    // A pass is never behind: it comes before the next listener is called.
    const isStill = this.#badges.has(badge) && badge.order.kind === kind && badge.order.id === id;
    if (!isStill) this.#notice.tell({ code: 'row-changed', detail: null });
    return isStill;
  }

  #menuContent(badge: Badge): MenuContent {
    const store = this.#store ?? '';
    const order = this.#views.order(store, badge.order);
    return {
      order,
      catalog: this.#views.catalog(store),
      guard: this.#guard(),
      problem: this.#local(badge)?.problem ?? order?.problem ?? null,
      learnt: this.#views.store(store)?.learnt ?? null,
      zone: this.#views.zone(store),
      grace_seconds: this.#views.graceSeconds(store),
      reply: this.#copier.offer(store, order, this.#clock.now()),
    };
  }

  #refreshMenu(): void {
    if (this.#open) this.#open.menu.refresh(this.#menuContent(this.#open.badge));
  }

  /** After a pass: the open menu stays while its row is there or may yet come back. */
  #followOpen(): void {
    clearTimeout(this.#closing);
    const open = this.#open;
    if (!open || open.badge.host.isConnected) return;
    this.#closing = setTimeout(() => {
      if (this.#open === open && !open.badge.host.isConnected) open.menu.close(false);
    }, ROW_RETURNS_MS);
  }
}
