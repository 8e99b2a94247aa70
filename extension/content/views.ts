// The views that the worker publishes, held in memory so that a badge can be painted in the frame of its row.
// Knows `chrome.storage.session` and the shapes of views; no DOM.

import type {
  CatalogView,
  ChangesView,
  ClockView,
  DetailsView,
  OrderRef,
  OrderView,
  ReplyLanguage,
  StoreView,
  SummaryView,
  UnreadName,
} from '../protocol';
import {
  CLOCK_KEY,
  catalogKey,
  changesKey,
  detailsKey,
  orderKey,
  repliesKey,
  settingsKey,
  storeKey,
  summaryKey,
} from '../protocol';
import {
  type ListReplies,
  type ListSettings,
  readCatalogView,
  readChangesView,
  readClockView,
  readDetailsView,
  readListReplies,
  readListSettings,
  readOrderView,
  readStoreView,
  readSummaryView,
  USUAL_GRACE,
} from './view-shapes';

type View =
  | OrderView
  | DetailsView
  | StoreView
  | CatalogView
  | ClockView
  | SummaryView
  | ChangesView
  | ListSettings
  | ListReplies;

export class Views {
  /** Text as it came until it is first asked for; most orders in the storage are not on this screen. */
  readonly #texts = new Map<string, string>();
  readonly #views = new Map<string, View>();
  readonly #followers: ((keys: ReadonlySet<string>) => void)[] = [];
  #isLoaded = false;
  #reloading: Promise<boolean> | null = null;
  /** Keys that changed while we were reading: newer than what we read. */
  #changed: Set<string> | null = null;

  constructor(signal: AbortSignal) {
    const listener = (changes: Record<string, chrome.storage.StorageChange>, area: string): void => {
      if (area !== 'session') return;
      for (const [key, { newValue }] of Object.entries(changes)) {
        this.#changed?.add(key);
        this.#put(key, newValue);
      }
      const keys = new Set(Object.keys(changes));
      for (const follow of this.#followers) follow(keys);
    };
    chrome.storage.onChanged.addListener(listener);
    signal.addEventListener('abort', () => {
      // Throws when the extension is gone, and then there is nothing left to remove.
      try {
        chrome.storage.onChanged.removeListener(listener);
      } catch {}
    });
  }

  /** `onChange` is called with the keys of the views that are new, while this copy of the script lives. */
  follow(onChange: (keys: ReadonlySet<string>) => void): void {
    this.#followers.push(onChange);
  }

  /**
   * Reads all that is there. Until the worker has run once since the browser began, the area is closed to us;
   * then this is false and worth another try after the worker's first reply.
   */
  async load(): Promise<boolean> {
    return this.#isLoaded || this.reload();
  }

  /** Reads everything anew: a page that comes back from the back/forward cache has heard no changes. */
  reload(): Promise<boolean> {
    // Shared by all who ask meanwhile: a second reading at once would lose count of what changed during the first.
    this.#reloading ??= this.#read().finally(() => {
      this.#reloading = null;
    });
    return this.#reloading;
  }

  async #read(): Promise<boolean> {
    const changed = new Set<string>();
    this.#changed = changed;
    try {
      const stored = await chrome.storage.session.get<Record<string, unknown>>(null);
      for (const key of [...this.#texts.keys(), ...this.#views.keys()]) {
        if (!(key in stored) && !changed.has(key)) this.#put(key, undefined);
      }
      for (const [key, value] of Object.entries(stored)) if (!changed.has(key)) this.#put(key, value);
      this.#isLoaded = true;
    } catch {}
    this.#changed = null;
    return this.#isLoaded;
  }

  order(store: string, order: OrderRef): OrderView | null {
    return this.orderAt(orderKey(store, order));
  }

  orderAt(key: string): OrderView | null {
    return this.#get(key, readOrderView);
  }

  details(store: string, order: OrderRef): DetailsView | null {
    return this.#get(detailsKey(store, order), readDetailsView);
  }

  store(store: string): StoreView | null {
    return this.#get(storeKey(store), readStoreView);
  }

  catalog(store: string): CatalogView | null {
    return this.#get(catalogKey(store), readCatalogView);
  }

  changes(store: string): ChangesView | null {
    return this.#get(changesKey(store), readChangesView);
  }

  summary(store: string): SummaryView | null {
    return this.#get(summaryKey(store), readSummaryView);
  }

  clock(): ClockView | null {
    return this.#get(CLOCK_KEY, readClockView);
  }

  /** The store's time zone; null: not confirmed yet, the browser's is taken. */
  zone(store: string): string | null {
    return this.#get(settingsKey(store), readListSettings)?.zone ?? null;
  }

  /** How long a change waits that messages customers or touches the Shopify order. */
  graceSeconds(store: string): number {
    return this.#get(settingsKey(store), readListSettings)?.grace_seconds ?? USUAL_GRACE;
  }

  /** What may be done while the name that the admin shows cannot be read. */
  unreadName(store: string): UnreadName {
    return this.#get(settingsKey(store), readListSettings)?.unread_name ?? 'allow';
  }

  /** The language of the store's replies; null: not set, the browser's is taken. */
  replyLanguage(store: string): ReplyLanguage | null {
    return this.#get(repliesKey(store), readListReplies)?.language ?? null;
  }

  #put(key: string, value: unknown): void {
    if (value === undefined) {
      this.#texts.delete(key);
      this.#views.delete(key);
    } else if (typeof value === 'string') {
      this.#texts.set(key, value);
    }
  }

  #get<V extends View>(key: string, read: (text: string) => V | null): V | null {
    const text = this.#texts.get(key);
    if (text !== undefined) {
      this.#texts.delete(key);
      const view = read(text);
      // A malformed view is ignored: the one before it stands.
      if (view !== null) this.#views.set(key, view);
    }
    // A key's prefix decides its shape, so what was read from it before is a V.
    return (this.#views.get(key) as V | undefined) ?? null;
  }
}
