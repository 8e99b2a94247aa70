// Reads the views of stores, catalogs and unsettled changes out of chrome.storage.session and follows them.
// Knows the shapes of the protocol; a view that it cannot read is left out, since a page must paint what there is.

import { readKey, readLearnt, readOrderView } from '../../content/view-shapes';
import type {
  AccountView,
  CatalogGroupView,
  CatalogStatusView,
  CatalogView,
  ChangesView,
  OrderView,
  PolicyView,
  RefusalsView,
  RefusedView,
  StoreView,
  WhoView,
} from '../../protocol';
import {
  catalogKey,
  changesKey,
  orderKey,
  POLICY_KEY,
  REFUSALS_KEY,
  storeKey,
  whoKey,
  withheldKey,
} from '../../protocol';

export interface Views {
  /** Connected stores, by handle. */
  stores: StoreView[];
  catalogs: Map<string, CatalogView>;
  changes: Map<string, ChangesView>;
  /** Views of the orders that a person is asked about, as far as they are published, by their keys. */
  orders: Map<string, OrderView>;
  /** Null: nothing was refused. */
  refusals: RefusalsView | null;
  /** What the organisation sets beside the settings; null: nothing. */
  policy: PolicyView | null;
  /** Handles of stores whose key is kept and, by the organisation's word, not used. */
  withheld: string[];
  /** Names of people who are signed in to a store's admin and whose key there is not, by the store's handle. */
  who: Map<string, string>;
}

export const noViews = (): Views => ({
  stores: [],
  catalogs: new Map(),
  changes: new Map(),
  orders: new Map(),
  refusals: null,
  policy: null,
  withheld: [],
  who: new Map(),
});

const PREFIXES = [storeKey(''), catalogKey(''), changesKey(''), withheldKey(''), whoKey('')];
const isPainted = (key: string): boolean =>
  key === REFUSALS_KEY || key === POLICY_KEY || PREFIXES.some((prefix) => key.startsWith(prefix));

export async function readViews(): Promise<Views> {
  // By key, since the same area holds every order's view, and those can be many.
  const keys = (await chrome.storage.session.getKeys()).filter(isPainted);
  const area = await chrome.storage.session.get<Record<string, unknown>>(keys);
  const stored = Object.entries(area).map(([key, text]) => [key, parse(text)] as const);
  const values = stored.map(([, value]) => value);
  const policy = parse(area[POLICY_KEY]);
  const changes = new Map(values.filter(isChangesView).map((view) => [view.store, view]));
  return {
    stores: values
      .filter(isStoreView)
      .filter((view) => view.connected)
      // Of these, what cannot be read is not known.
      .map((view) => ({ ...view, key: readKey(view.key), learnt: readLearnt(view.learnt) }))
      .sort((a, b) => a.store.localeCompare(b.store)),
    catalogs: new Map(values.filter(isCatalogView).map((view) => [view.store, view])),
    changes,
    orders: await readOrders(askedAbout(changes)),
    refusals: values.find(isRefusalsView) ?? null,
    policy: isPolicyView(policy) ? policy : null,
    withheld: keys
      .filter((key) => key.startsWith(withheldKey('')))
      .map((key) => key.slice(withheldKey('').length))
      .toSorted(),
    who: new Map(
      stored.flatMap(([key, value]) =>
        key.startsWith(whoKey('')) && isWhoView(value) ? [[value.store, value.staff] as const] : [],
      ),
    ),
  };
}

const askedAbout = (changes: Map<string, ChangesView>): string[] =>
  [...changes.values()].flatMap(({ store, asking }) => asking.map(({ order }) => orderKey(store, order)));

async function readOrders(keys: string[]): Promise<Map<string, OrderView>> {
  const texts = Object.entries(await chrome.storage.session.get<Record<string, unknown>>(keys));
  return new Map(
    texts.flatMap(([key, text]) => {
      const view = typeof text === 'string' ? readOrderView(text) : null;
      return view === null ? [] : [[key, view] as const];
    }),
  );
}

/** Paints now and after every change, for as long as the page is there. Resolves after the first painting. */
export async function followViews(paint: (views: Views) => void): Promise<void> {
  let latest = 0;
  let asked: ReadonlySet<string> = new Set();
  const read = async (): Promise<void> => {
    latest += 1;
    const mine = latest;
    const views = await readViews();
    // A reading that began later knows more.
    if (mine !== latest) return;
    asked = new Set(askedAbout(views.changes));
    paint(views);
  };
  chrome.storage.session.onChanged.addListener((changes) => {
    if (Object.keys(changes).some((key) => isPainted(key) || asked.has(key))) void read();
  });
  await read();
}

export function parse(value: unknown): unknown {
  if (typeof value !== 'string') return null;
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';

const isProblemOrNull = (value: unknown): boolean =>
  value === null || (isObject(value) && typeof value.code === 'string' && isTextOrNull(value.detail));

const isAccountView = (value: unknown): value is AccountView =>
  isObject(value) &&
  typeof value.staff_name === 'string' &&
  typeof value.has_pin === 'boolean' &&
  typeof value.is_active === 'boolean' &&
  typeof value.is_locked === 'boolean' &&
  typeof value.next_try_at === 'number';

const isStoreView = (value: unknown): value is StoreView =>
  isObject(value) &&
  typeof value.store === 'string' &&
  typeof value.connected === 'boolean' &&
  isTextOrNull(value.staff_name) &&
  Array.isArray(value.accounts) &&
  value.accounts.every(isAccountView) &&
  isProblemOrNull(value.problem) &&
  (value.problem_since === null || typeof value.problem_since === 'number') &&
  (value.day_left_percent === null || typeof value.day_left_percent === 'number');

const isWhoView = (value: unknown): value is WhoView =>
  isObject(value) && typeof value.store === 'string' && typeof value.staff === 'string';

const isColor = (value: unknown): boolean => typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value);

const isCatalogStatusView = (value: unknown): value is CatalogStatusView =>
  isObject(value) &&
  typeof value.id === 'string' &&
  typeof value.name === 'string' &&
  isColor(value.paper) &&
  isColor(value.ink) &&
  Array.isArray(value.sub_statuses) &&
  value.sub_statuses.every((sub) => isObject(sub) && typeof sub.name === 'string');

const isCatalogGroupView = (value: unknown): value is CatalogGroupView =>
  isObject(value) && isTextOrNull(value.name) && Array.isArray(value.statuses);

const isCatalogView = (value: unknown): value is CatalogView =>
  isObject(value) &&
  typeof value.store === 'string' &&
  Array.isArray(value.statuses) &&
  value.statuses.every(isCatalogStatusView) &&
  Array.isArray(value.groups) &&
  value.groups.every(isCatalogGroupView);

const isChangesView = (value: unknown): value is ChangesView =>
  isObject(value) &&
  typeof value.store === 'string' &&
  typeof value.waiting === 'number' &&
  typeof value.under_way === 'number' &&
  typeof value.blocked === 'number' &&
  typeof value.asks === 'number' &&
  Array.isArray(value.asking) &&
  value.asking.every(isRefusedView);

const isRefusalsView = (value: unknown): value is RefusalsView =>
  isObject(value) &&
  [
    value.wrong_sender,
    value.too_large,
    value.unknown_command,
    value.unknown_member,
    value.malformed,
    value.wrong_state,
  ].every(Number.isSafeInteger);

const isRefusedView = (value: unknown): value is RefusedView =>
  isObject(value) &&
  isObject(value.order) &&
  typeof value.order.id === 'string' &&
  /^\d+$/.test(value.order.id) &&
  (value.order.kind === 'order' || value.order.kind === 'draft') &&
  typeof value.name === 'string' &&
  value.problem !== null &&
  isProblemOrNull(value.problem);

const isPolicyView = (value: unknown): value is PolicyView =>
  isObject(value) &&
  (value.stores === null ||
    (Array.isArray(value.stores) && value.stores.every((store) => typeof store === 'string'))) &&
  typeof value.pin_required === 'boolean' &&
  isTextOrNull(value.api_base) &&
  Array.isArray(value.faults) &&
  value.faults.every(
    (fault) => isObject(fault) && typeof fault.value === 'string' && typeof fault.reason === 'string',
  );
