// Keeps exactly one badge, of the right order, in every row. Reuses its nodes: a badge goes with its row, or with its order
// into that order's new row; one without a row serves the next that comes. Only ever adds, moves and removes nodes of our
// own. Knows no host selector, no views, no chrome.* calls.

import type { OrderRef } from '../protocol';
import type { Mount, OrderRow } from './host/rows';
import { Badge, type BadgeEvents } from './ui/badge';

/** More re-insertions than this into one row within a second, and something of the page fights us: let it win. */
const FIGHT_LIMIT = 20;
const FIGHT_WINDOW_MS = 1_000;
/** So many badges without a row are kept for the rows to come: as many as the longest usual page has. */
const MOST_IDLE = 250;

interface Fight {
  count: number;
  since_ms: number;
}

export class Badges {
  readonly #events: BadgeEvents;
  #byRow = new Map<Element, Badge>();
  /** The badge whose menu is open: it waits for its order's row to come back instead of being dropped. */
  #held: Badge | null = null;
  /** Without a row or an order that counts; making one costs more than painting one anew. */
  readonly #idle: Badge[] = [];
  readonly #fights = new WeakMap<Element, Fight>();

  constructor(events: BadgeEvents) {
    this.#events = events;
  }

  /** In the order of the rows. */
  all(): Iterable<Badge> {
    return this.#byRow.values();
  }

  /** Whether a row that is there now has this badge. */
  has(badge: Badge): boolean {
    return badge.host.isConnected && [...this.#byRow.values()].includes(badge);
  }

  hold(badge: Badge | null): void {
    this.#held = badge;
  }

  /** One pass over the rows as they are now. `paint` is called for every badge whose order is new to it. */
  reconcile(root: ParentNode, rows: readonly OrderRow[], paint: (badge: Badge) => void): void {
    const before = this.#byRow;
    const after = new Map<Element, Badge>();
    const spare = new Set(before.values());
    if (this.#held) spare.add(this.#held);
    const unserved: OrderRow[] = [];
    for (const row of rows) {
      const badge = before.get(row.element);
      if (badge && spare.has(badge) && isSame(badge.order, row.order)) {
        spare.delete(badge);
        after.set(row.element, badge);
      } else {
        unserved.push(row);
      }
    }
    const spareByOrder = new Map([...spare].map((badge) => [nameOf(badge.order), badge]));
    for (const { element, order } of unserved) {
      const ofOrder = spareByOrder.get(nameOf(order));
      const ofRow = before.get(element);
      const reused = [ofOrder, ofRow === this.#held ? undefined : ofRow].find(
        (each) => each && spare.has(each),
      );
      const badge = reused ?? this.#idle.pop() ?? new Badge(order, this.#events);
      spare.delete(badge);
      if (!isSame(badge.order, order)) badge.order = order;
      after.set(element, badge);
      paint(badge);
    }
    for (const badge of spare) this.#release(badge);
    this.#byRow = new Map();
    for (const { element, mount } of rows) {
      const badge = after.get(element);
      if (!badge) continue;
      this.#byRow.set(element, badge);
      this.#mount(element, badge, mount);
    }
    this.#removeStrangers(root, after);
  }

  clear(): void {
    for (const badge of this.#byRow.values()) this.#release(badge);
    this.#byRow.clear();
  }

  /** One whose menu is open, or that a person is on, is theirs: it serves no other order. */
  #release(badge: Badge): void {
    const isOwn = badge === this.#held || badge.hasFocus;
    badge.host.remove();
    if (!isOwn && this.#idle.length < MOST_IDLE) this.#idle.push(badge);
  }

  #mount(row: Element, badge: Badge, mount: Mount): void {
    const { host } = badge;
    if ('after' in mount) {
      if (mount.after.nextSibling === host) return;
    } else if (mount.endOf.lastChild === host) {
      return;
    }
    if (this.#isFought(row)) return;
    badge.place(() => ('after' in mount ? mount.after.after(host) : mount.endOf.append(host)));
  }

  #isFought(row: Element): boolean {
    const now_ms = performance.now();
    let fight = this.#fights.get(row);
    if (!fight || now_ms - fight.since_ms > FIGHT_WINDOW_MS) {
      fight = { count: 0, since_ms: now_ms };
      this.#fights.set(row, fight);
    }
    fight.count += 1;
    return fight.count > FIGHT_LIMIT;
  }

  /** Copies that the page made of a row carry a dead copy of our host. */
  #removeStrangers(root: ParentNode, ours: ReadonlyMap<Element, Badge>): void {
    const hosts = root.querySelectorAll('[data-ucos-inline="badge"]');
    if (hosts.length <= ours.size) return;
    const own = new Set([...ours.values()].map((badge): Element => badge.host));
    for (const host of hosts) if (!own.has(host)) host.remove();
  }
}

const nameOf = ({ kind, id }: OrderRef): string => `${kind}/${id}`;

function isSame(one: OrderRef, other: OrderRef): boolean {
  return one.kind === other.kind && one.id === other.id;
}
