// The Orders list on this page: follows the route and the rows, paints each badge from the order's view, opens the
// menu. A pass runs inside the observer's callback, before the next paint, so a badge is in the frame of its row.
// Knows the parts, not how they work; no host selector, no chrome.* calls.

import type { ProblemView } from '../protocol';
import { CLOCK_KEY, catalogKey, orderKey, settingsKey, storeKey } from '../protocol';
import { Badges } from './badges';
import { Bulk } from './bulk/bulk';
import { Changes } from './changes';
import { ServiceClock } from './clock';
import { faceOf, type Local } from './face';
import { Flips } from './flips';
import { followRoute, storeOfList } from './host/route';
import { findRows, type OrderRow, stableRoot } from './host/rows';
import { readStaffName } from './host/staff';
import type { Lifetime } from './lifetime';
import { Looks } from './looks';
import { Slices } from './slices';
import { Summary } from './summary/summary';
import { prepareTimes } from './times';
import type { Badge } from './ui/badge';
import { Menu, type MenuContent } from './ui/menu';
import { Views } from './views';

/** A row can be away for a moment while the list renders anew; past this its menu has lost its order. */
const ROW_RETURNS_MS = 700;
const OBSERVED: MutationObserverInit = {
  childList: true,
  subtree: true,
  attributes: true,
  attributeFilter: ['href', 'id', 'aria-label', 'data-primary-link'],
};

export class OrdersList {
  readonly #lifetime: Lifetime;
  readonly #views: Views;
  readonly #looks: Looks;
  readonly #changes: Changes;
  readonly #badges: Badges;
  readonly #summary: Summary;
  readonly #bulk: Bulk;
  readonly #clock: ServiceClock;
  readonly #flips: Flips<Badge>;
  readonly #slices: Slices<Badge>;
  readonly #observer: MutationObserver;
  #observed: Element | null = null;
  #store: string | null = null;
  #lookProblem: ProblemView | null = null;
  #open: { badge: Badge; menu: Menu } | null = null;
  #closing: ReturnType<typeof setTimeout> | undefined;

  constructor(lifetime: Lifetime) {
    const { signal } = lifetime;
    this.#lifetime = lifetime;
    this.#views = new Views(signal, (keys) => this.#onViews(keys));
    this.#looks = new Looks(signal, (store, problem) => this.#onLooked(store, problem));
    this.#changes = new Changes(signal, (keys) => this.#repaint(keys));
    this.#badges = new Badges({
      onPress: (badge) => this.#toggleMenu(badge),
      onAttend: (badge) => this.#paint(badge),
    });
    this.#clock = new ServiceClock(() => this.#views.clock());
    this.#flips = new Flips(
      signal,
      this.#clock,
      () => this.#badges.all(),
      (badge) => this.#paint(badge),
    );
    this.#summary = new Summary(lifetime, this.#views, this.#badges, () => this.#clock.now());
    this.#slices = new Slices(signal, (badge) => this.#paint(badge));
    this.#bulk = new Bulk(lifetime, this.#views, this.#changes, () => this.#clock.now());
    this.#observer = new MutationObserver(() => this.#pass());
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
    const store = storeOfList(location.pathname);
    if (store !== this.#store) {
      this.#leave();
      this.#prepare();
    }
    this.#store = store;
    if (store === null) return;
    this.#observe();
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
    for (const shadowRoot of shadowRoots) this.#observer.observe(shadowRoot, OBSERVED);
    this.#looks.see(
      store,
      rows.map(({ order }) => order),
    );
    if (storeView) {
      this.#reconcile(rows);
      this.#summary.show(store, shadowRoots);
      this.#bulk.show(store, rows, shadowRoots);
    } else {
      this.#clear();
    }
  }

  #reconcile(rows: OrderRow[]): void {
    const root = this.#observed ?? document;
    this.#badges.reconcile(root, rows, (badge) => this.#paint(badge));
    // Nothing but us ran since the pass began: what is recorded now are our own insertions.
    this.#observer.takeRecords();
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

  /** Watches the stable root, and the way up from it in case the page replaces it. */
  #observe(): void {
    const root = stableRoot(document) ?? document.documentElement;
    if (root === this.#observed) return;
    this.#observer.disconnect();
    this.#observed = root;
    this.#observer.observe(root, OBSERVED);
    for (let up = root.parentElement; up; up = up.parentElement)
      this.#observer.observe(up, { childList: true });
  }

  #leave(): void {
    this.#observer.disconnect();
    this.#observed = null;
    this.#looks.forget();
    this.#lookProblem = null;
    this.#clear();
  }

  #clear(): void {
    this.#open?.menu.close(false);
    this.#summary.leave();
    this.#bulk.leave();
    this.#badges.clear();
    this.#flips.plan();
    this.#observer.takeRecords();
  }

  #onViews(keys: ReadonlySet<string>): void {
    const store = this.#store;
    if (store === null || !this.#lifetime.isValid()) return;
    this.#summary.recount();
    this.#bulk.onViews(keys);
    if (keys.has(storeKey(store))) this.#pass();
    // Each of these is in every badge.
    if ([storeKey(store), settingsKey(store), CLOCK_KEY].some((key) => keys.has(key))) this.#repaint();
    this.#changes.settle(keys, (key) => this.#views.orderAt(key));
    this.#repaint(keys);
    const shown = this.#open && orderKey(store, this.#open.badge.order);
    if (shown && (keys.has(shown) || keys.has(catalogKey(store)) || keys.has(storeKey(store))))
      this.#refreshMenu();
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
  }

  #paint(badge: Badge): void {
    if (this.#store === null || !this.#lifetime.isValid()) return;
    const order = this.#views.order(this.#store, badge.order);
    const zone = this.#views.zone(this.#store);
    badge.paint(faceOf(order, this.#local(badge), this.#clock.now(), zone));
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
    return problem && { target: null, problem };
  }

  #toggleMenu(badge: Badge): void {
    const isOwn = this.#open?.badge === badge;
    this.#open?.menu.close(isOwn);
    if (isOwn || this.#store === null || !this.#lifetime.isValid()) return;
    const store = this.#store;
    this.#badges.hold(badge);
    badge.isExpanded = true;
    const menu = new Menu(badge.host, this.#menuContent(badge), {
      onChoose: ({ status, sub_status }) => {
        const staff = readStaffName(document);
        void this.#changes.change(store, badge.order, { status, sub_status }, staff);
      },
      onClose: (returnsFocus) => {
        clearTimeout(this.#closing);
        this.#open = null;
        this.#badges.hold(null);
        badge.isExpanded = false;
        if (returnsFocus) badge.button.focus({ preventScroll: true });
        // Any problem there was stood at the head of the menu.
        this.#changes.acknowledge(store, badge.order, this.#views.order(store, badge.order));
      },
    });
    this.#open = { badge, menu };
  }

  #menuContent(badge: Badge): MenuContent {
    const store = this.#store ?? '';
    const order = this.#views.order(store, badge.order);
    const problem = this.#local(badge)?.problem ?? order?.problem ?? null;
    return { order, catalog: this.#views.catalog(store), problem };
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
