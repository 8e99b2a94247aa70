// Who is signed in, and whether they may change anything: follows the name that the admin shows, tells the worker of one
// whose key there is not, and opens the options page for them. Knows the parts; no host selector.

import { settingsKey, storeKey } from '../../protocol';
import { send } from '../commands';
import { followRoute, orderOfPage, storeOfList } from '../host/route';
import { followStaffName, readStaffName } from '../host/staff';
import type { Lifetime } from '../lifetime';
import type { Views } from '../views';
import { type Guard, guardOf } from './guard';
import { isSameName, tidyName } from './name';

export class Staff {
  readonly #lifetime: Lifetime;
  readonly #views: Views;
  readonly #followers: (() => void)[] = [];
  /** As it was when it was last told of. */
  #shown: string | null = null;
  #introduced = '';
  #guard: { from: string; guard: Guard | null } | null = null;

  constructor(lifetime: Lifetime, views: Views) {
    const { signal } = lifetime;
    this.#lifetime = lifetime;
    this.#views = views;
    followStaffName(document, signal, () => this.#onPage());
    followRoute(signal, () => this.#onPage());
    views.follow((keys) => {
      const store = storeOfPage();
      if (store === null) return;
      if (keys.has(storeKey(store))) void this.#introduce(store);
      // What this page says of it follows from these as well.
      if (keys.has(storeKey(store)) || keys.has(settingsKey(store))) this.#tell();
    });
    this.#shown = this.name;
  }

  /** The name that the admin shows at this moment; null: it cannot be read. */
  get name(): string | null {
    const shown = readStaffName(document);
    return shown === null ? null : tidyName(shown);
  }

  /** Why whoever is signed in may change nothing in this store; null: they may. */
  guard(store: string): Guard | null {
    const view = this.#views.store(store);
    const unread = this.#views.unreadName(store);
    // Asked for each badge; names are compared only when one of them is another.
    const from = JSON.stringify([view?.connected, view?.staff_name, this.#shown, unread]);
    if (from !== this.#guard?.from) this.#guard = { from, guard: guardOf(view, this.#shown, unread) };
    return this.#guard.guard;
  }

  /** `onChange` is called when somebody else is signed in, or the key is somebody else's. */
  follow(onChange: () => void): void {
    this.#followers.push(onChange);
  }

  /** To switch the staff account, or to connect one. */
  open(store: string): void {
    void this.#introduce(store).then(() => send({ 'open-options': { store } }));
  }

  #onPage(): void {
    if (!this.#lifetime.isValid()) return;
    const { name } = this;
    const store = storeOfPage();
    if (store !== null) void this.#introduce(store);
    if (name === this.#shown) return;
    this.#shown = name;
    this.#tell();
  }

  #tell(): void {
    if (this.#lifetime.isValid()) for (const onChange of this.#followers) onChange();
  }

  /** The options page offers this name. Once for each, and not where it is that of the key. */
  async #introduce(store: string): Promise<void> {
    const { name } = this;
    const view = this.#views.store(store);
    const isKnown = view?.connected && view.staff_name !== null && isSameName(view.staff_name, name ?? '');
    const told = `${store} ${name}`;
    if (name === null || view === null || isKnown || told === this.#introduced) return;
    this.#introduced = told;
    const reply = await send({ introduce: { store, staff: name } });
    // Just after a client-side switch of stores the worker can still take us for the other store's page.
    if (!reply?.ok) this.#introduced = '';
  }
}

const storeOfPage = (): string | null =>
  storeOfList(location.pathname) ?? orderOfPage(location.pathname)?.store ?? null;
