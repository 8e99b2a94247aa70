// What the sandbox's service tells its pages, and how it is read.
// Knows the data endpoints and their shapes; nothing of markup.

import { useCallback, useEffect, useState } from 'react';

export type OrderKind = 'order' | 'draft';
export type View = 'all' | 'open' | 'cancelled';
export type SortKey = 'created_at' | 'name' | 'total';
export type Direction = 'asc' | 'desc';

export interface OrderRow {
  id: string;
  kind: OrderKind;
  name: string;
  created_at: string;
  customer: string;
  total: string;
  payment: string;
  fulfillment: string;
  items: number;
  cancelled: boolean;
}

export interface OrdersPage {
  total: number;
  page: number;
  pages: number;
  orders: OrderRow[];
}

export interface OrderDetails extends OrderRow {
  email: string | null;
  note: string | null;
  line_items: { id: string; name: string; quantity: number }[];
}

export interface Shell {
  handle: string;
  name: string;
  staff: string;
  stores: { handle: string; name: string }[];
}

export interface OrdersQuery {
  kind: OrderKind;
  view: View;
  query: string;
  sort: SortKey;
  direction: Direction;
  page: number;
  perPage: number | null;
}

export const gidOf = (order: Pick<OrderRow, 'kind' | 'id'>): string =>
  `gid://shopify/${order.kind === 'draft' ? 'DraftOrder' : 'Order'}/${order.id}`;

export const shellPath = (store: string): string => `/_data/${encodeURIComponent(store)}/shell`;

export function ordersDataPath(store: string, asked: Partial<OrdersQuery> & { kind: OrderKind }): string {
  const parameters = new URLSearchParams({
    kind: asked.kind,
    view: asked.view ?? 'all',
    query: asked.query ?? '',
    sort: asked.sort ?? 'created_at',
    direction: asked.direction ?? 'desc',
    page: String(asked.page ?? 1),
  });
  if (asked.perPage) parameters.set('per_page', String(asked.perPage));
  return `/_data/${encodeURIComponent(store)}/orders?${parameters}`;
}

export const orderDataPath = (store: string, kind: OrderKind, id: string): string =>
  `/_data/${encodeURIComponent(store)}/orders/${kind}/${id}`;

async function readJson<T>(path: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(path, { signal, headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`The sandbox answered ${response.status} for ${path}.`);
  return response.json();
}

export interface Reading<T> {
  value: T | null;
  /** True while `value` is not yet that of the path asked for. */
  loading: boolean;
  problem: string | null;
  retry: () => void;
}

interface Outcome<T> {
  path: string | null;
  value: T | null;
  problem: string | null;
}

/** Reads `path`, again whenever it changes. Until the new answer is there the old value stays, as in the admin. */
export function useReading<T>(path: string): Reading<T> {
  const [outcome, setOutcome] = useState<Outcome<T>>({ path: null, value: null, problem: null });
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is the wish to read the same path again.
  useEffect(() => {
    const controller = new AbortController();
    readJson<T>(path, controller.signal).then(
      (value) => {
        if (!controller.signal.aborted) setOutcome({ path, value, problem: null });
      },
      (error: unknown) => {
        if (controller.signal.aborted) return;
        const problem = error instanceof Error ? error.message : String(error);
        setOutcome((last) => ({ path, value: last.value, problem }));
      },
    );
    return () => controller.abort();
  }, [path, attempt]);

  const retry = useCallback(() => {
    setOutcome((last) => ({ ...last, path: null, problem: null }));
    setAttempt((count) => count + 1);
  }, []);
  return { value: outcome.value, loading: outcome.path !== path, problem: outcome.problem, retry };
}
