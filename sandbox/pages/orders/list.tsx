// The Orders and Drafts pages: reads what the address asks for and shows it in the markup that is tested.
// Knows the parts of the page; each markup is a file of its own.

import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { type OrderKind, type OrderRow, type OrdersPage, ordersDataPath, useReading } from '../data';
import { navigate, useRoute } from '../route';
import { useWords } from '../words';
import { addressForPage, addressForSort, askedOf, directionAfterClick } from './asked';
import { BulkBar } from './bulk-bar';
import { OrdersCondensed } from './condensed';
import { OrdersGrid } from './grid';
import { InShadow } from './in-shadow';
import type { ListModel, Pagination } from './model';
import { useSelection } from './selection';
import { hashedClass, OrdersTable, plainClass } from './table';
import { Toolbar } from './toolbar';

const NO_ORDERS: OrderRow[] = [];
const REBUILD_EVERY_MS = 500;

export function OrdersList({ store, kind }: { store: string; kind: OrderKind }) {
  const words = useWords();
  const { query, quirks } = useRoute();
  const asked = askedOf(kind, query);
  const reading = useReading<OrdersPage>(ordersDataPath(store, asked));
  const found = reading.value;
  const selection = useSelection(found?.orders ?? NO_ORDERS);
  const rebuilds = useRebuilds(quirks.has('rerender'));

  const title = kind === 'draft' ? words.drafts : words.orders;
  useEffect(() => {
    document.title = `${title} · ${store}`;
  }, [title, store]);

  const list: ListModel | null = found && {
    store,
    orders: found.orders,
    loading: reading.loading,
    selected: selection.selected,
    toggle: selection.toggle,
    toggleAll: selection.toggleAll,
    sort: asked.sort,
    direction: asked.direction,
    sortBy: (key) => navigate(addressForSort(key, directionAfterClick(asked, key))),
    pagination: paginationOf(found),
    quirks,
    words,
  };
  return (
    <section className="page">
      <div className="page-head">
        <s-internal-title className="page-title" heading={title} />
        <div className="page-actions">
          <button type="button" className="button">
            {words.exportOrders}
          </button>
          <button type="button" className="button button-primary">
            {words.createOrder}
          </button>
        </div>
      </div>
      <div className="card list-card" data-loading={reading.loading}>
        <Toolbar asked={asked} />
        <div className="progress" aria-hidden="true" />
        {reading.problem && (
          <p role="alert" className="notice">
            {words.loadFailed} {reading.problem}{' '}
            <button type="button" className="button" onClick={reading.retry}>
              {words.retry}
            </button>
          </p>
        )}
        {!list && !reading.problem && <Skeleton />}
        {list?.orders.length === 0 && (
          <div className="empty">
            <p>{words.noOrders}</p>
            <p className="subdued">{words.noOrdersHint}</p>
          </div>
        )}
        {list && list.orders.length > 0 && <InMarkup key={rebuilds} list={list} />}
      </div>
      <BulkBar selection={selection} onPage={found?.orders.length ?? 0} total={found?.total ?? 0} />
    </section>
  );
}

function InMarkup({ list }: { list: ListModel }) {
  const { markup } = useRoute();
  const narrow = useNarrow();
  const classOf = markup === 'table-hashed' ? hashedClass : plainClass;
  const condensed = markup === 'condensed' || (markup !== 'grid' && narrow);
  let rows: ReactNode;
  if (markup === 'grid') rows = <OrdersGrid list={list} />;
  else if (condensed) rows = <OrdersCondensed list={list} classOf={classOf} />;
  else rows = <OrdersTable list={list} classOf={classOf} />;
  return list.quirks.has('shadow') ? <InShadow>{rows}</InShadow> : rows;
}

function paginationOf({ page, pages, total, orders }: OrdersPage): Pagination | null {
  if (pages <= 1) return null;
  // Every page but the last is full, so the last one's first row is counted from the end.
  const first = page === pages ? total - orders.length + 1 : (page - 1) * orders.length + 1;
  return {
    page,
    pages,
    first,
    last: first + orders.length - 1,
    total,
    goTo: (next) => navigate(addressForPage(next)),
  };
}

function Skeleton() {
  const words = useWords();
  return (
    <div className="skeleton" role="status" aria-label={words.loading}>
      {Array.from({ length: 12 }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move.
        <div key={line} className="skeleton-line" />
      ))}
    </div>
  );
}

const narrowMedia = window.matchMedia('(max-width: 489.98px)');

/** Below this width generation A shows its condensed list by itself. */
function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      narrowMedia.addEventListener('change', listener);
      return () => narrowMedia.removeEventListener('change', listener);
    },
    () => narrowMedia.matches,
  );
}

/** Counts up while `active`; as a key it makes React build the whole list anew each time. */
function useRebuilds(active: boolean): number {
  const [rebuilds, setRebuilds] = useState(0);
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => setRebuilds((count) => count + 1), REBUILD_EVERY_MS);
    return () => clearInterval(timer);
  }, [active]);
  return rebuilds;
}
