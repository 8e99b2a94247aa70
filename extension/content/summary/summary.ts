// The summary of the list on the screen and of its store: counts what the badges show, keeps the bar, dims what was not
// chosen. At rest it has no timer and no observer: it counts anew when it is told that something was painted. Knows
// the parts, not how they work; no host selector.

import type { Badges } from '../badges';
import type { Lifetime } from '../lifetime';
import type { Staff } from '../staff/staff';
import type { Badge } from '../ui/badge';
import { setAttribute } from '../ui/dom';
import type { Floor } from '../ui/floor';
import { putLayer, removeLayer } from '../ui/layer';
import type { Views } from '../views';
import { ageWords, numberWords, word } from '../words';
import { Bar, type BarContent } from './bar';
import { Dimming, DUE_TODAY } from './dimming';
import { takeKeys } from './keys';
import {
  countList,
  countStore,
  endOfToday,
  type Group,
  isAllZero,
  isDueToday,
  type ListCounts,
  type StoreCounts,
} from './model';

/** Problems of the key that somebody has to mend; all others pass. */
const KEY_TROUBLES: readonly string[] = ['key-rejected', 'permission-missing'];

export class Summary {
  readonly #lifetime: Lifetime;
  readonly #views: Views;
  readonly #badges: Badges;
  readonly #staff: Staff;
  readonly #now: () => number;
  readonly #floor: Floor;
  /** Made for the first list, and kept: whether it is folded is remembered while the tab lives. */
  #bar: Bar | null = null;
  #store: string | null = null;
  #shadowRoots: readonly ShadowRoot[] = [];
  #dimming: Dimming | null = null;
  #isDue = false;

  /** `now` is by the service's clock. */
  constructor(
    lifetime: Lifetime,
    views: Views,
    badges: Badges,
    staff: Staff,
    floor: Floor,
    now: () => number,
  ) {
    this.#lifetime = lifetime;
    this.#views = views;
    this.#badges = badges;
    this.#staff = staff;
    this.#floor = floor;
    this.#now = now;
    takeKeys(lifetime.signal, (event) => this.#takeKey(event));
  }

  /** The list of this connected store is on the screen, with its rows in these trees beside the document. */
  show(store: string, shadowRoots: readonly ShadowRoot[]): void {
    this.#store = store;
    this.#shadowRoots = shadowRoots;
    this.recount();
  }

  /** The list is no longer on the screen, or not to be spoken of. */
  leave(): void {
    this.#store = null;
    this.#shadowRoots = [];
    this.#dimming?.end();
    this.#dimming = null;
    if (this.#bar) removeLayer(this.#bar.host);
  }

  /** Something was painted. Once for all that is painted in one go, and before the page is. */
  recount(): void {
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
    const now_ms = this.#now();
    const view = this.#views.summary(store);
    const day_ends_at = endOfToday(view, now_ms);
    const shown = [...this.#badges.all()].map(({ host, order }) => {
      const { state } = host.dataset;
      const due = this.#views.order(store, order)?.due ?? null;
      const isToday = isDueToday(state, due, day_ends_at);
      setAttribute(host, DUE_TODAY, isToday ? '' : null);
      return { state, isDueToday: isToday };
    });
    const list = shown.length > 0 ? countList(shown, day_ends_at !== null) : null;
    const whole = countStore(view, now_ms);
    this.#dimming?.refresh(this.#shadowRoots);
    // No rows yet, and the store not read: whatever the bar said would be more than is known.
    const trouble = this.#trouble(store);
    const knowsNothing = list === null && (whole?.swept_at ?? null) === null && trouble === null;
    if (knowsNothing && !this.#bar?.host.isConnected) return;
    const bar = this.#insertBar();
    setAttribute(bar.host, 'hidden', knowsNothing ? '' : null);
    bar.paint(this.#contentOf(list, whole, now_ms), trouble);
  }

  #contentOf(list: ListCounts | null, store: StoreCounts | null, now_ms: number): BarContent {
    const swept_at = store?.swept_at ?? null;
    const isSeenOnly = store !== null && swept_at === null;
    const counted = [list, store].flatMap((numbers) => numbers?.counts ?? []);
    const isQuiet = !this.#dimming && counted.every(isAllZero);
    return {
      list: list?.counts ?? null,
      store: store?.counts ?? null,
      storeLabel: word(isSeenOnly ? 'summary_seen' : 'summary_store'),
      storeNote: isSeenOnly ? word('summary_store_unread') : sweepWords(swept_at, now_ms),
      quiet: isQuiet ? quietWords(list, swept_at !== null) : null,
      chosen: this.#dimming?.group ?? null,
      position: this.#positionWords(),
    };
  }

  /** What has to be known of the whole list: who may not change it, or that its key is not accepted any more. */
  #trouble(store: string): string | null {
    const guard = this.#staff.guard(store);
    if (guard) return guard.words;
    const problem = this.#views.store(store)?.problem ?? null;
    return problem && KEY_TROUBLES.includes(problem.code)
      ? word(`list_${problem.code.replaceAll('-', '_')}`)
      : null;
  }

  #positionWords(): string {
    if (!this.#dimming) return '';
    const { at, of } = this.#dimming.position;
    if (of === 0) return word('summary_none');
    return at === 0 ? '' : word('summary_position', numberWords(at), numberWords(of));
  }

  #toggle(group: Group): void {
    if (!this.#lifetime.isValid()) return;
    const isEnd = this.#dimming?.group === group;
    this.#endDimming();
    if (!isEnd) this.#dim(group);
  }

  #dim(group: Group): void {
    // In a window made narrow by and by, the numbers are to stay while one of them is pressed.
    this.#bar?.unfold();
    this.#dimming = new Dimming(group, () => this.#badges.all());
    this.#dimming.refresh(this.#shadowRoots);
    this.#step(1);
  }

  #step(direction: 1 | -1, from?: Badge): void {
    this.#dimming?.step(direction, from);
    this.#render();
  }

  /** While a group is chosen, on a badge and in the bar: arrows step, Escape ends. */
  #takeKey(event: KeyboardEvent): boolean {
    const group = this.#dimming?.group;
    const isOurs = event.key === 'ArrowDown' || event.key === 'ArrowUp' || event.key === 'Escape';
    if (!group || !isOurs || !this.#lifetime.isValid()) return false;
    const path = event.composedPath();
    const badge = [...this.#badges.all()].find(({ host }) => path.includes(host));
    if (!badge && !(this.#bar && path.includes(this.#bar.host))) return false;
    if (event.key === 'Escape') {
      this.#endDimming();
      this.#bar?.focusOn(group);
    } else {
      this.#step(event.key === 'ArrowDown' ? 1 : -1, badge);
    }
    return true;
  }

  #endDimming(): void {
    this.#dimming?.end();
    this.#dimming = null;
    this.#render();
  }

  #makeBar(): Bar {
    const bar = new Bar({
      onToggle: (group) => this.#toggle(group),
      onStep: (direction) => this.#step(direction),
      onAttend: () => this.recount(),
      onAccount: () => {
        if (this.#store !== null) this.#staff.open(this.#store);
      },
    });
    this.#floor.add(bar.host, { isLifted: true });
    return bar;
  }

  #insertBar(): Bar {
    this.#bar ??= this.#makeBar();
    putLayer(this.#bar.host);
    return this.#bar;
  }
}

function sweepWords(swept_at: number | null, now_ms: number): string {
  return swept_at === null ? word('summary_unread') : word('summary_read', ageWords(swept_at, now_ms));
}

/** Nothing is late, as far as is known. */
function quietWords(list: ListCounts | null, isStoreRead: boolean): string {
  if (list && list.loading + list.failed > 0) {
    const read = list.orders - list.loading - list.failed;
    return word('summary_quiet_so_far', numberWords(read), numberWords(list.orders));
  }
  return word(isStoreRead ? 'summary_quiet' : 'summary_quiet_list');
}
