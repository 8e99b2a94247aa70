// The notice on the Orders list: what was chosen in this tab and can still be taken back, by its button or by Ctrl+Z
// (Cmd+Z), the latest first. Changes of several orders at once have a bar of their own; here only the keys know them.
// Knows the parts, not how they work; no host selector.

import type { OrderRef, ProblemView } from '../../protocol';
import type { Changes, Made } from '../changes';
import { statusText } from '../face';
import type { Changing } from '../flips';
import { raisingRules } from '../host/row-rules';
import type { Lifetime } from '../lifetime';
import { isLasting, statusOf } from '../sequence';
import { secondsUntil } from '../standing';
import { AdoptedSheet } from '../summary/adopted';
import { takeKeys } from '../summary/keys';
import { secondsWords } from '../times';
import type { Views } from '../views';
import { capitalised, numberWords, problemWords } from '../words';
import { type BarContent, NoticeBar } from './bar';
import { isTyping, isUndoKey } from './keys';
import { type Offer, offersOf } from './offers';
import { backWords, effectsWords, titleWords, undoWords } from './words';

/** How long what has happened is told. */
const TOLD_MS = 6_000;
/** A page that takes our bar out as often as this does not want it. */
const INSERTION_LIMIT = 20;

export interface NoticeEvents {
  /** The order's label in the list; null: its row is not there. */
  labelOf(order: OrderRef): string | null;
  staff(): string | null;
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
  readonly #raising = new AdoptedSheet();
  readonly #labels = new WeakMap<Made, string>();
  readonly #dismissed = new WeakSet<Made>();
  #bar: NoticeBar | null = null;
  #insertions = 0;
  #store: string | null = null;
  #told: { text: string; until: number } | null = null;
  #isDue = false;
  changes_at: number | null = null;

  /** `now` is by the service's clock. */
  constructor(lifetime: Lifetime, views: Views, changes: Changes, now: () => number, events: NoticeEvents) {
    this.#lifetime = lifetime;
    this.#views = views;
    this.#changes = changes;
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
    this.#insertions = 0;
    this.#raising.remove();
    this.#bar?.host.remove();
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

  /** That it was too late, or did not go. */
  tell(problem: ProblemView): void {
    this.#tell(problemWords(problem));
  }

  render(): void {
    if (this.#store === null || !this.#lifetime.isValid()) return;
    const now_ms = this.#now();
    const shown = this.#offers(now_ms)
      .filter(isShown)
      .filter(({ made }) => !this.#dismissed.has(made));
    if (this.#told && this.#told.until <= now_ms) this.#told = null;
    const content = this.#told ? toldContent(this.#told.text) : this.#contentOf(shown, now_ms);
    const until = this.#told?.until ?? shown[0]?.until ?? null;
    const [latest] = shown;
    const ticks_at =
      !this.#told && latest?.kind === 'undo' ? secondsUntil(latest.until, now_ms).changes_at : null;
    const ends = shown.map((offer) => offer.until);
    this.changes_at = until === null ? null : Math.min(ticks_at ?? until, until, ...ends);
    if (content === null && !this.#bar?.host.isConnected) {
      this.#events.onPainted();
      return;
    }
    this.#insertBar().paint(content, content?.button == null ? '' : undoWords.shortcut());
    this.#events.onPainted();
  }

  #contentOf(shown: Offer[], now_ms: number): BarContent | null {
    const [offer] = shown;
    if (!offer) return null;
    const label = this.#labelOf(offer);
    const more = shown.length > 1 ? undoWords.more(numberWords(shown.length - 1)) : '';
    if (offer.kind === 'back') {
      const status = statusText(offer.from.status, offer.from.sub_status);
      const title = titleWords.back(label, status);
      const again = this.#isLasting(offer.target.status.id) ? backWords(this.#statusOf(offer)) : '';
      const note = [again, more].filter(Boolean).join(' · ');
      const said = [title, again].filter(Boolean).join(', ');
      return { title, note, button: undoWords.back(), said };
    }
    const { change, target } = offer;
    const { seconds } = secondsUntil(offer.until, now_ms);
    const status = target ? statusText(target.status, target.sub_status) : undoWords.kind(change.kind);
    const effect = effectsWords(change);
    return {
      title: titleWords.waiting(label, status, secondsWords(seconds, 'narrow')),
      note: [capitalised(effect), more].filter(Boolean).join(' · '),
      button: undoWords.undo(),
      said: [titleWords.said(label, status), effect].filter(Boolean).join(', '),
    };
  }

  #offers(now_ms: number): Offer[] {
    const store = this.#store;
    if (store === null) return [];
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
      await this.#changes.change(made.store, orders, offer.target, this.#events.staff(), { isBack: true });
      return;
    }
    this.#tell(titleWords.undone(label));
    const problem = await this.#changes.undo(made.store, orders, 'waiting');
    if (problem) this.tell(problem);
  }

  #tell(text: string): void {
    this.#told = { text, until: this.#now() + TOLD_MS };
    this.refresh();
  }

  #press(): void {
    const offer = this.#offers(this.#now())
      .filter(isShown)
      .find(({ made }) => !this.#dismissed.has(made));
    if (!offer || !this.#lifetime.isValid()) return;
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
    if (!this.#lifetime.isValid() || isTyping(event)) return false;
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

  #statusOf({ target }: Offer) {
    return statusOf(this.#views.catalog(this.#store ?? ''), target?.status.id);
  }

  #isLasting(id: string): boolean {
    const status = statusOf(this.#views.catalog(this.#store ?? ''), id);
    return status !== null && isLasting(status);
  }

  #insertBar(): NoticeBar {
    this.#bar ??= new NoticeBar(
      () => this.#press(),
      () => this.#dismiss(),
    );
    const { host } = this.#bar;
    if (!host.isConnected && this.#insertions < INSERTION_LIMIT) {
      this.#insertions += 1;
      // Beside the body, where no framework of the page keeps its books.
      document.documentElement.append(host);
      this.#raising.put(raisingRules('[data-ucos-inline="notice"]'), [document]);
    }
    return this.#bar;
  }
}

/** Of one order, chosen for it alone. */
const isShown = (offer: Offer): boolean =>
  offer.made.orders.length === 1 && (offer.kind === 'back' || offer.change.batch === null);

const toldContent = (text: string): BarContent => ({ title: text, note: '', button: null, said: text });
