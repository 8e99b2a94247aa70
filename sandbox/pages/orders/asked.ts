// What the address asks of an Orders list, and addresses that ask otherwise.
// Knows the query string of a list page; not how the list is fetched or shown.

import type { Direction, OrderKind, OrdersQuery, SortKey, View } from '../data';
import { withParameters } from '../route';

const VIEWS: readonly View[] = ['all', 'open', 'cancelled'];
const SORT_KEYS: readonly SortKey[] = ['created_at', 'name', 'total'];

export function askedOf(kind: OrderKind, query: URLSearchParams): OrdersQuery {
  const [sortName, directionName] = (query.get('order') ?? '').split(' ');
  return {
    kind,
    view: VIEWS.find((view) => view === query.get('savedViewId')) ?? 'all',
    query: query.get('query') ?? '',
    sort: SORT_KEYS.find((key) => key === sortName) ?? 'created_at',
    direction: directionName === 'asc' ? 'asc' : 'desc',
    page: positiveNumber(query.get('page')) ?? 1,
    perPage: positiveNumber(query.get('per_page')),
  };
}

function positiveNumber(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null;
}

// Whatever changes which orders are listed begins at the first page again.
export const addressForPage = (page: number): string =>
  withParameters({ page: page === 1 ? null : String(page) });
export const addressForView = (view: View): string =>
  withParameters({ savedViewId: view === 'all' ? null : view, page: null });
export const addressForQuery = (text: string): string => withParameters({ query: text || null, page: null });
export const addressForSort = (sort: SortKey, direction: Direction): string =>
  withParameters({ order: `${sort} ${direction}`, page: null });

/** A click on the column sorted by turns it round; another column starts with what is wanted most often. */
export function directionAfterClick(asked: OrdersQuery, key: SortKey): Direction {
  if (asked.sort !== key) return key === 'name' ? 'asc' : 'desc';
  return asked.direction === 'asc' ? 'desc' : 'asc';
}
