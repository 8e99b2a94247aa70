// The notice on the Orders list: what was chosen in this tab and can still be taken back, by its button or by Ctrl+Z
// (Cmd+Z), the latest first. Changes of several orders at once have a bar of their own; here only the keys know them.
// Knows the parts, not how they work; no host selector.

import type { CatalogStatusView, OrderRef, ProblemView } from '../../protocol';
import { effectWords } from '../change-face';
import type { Changes, Made } from '../changes';
import { statusText } from '../face';
import type { Changing } from '../flips';
import type { Lifetime } from '../lifetime';
import { isLasting, statusOf } from '../sequence';
import { secondsUntil } from '../standing';
import { takeKeys } from '../summary/keys';
import { secondsWords } from '../times';
import type { Floor } from '../ui/floor';
import { putLayer, removeLayer } from '../ui/layer';
import type { Views } from '../views';
import { capitalised, numberWords, problemWords } from '../words';
import { type BarContent, NoticeBar } from './bar';
import { isTyping, isUndoKey } from './keys';
import { type Offer, offersOf } from './offers';
import { briefEffectWords, titleWords, undoWords } from './words';

/** How long what has happened is told. */
const TOLD_MS = 6_000;
export interface NoticeEvents {
  /** The order's label in the list; null: its row is not there. */
  labelOf(order: OrderRef): string | null;
  /** Whether somebody is signed in whose key there is not: then nothing can be taken back. */
  isReadOnly(): boolean;
  /** The person was in the notice, and is to go on at this order. */
  onLeave(order: OrderRef): void;
  /** `changes_at` is another. */
  onPainted(): void;
}

export class Notice implements Changing {
  readonly #lifetime: Lifetime;
  readonly #views: Views;
  readonly #changes: Changes;
  readonly #now: () => number;
  readonly #events: NoticeEvents;
  readonly #floor: Floor;
  readonly #labels = new WeakMap<Made, string>();
  readonly #dismissed = new WeakSet<Made>();
  #bar: NoticeBar | null = null;
  #store: string | null = null;
  #told: { text: string; until: number; isProblem: boolean } | null = null;
  /** What the button takes back. */
  #painted: Offer | null = null;
  #isDue = false;
  changes_at: number | null = null;

  /** `now` is by the service's clock. */
  constructor(
    lifetime: Lifetime,
    views: Views,
    changes: Changes,
    floor: Floor,
    now: () => number,
    events: NoticeEvents,
  ) {
    this.#lifetime = lifetime;
    this.#views = views;
    this.#changes = changes;
    this.#floor = floor;
    this.#now = now;
    this.#events = events;
    takeKeys(lifetime.signal, (event) => this.#takeKey(event), isUndoKey);
  }

  /** The list of this connected store is on the screen. */
  show(store: string): void {
    if (store === this.#store) return;
    this.#store = store;
    this.#told = null;
    this.refresh();
  }

  leave(): void {
    this.#store = null;
    if (this.#bar) removeLayer(this.#bar.host);
    this.changes_at = null;
  }

  /** Something is news. Once for all of it, and before the page is painted. */
  refresh(): void {
    if (this.#store === null || this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.render();
    });
  }

  /** What came of something else that a person pressed here. */
  say(text: string): void {
    this.#tell(text);
  }

  /** That it was too late, or did not go. */
  tell(problem: ProblemView): void {
    this.#tell(problemWords(problem), true);
  }

  render(): void {
    if (this.#store === null || !this.#lifetime.isValid()) return;
    const now_ms = this.#now();
    const shown = this.#offers(now_ms)
      .filter(isShown)
      .filter(({ made }) => !this.#dismissed.has(made));
    if (this.#told && this.#told.until <= now_ms) this.#told = null;
    const [latest] = shown;
    const content = this.#contentNow(latest, shown.length, now_ms);
    const ticks = latest?.kind === 'undo' ? [secondsUntil(latest.until, now_ms).changes_at] : [];
    const ends = [...shown, ...(this.#told ? [this.#told] : [])].map(({ until }) => until);
    const instants = [...ticks, ...ends];
    this.changes_at = instants.length > 0 ? Math.min(...instants) : null;
    if (content !== null || this.#bar?.host.isConnected) this.#paint(content, latest);
    this.#events.onPainted();
  }

  #paint(content: BarContent | null, latest: Offer | undefined): void {
    const bar = this.#insertBar();
    const isLeft = bar.hasFocus && (content?.button ?? null) === null;
    bar.paint(content, undoWords.shortcut());
    // What the person was on has gone by itself.
    const [before] = this.#painted?.orders ?? [];
    if (isLeft && before) this.#events.onLeave(before);
    this.#painted = latest ?? null;
  }

  /** What can be taken back comes before what is over, but not before what went wrong. */
  #contentNow(latest: Offer | undefined, count: number, now_ms: number): BarContent | null {
    const told = this.#told;
    if (told && (!latest || told.isProblem)) return toldContent(told.text);
    if (!latest) return null;
    const content = this.#contentOf(latest, count - 1, now_ms);
    return told ? { ...content, said: told.text } : content;
  }

  #contentOf(offer: Offer, others: number, now_ms: number): BarContent {
    const label = this.#labelOf(offer);
    const more = others > 0 ? undoWords.more(numberWords(others)) : '';
    if (offer.kind === 'back') {
      const status = statusText(offer.from.status, offer.from.sub_status);
      const title = titleWords.back(label, status);
      const effects = this.#statusOf(offer.target.status.id);
      const effect = briefEffectWords(effects?.messages ?? [], effects?.touches_order ?? false);
      const again = effect && undoWords.changingBack(effect);
      const note = [again, more].filter(Boolean).join(' · ');
      const said = [title, again].filter(Boolean).join(', ');
      return { title, note, button: undoWords.back(), said };
    }
    const { change, target } = offer;
    const { seconds } = secondsUntil(offer.until, now_ms);
    const status = target ? statusText(target.status, target.sub_status) : undoWords.kind(change.kind);
    const effect = briefEffectWords(change.messages, change.kind === 'status');
    return {
      title: titleWords.waiting(label, status, secondsWords(seconds, 'narrow')),
      note: [capitalised(effect), more].filter(Boolean).join(' · '),
      button: undoWords.undo(),
      said: [titleWords.said(label, status), effectWords(change)].filter(Boolean).join(', '),
    };
  }

  #offers(now_ms: number): Offer[] {
    const store = this.#store;
    if (store === null || this.#events.isReadOnly()) return [];
    const known = {
      view: (order: OrderRef) => this.#views.order(store, order),
      local: (order: OrderRef) => this.#changes.of(store, order),
    };
    const mine = this.#changes.made.filter((made) => made.store === store);
    const { offers, over } = offersOf(mine, known, now_ms);
    if (over.size > 0) this.#changes.forget(over);
    return offers;
  }

  async #takeBack(offer: Offer): Promise<void> {
    const { made, orders } = offer;
    const label = this.#labelOf(offer);
    if (offer.kind === 'back') {
      const name = statusText(offer.target.status, offer.target.sub_status);
      // What waits itself is told of as such.
      if (!this.#isLasting(offer.target.status.id)) this.#tell(titleWords.changedBack(label, name));
      await this.#changes.change(made.store, orders, offer.target, { isBack: true });
      return;
    }
    this.#tell(titleWords.undone(label));
    const problem = await this.#changes.undo(made.store, orders, 'waiting');
    if (problem) this.tell(problem);
  }

  #tell(text: string, isProblem = false): void {
    this.#told = { text, until: this.#now() + TOLD_MS, isProblem };
    this.refresh();
  }

  /** Takes back what the person has read, and not what has come in its place since. */
  #press(): void {
    const offers = this.#lifetime.isValid() ? this.#offers(this.#now()) : [];
    const offer = offers.find(
      ({ made, kind }) => made === this.#painted?.made && kind === this.#painted.kind,
    );
    if (!offer) return;
    void this.#takeBack(offer);
    this.#goOn(offer);
  }

  #dismiss(): void {
    const [offer] = this.#offers(this.#now());
    for (const { made } of this.#offers(this.#now())) this.#dismissed.add(made);
    this.#told = null;
    if (offer) this.#goOn(offer);
    this.render();
  }

  #goOn({ orders: [order] }: Offer): void {
    if (order && this.#bar?.hasFocus) this.#events.onLeave(order);
  }

  #takeKey(event: KeyboardEvent): boolean {
    if (!this.#lifetime.isValid() || isTyping(event) || isElsewhere(event)) return false;
    const [offer] = this.#offers(this.#now());
    // A held key shall not go on to the next.
    if (offer && !event.repeat) void this.#takeBack(offer);
    return offer !== undefined;
  }

  #labelOf({ made, orders: [order] }: Offer): string {
    const label = this.#labels.get(made) ?? (order ? this.#events.labelOf(order) : null);
    if (label) this.#labels.set(made, label);
    return label ?? undoWords.order();
  }

  #statusOf(id: string): CatalogStatusView | null {
    return statusOf(this.#views.catalog(this.#store ?? ''), id);
  }

  #isLasting(id: string): boolean {
    const status = this.#statusOf(id);
    return status !== null && isLasting(status);
  }

  #makeBar(): NoticeBar {
    const bar = new NoticeBar(
      () => this.#press(),
      () => this.#dismiss(),
    );
    this.#floor.add(bar.host, { isLifted: true });
    return bar;
  }

  #insertBar(): NoticeBar {
    this.#bar ??= this.#makeBar();
    putLayer(this.#bar.host);
    return this.#bar;
  }
}

/** In a menu or before a question, what is to be taken back is something else. */
const isElsewhere = (event: KeyboardEvent): boolean =>
  event
    .composedPath()
    .some(
      (at) =>
        at instanceof Element && at.matches('[data-ucos-inline="menu"], [data-ucos-inline="bulk-confirm"]'),
    );

/** Of one order, chosen for it alone. */
const isShown = (offer: Offer): boolean =>
  offer.made.orders.length === 1 && (offer.kind === 'back' || offer.change.batch === null);

const toldContent = (text: string): BarContent => ({ title: text, note: '', button: null, said: text });
