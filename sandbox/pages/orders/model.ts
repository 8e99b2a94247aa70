// What every markup of the Orders list is given, and how a row answers a click.
// Knows orders, selection and quirks; nothing of elements and classes.

import type { MouseEvent } from 'react';
import { type Direction, gidOf, type OrderRow, type SortKey } from '../data';
import { asksForNewTab } from '../link';
import { recordNavigation, recordToggle } from '../log';
import { navigate, orderPath, type Quirk } from '../route';
import type { Words } from '../words';

export interface ListModel {
  store: string;
  orders: OrderRow[];
  loading: boolean;
  selected: ReadonlySet<string>;
  toggle: (id: string) => void;
  toggleAll: () => void;
  sort: SortKey;
  direction: Direction;
  sortBy: (key: SortKey) => void;
  pagination: Pagination | null;
  quirks: ReadonlySet<Quirk>;
  words: Words;
}

export interface Pagination {
  page: number;
  pages: number;
  first: number;
  last: number;
  total: number;
  goTo: (page: number) => void;
}

/** `recycle` keys rows by place, so that one row's nodes show another order after paging or sorting. */
export const rowKey = (list: ListModel, order: OrderRow, index: number): string | number =>
  list.quirks.has('recycle') ? index : order.id;

/** The GID by which a row's checkbox names its order; under `mismatch` the third row's names the first row's order. */
export function checkboxGid(list: ListModel, order: OrderRow, index: number): string {
  const named = list.quirks.has('mismatch') && index === 2 ? list.orders[0] : order;
  return gidOf(named ?? order);
}

/** How many rows stand under one sub-header when batches are shown. */
const BATCH_SIZE = 10;

/** The number of the batch that begins with this row, if one does. */
export const batchStartingAt = (list: ListModel, index: number): number | null =>
  list.quirks.has('subheaders') && index % BATCH_SIZE === 0 ? index / BATCH_SIZE + 1 : null;

export const hasCheckboxes = (list: ListModel): boolean => !list.quirks.has('no-checkbox');

/** A click anywhere on a row opens its order; while rows are selected it toggles the row instead. */
export function clickRow(list: ListModel, order: OrderRow, event: MouseEvent): void {
  if (list.selected.size > 0) {
    event.preventDefault();
    recordToggle(order.name);
    list.toggle(order.id);
    return;
  }
  const path = orderPath(list.store, order.kind, order.id);
  const onLink = event.target instanceof Element && event.target.closest('a[href]') !== null;
  if (asksForNewTab(event)) {
    if (!onLink) window.open(path, '_blank', 'noopener');
    return;
  }
  event.preventDefault();
  recordNavigation(order.name);
  navigate(path);
}

/** Keeps a control's click from the row around it. */
export const keepFromRow = (event: MouseEvent): void => event.stopPropagation();
