// The card on the page of one order or draft: follows the route, reads the order, paints the card from its views, opens
// the menu, sends what a person wants. Knows the parts, not how they work; no host selector, no chrome.* calls.

import type {
  CatalogStatusView,
  Command,
  LineItemView,
  OrderRef,
  ProblemView,
  ReplyLanguage,
  SubStatusView,
} from '../../protocol';
import { CLOCK_KEY, catalogKey, detailsKey, orderKey, settingsKey, storeKey } from '../../protocol';
import { isOn } from '../../switches';
import { ServiceClock } from '../clock';
import { dueFace, enteredLine } from '../due-face';
import { Flips } from '../flips';
import { followRoute, orderOfPage } from '../host/route';
import type { Lifetime } from '../lifetime';
import { Looks } from '../looks';
import { Copier } from '../reply/copier';
import type { Staff } from '../staff/staff';
import { setAttribute } from '../ui/dom';
import { Menu, type MenuContent } from '../ui/menu';
import type { Views } from '../views';
import { Dock } from './dock';
import { Errand } from './errand';
import {
  changePart,
  countdown,
  isHeld,
  type Known,
  nextStep,
  statusPart,
  usualChannels,
  type Word,
  whyNoItems,
  whyNoMessage,
  whyNoStatus,
} from './model';
import { type CardContent, Panel } from './panel';
import { Reading } from './reading';
import type { ReplyContent } from './reply';
import { ReplyErrand } from './reply-errand';

interface Place {
  store: string;
  order: OrderRef;
}

/** The menu that is open, and for what: line items, or null for the order itself. */
interface Open {
  menu: Menu;
  items: LineItemView[] | null;
  pressed: HTMLElement;
}

export class OrderCard {
  readonly #lifetime: Lifetime;
  readonly #views: Views;
  readonly #staff: Staff;
  readonly #looks: Looks;
  readonly #reading: Reading;
  readonly #errand = new Errand(() => this.#paint());
  readonly #reply: ReplyErrand;
  readonly #clock: ServiceClock;
  readonly #flips: Flips<{ changes_at: number | null }>;
  /** Made for the first order, and kept: whether it is folded is remembered while the tab lives. */
  #card: { panel: Panel; dock: Dock } | null = null;
  #place: Place | null = null;
  #isShown = false;
  #changes_at: number | null = null;
  #lookProblem: ProblemView | null = null;
  #readingProblem: ProblemView | null = null;
  /** Whether the order had a change that was not settled, when it was last painted. */
  #hadChange = false;
  #areDetailsOld = false;
  #statusBefore: string | undefined;
  #open: Open | null = null;

  constructor(lifetime: Lifetime, views: Views, staff: Staff) {
    const { signal } = lifetime;
    this.#lifetime = lifetime;
    this.#views = views;
    this.#staff = staff;
    views.follow((keys) => this.#onViews(keys));
    staff.follow(() => {
      this.#paint();
      this.#refreshMenu();
    });
    this.#reply = new ReplyErrand(new Copier(signal, views), () => this.#paint());
    this.#looks = new Looks(signal, (store, problem) => void this.#onLooked(store, problem));
    this.#reading = new Reading(signal, (problem) => {
      this.#readingProblem = problem;
      this.#paint();
    });
    this.#clock = new ServiceClock(() => views.clock());
    this.#flips = new Flips(
      signal,
      this.#clock,
      () => (this.#isShown ? [{ changes_at: this.#changes_at }] : []),
      () => this.#paint(),
    );
    signal.addEventListener('abort', () => this.#leave());
    followRoute(signal, () => this.#pass());
    const onReturn = (): void => {
      if (document.visibilityState !== 'visible') return;
      this.#pass();
      this.#looks.renew();
      if (this.#isShown) this.#reading.renew();
    };
    document.addEventListener('visibilitychange', onReturn, { signal });
    window.addEventListener('focus', onReturn, { signal });
    window.addEventListener('online', onReturn, { signal });
    const onShow = async ({ persisted }: PageTransitionEvent): Promise<void> => {
      if (!persisted) return;
      await views.reload();
      onReturn();
      this.#paint();
    };
    window.addEventListener('pageshow', (event) => void onShow(event), { signal });
    this.#pass();
    void views.load().then(() => this.#pass());
  }

  #pass(): void {
    if (!this.#lifetime.isValid()) return;
    const there = orderOfPage(location.pathname);
    const place = there !== null && isOn('card', there.store) ? there : null;
    if (nameOf(place) !== nameOf(this.#place)) {
      this.#leave();
      this.#place = place;
    }
    if (place === null) return;
    // Connected to none: the page is as if we were not here. Unknown: the worker is told once, and will say.
    const storeView = this.#views.store(place.store);
    if (storeView && !storeView.connected) {
      this.#hide();
      return;
    }
    this.#looks.see(place.store, [place.order]);
    if (storeView && !this.#isShown) {
      this.#isShown = true;
      this.#reading.begin(place.store, place.order);
    }
    this.#paint();
  }

  #leave(): void {
    this.#hide();
    this.#place = null;
  }

  /** Without a trace. */
  #hide(): void {
    this.#open?.menu.close(false);
    this.#isShown = false;
    this.#changes_at = null;
    this.#hadChange = false;
    this.#areDetailsOld = false;
    this.#statusBefore = undefined;
    this.#looks.forget();
    this.#reading.end();
    this.#errand.forget();
    this.#reply.forget();
    this.#lookProblem = null;
    this.#readingProblem = null;
    this.#card?.panel.forget();
    this.#card?.dock.remove();
    this.#flips.plan();
  }

  #onViews(keys: ReadonlySet<string>): void {
    const place = this.#place;
    if (place === null || !this.#lifetime.isValid()) return;
    const { store, order } = place;
    if (keys.has(storeKey(store))) this.#pass();
    const shown = [orderKey(store, order), detailsKey(store, order), storeKey(store), catalogKey(store)];
    if (![...shown, settingsKey(store), CLOCK_KEY].some((key) => keys.has(key))) return;
    const view = this.#views.order(store, order);
    if (view && keys.has(orderKey(store, order))) this.#errand.settle(view);
    this.#paint();
    if (shown.some((key) => keys.has(key))) this.#refreshMenu();
  }

  async #onLooked(store: string, problem: ProblemView | null): Promise<void> {
    // Before the worker's first run the storage was closed to us; now it is open.
    await this.#views.load();
    if (store !== this.#place?.store) return;
    this.#lookProblem = problem;
    this.#pass();
  }

  #paint(): void {
    if (!this.#isShown || !this.#lifetime.isValid()) return;
    const known = this.#known();
    if (known === null) return;
    const { panel, dock } = this.#makeCard();
    const status = JSON.stringify([known.order?.status?.id, known.order?.sub_status?.id]);
    // What was ticked was ticked for the status that it was in.
    if (this.#statusBefore !== undefined && this.#statusBefore !== status) panel.forgetChannels();
    this.#statusBefore = status;
    const left = countdown(known);
    const changes_at = [dueFace(known.order, known.now_ms).changes_at, left.changes_at];
    const back = known.order?.back?.until ?? null;
    if (back !== null && back > known.now_ms) changes_at.push(back);
    const coming = changes_at.filter((at) => at !== null);
    this.#changes_at = coming.length > 0 ? Math.min(...coming) : null;
    const reply = this.#reply.content(this.#place?.store ?? '', known.order, known.now_ms);
    panel.paint(contentOf(known, dock.isFolded, left.text, reply));
    dock.put();
    if (this.#open && !this.#open.pressed.isConnected) this.#open.menu.close(false);
    this.#flips.plan();
    if (known.order?.change) {
      this.#hadChange = true;
      this.#areDetailsOld = true;
    } else if (this.#hadChange) {
      this.#hadChange = false;
      this.#readAnew();
    }
  }

  #known(): Known | null {
    const place = this.#place;
    const store = place && this.#views.store(place.store);
    if (place === null || !store) return null;
    const order = this.#views.order(place.store, place.order);
    return {
      store,
      guard: this.#staff.guard(place.store),
      order,
      details: this.#views.details(place.store, place.order),
      catalog: this.#views.catalog(place.store),
      isAsking: this.#errand.isUnderWay,
      commandProblem: this.#errand.problem,
      readProblem: this.#readingProblem ?? (order ? null : this.#lookProblem),
      now_ms: this.#clock.now(),
      zone: this.#views.zone(place.store),
    };
  }

  #makeCard(): { panel: Panel; dock: Dock } {
    if (this.#card) return this.#card;
    const panel: Panel = new Panel({
      onFold: (isFolded) => this.#card?.dock.fold(isFolded),
      onMenu: (pressed) => this.#toggleMenu(null, pressed),
      onItemsMenu: (items, pressed) => this.#toggleMenu(items, pressed),
      onChange: (status, sub_status) => this.#change(status, sub_status),
      onClear: (items) => this.#changeItems(items, null, null),
      onMessage: (channels) =>
        this.#send(({ store, order }) => ({
          notify: { store, order, channels, staff: this.#staff.name },
        })),
      onWord: (said) => this.#say(said),
      onAccount: () => this.#openAccounts(),
      onCopyReply: (language) => this.#copyReply(language),
      onRetry: () => {
        this.#looks.renew();
        this.#reading.again();
      },
      onAttend: () => this.#paint(),
    });
    const dock = new Dock(this.#lifetime.signal, panel.host, () => this.#paint());
    this.#card = { panel, dock };
    return this.#card;
  }

  #openAccounts(): void {
    if (this.#place && this.#lifetime.isValid()) this.#staff.open(this.#place.store);
  }

  #send(make: (place: Place) => Command): void {
    const place = this.#place;
    if (place === null || !this.#lifetime.isValid()) return;
    this.#areDetailsOld = true;
    void this.#errand.run(make(place)).then(() => {
      // A change that was made at once may have come and gone between two paintings.
      if (place === this.#place && !this.#views.order(place.store, place.order)?.change) this.#readAnew();
    });
  }

  /** Once for each change: its line items and its history are as they were before. */
  #readAnew(): void {
    if (!this.#areDetailsOld) return;
    this.#areDetailsOld = false;
    this.#reading.again();
  }

  #change(status: { id: string }, sub_status: SubStatusView | null): void {
    const staff = this.#staff.name;
    this.#send(({ store, order }) => ({
      change: { store, orders: [order], status: status.id, sub_status: sub_status?.id ?? null, staff },
    }));
  }

  #changeItems(
    items: LineItemView[],
    status: CatalogStatusView | null,
    sub_status: SubStatusView | null,
  ): void {
    const staff = this.#staff.name;
    this.#send(({ store, order }) => ({
      'change-items': {
        store,
        order,
        items: items.map(({ id }) => id),
        status: status?.id ?? null,
        sub_status: sub_status?.id ?? null,
        staff,
      },
    }));
  }

  #copyReply(language: ReplyLanguage): void {
    const place = this.#place;
    if (place !== null && this.#lifetime.isValid()) void this.#reply.run(place.store, place.order, language);
  }

  #say(said: Word): void {
    const known = this.#known();
    if (!known || known.guard) return;
    const orders = this.#place ? [this.#place.order] : [];
    const staff = this.#staff.name;
    const offered = known.order?.back;
    const back = offered && offered.until > known.now_ms ? offered.target : null;
    switch (said) {
      case 'undo':
        this.#send(({ store }) => ({ undo: { store, orders, staff } }));
        break;
      case 'acknowledge':
        if (known.order?.change) this.#send(({ store }) => ({ acknowledge: { store, orders, staff } }));
        else this.#errand.forget();
        this.#paint();
        break;
      case 'back':
        if (back) this.#change(back.status, back.sub_status);
        break;
      case 'again':
      case 'now':
        this.#send(({ store }) => ({ decide: { store, orders, decision: 'send', staff } }));
        break;
      default:
        this.#send(({ store }) => ({ decide: { store, orders, decision: said, staff } }));
    }
  }

  #toggleMenu(items: LineItemView[] | null, pressed: HTMLElement): void {
    const isOwn = this.#open?.pressed === pressed;
    this.#open?.menu.close(isOwn);
    const panel = this.#card?.panel;
    if (isOwn || !panel || !this.#lifetime.isValid()) return;
    setAttribute(pressed, 'aria-expanded', 'true');
    const menu = new Menu(pressed, this.#menuContent(items), {
      onChoose: ({ status, sub_status }) => {
        // Since the menu opened something else may have begun.
        const known = this.#known();
        if (known === null || isHeld(known)) return;
        if (items === null) {
          this.#change(status, sub_status);
        } else {
          this.#changeItems(items, status, sub_status);
          panel.forgetItems();
        }
      },
      onDecide: (decision) => this.#say(decision === 'send' ? 'again' : decision),
      onUndo: () => this.#say('undo'),
      onAccount: () => this.#openAccounts(),
      onClose: (returnsFocus) => {
        this.#open = null;
        setAttribute(pressed, 'aria-expanded', null);
        if (returnsFocus) panel.buttonOf(pressed.dataset.name)?.focus({ preventScroll: true });
      },
    });
    this.#open = { menu, items, pressed };
  }

  /** For line items the menu marks what one of them has, and nothing of the order. */
  #menuContent(items: LineItemView[] | null): MenuContent {
    const known = this.#known();
    const order = known?.order ?? null;
    const store = this.#place?.store ?? '';
    const content = {
      order,
      catalog: known?.catalog ?? null,
      guard: known?.guard ?? null,
      // What is wrong with a change stands in the card itself.
      problem: null,
      learnt: null,
      grace_seconds: this.#views.graceSeconds(store),
      zone: this.#views.zone(store),
    };
    if (items === null || order === null) return content;
    const own = items.length === 1 ? items[0]?.status : null;
    const status = own?.status ?? null;
    const sub_status = own?.sub_status ?? null;
    const alone = {
      ...order,
      status,
      sub_status,
      addons: [],
      change: null,
      back: null,
      problem: null,
      target: null,
    };
    return { ...content, order: alone };
  }

  #refreshMenu(): void {
    if (this.#open) this.#open.menu.refresh(this.#menuContent(this.#open.items));
  }
}

function contentOf(known: Known, isFolded: boolean, countdown: string, reply: ReplyContent): CardContent {
  const { order, details, now_ms, zone } = known;
  const held = isHeld(known);
  const since = order?.entered ? enteredLine(order.entered, zone) : '';
  return {
    name: details?.name ?? '',
    isFolded,
    guard: known.guard?.words ?? null,
    status: statusPart(known),
    change: changePart(known),
    countdown,
    isHeld: held,
    isChanging: held && order?.change != null,
    reason: whyNoStatus(known),
    next: nextStep(known),
    items: {
      items: details?.read_at != null ? details.items : null,
      isHeld: held,
      reason: whyNoItems(known),
    },
    message: { usual: usualChannels(known), isHeld: held || !order?.status, reason: whyNoMessage(known) },
    reply,
    history: { since, entries: details?.history ?? null, now_ms, zone },
  };
}

const nameOf = (place: Place | null): string => (place ? orderKey(place.store, place.order) : '');
