// Where the page is: the address read into a route, client-side navigation, and the parameters that outlive it.
// Knows the address bar and React's subscription hook; nothing of what a page shows.

import { useMemo, useSyncExternalStore } from 'react';
import type { OrderKind } from './data';

export const MARKUPS = ['grid', 'table', 'table-hashed', 'condensed'] as const;
export type Markup = (typeof MARKUPS)[number];

export const QUIRKS = [
  'class-wipe',
  'french',
  'mismatch',
  'no-checkbox',
  'no-link',
  'recycle',
  'rerender',
  'row-id',
  'rtl',
  'shadow',
  'subheaders',
  'text-only',
  'two-links',
] as const;
export type Quirk = (typeof QUIRKS)[number];

export type Place =
  | { page: 'home' }
  | { page: 'list'; kind: OrderKind }
  | { page: 'order'; kind: OrderKind; id: string }
  | { page: 'products' }
  | { page: 'payouts' }
  | { page: 'app' }
  | { page: 'missing' };

export interface Route {
  store: string;
  place: Place;
  query: URLSearchParams;
  markup: Markup;
  quirks: ReadonlySet<Quirk>;
  /** Values of `markup` and `quirks` that name nothing: told to the person, not swallowed. */
  unknown: string[];
}

/** These choose what is tested, so they go along from page to page; everything else belongs to one page. */
const KEPT_PARAMETERS = ['markup', 'quirks', 'per_page'];

export const homePath = (store: string): string => `/store/${store}`;
export const listPath = (store: string, kind: OrderKind): string =>
  `/store/${store}/${kind === 'draft' ? 'draft_orders' : 'orders'}`;
export const orderPath = (store: string, kind: OrderKind, id: string): string =>
  `${listPath(store, kind)}/${id}`;

export function parseRoute(address: string): Route {
  const url = new URL(address);
  const [, store = '', rest = ''] = /^\/store\/([^/]+)\/?(.*?)\/?$/.exec(url.pathname) ?? [];
  const unknown: string[] = [];

  const markupName = url.searchParams.get('markup') ?? 'grid';
  const markup = MARKUPS.find((known) => known === markupName);
  if (!markup) unknown.push(`markup=${markupName}`);

  const quirks = new Set<Quirk>();
  for (const name of (url.searchParams.get('quirks') ?? '').split(',').filter(Boolean)) {
    const quirk = QUIRKS.find((known) => known === name);
    if (quirk) quirks.add(quirk);
    else unknown.push(`quirks=${name}`);
  }
  return {
    store,
    place: parsePlace(rest),
    query: url.searchParams,
    markup: markup ?? 'grid',
    quirks,
    unknown,
  };
}

function parsePlace(path: string): Place {
  const [section, id, ...more] = path.split('/');
  if (more.length > 0) return { page: 'missing' };
  switch (section) {
    case '':
      return { page: 'home' };
    case 'orders':
    case 'draft_orders': {
      const kind = section === 'orders' ? 'order' : 'draft';
      if (id === undefined) return { page: 'list', kind };
      return /^\d+$/.test(id) ? { page: 'order', kind, id } : { page: 'missing' };
    }
    case 'products':
    case 'payouts':
      return id === undefined ? { page: section } : { page: 'missing' };
    case 'apps':
      return { page: 'app' };
    default:
      return { page: 'missing' };
  }
}

const listeners = new Set<() => void>();
const tellListeners = (): void => {
  for (const listener of listeners) listener();
};

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener('popstate', tellListeners);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener('popstate', tellListeners);
  };
}

const currentAddress = (): string => window.location.href;

export function useRoute(): Route {
  const address = useSyncExternalStore(subscribe, currentAddress);
  return useMemo(() => parseRoute(address), [address]);
}

/** Goes to another page of the admin without a load. */
export function navigate(path: string, how: 'push' | 'replace' = 'push'): void {
  const here = new URL(window.location.href);
  const there = new URL(path, here);
  for (const name of KEPT_PARAMETERS) {
    const value = here.searchParams.get(name);
    if (value !== null && !there.searchParams.has(name)) there.searchParams.set(name, value);
  }
  if (how === 'push') window.history.pushState(null, '', there);
  else window.history.replaceState(null, '', there);
  tellListeners();
}

/** The present address with some parameters set, or dropped where the value is null. */
export function withParameters(changes: Record<string, string | null>): string {
  const url = new URL(window.location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.pathname + url.search;
}
