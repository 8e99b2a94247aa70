// The columns of the Orders list and what their cells show, the same in every markup.
// Knows orders and the admin's badges; not whether a cell is a div or a td.

import type { ReactNode } from 'react';
import type { OrderRow, SortKey } from '../data';
import { Badge, type Tone } from '../markup/badge';
import { orderPath } from '../route';
import type { Words } from '../words';
import { fill } from '../words';
import type { ListModel } from './model';

export interface Column {
  heading: 'order' | 'date' | 'customer' | 'total' | 'payment' | 'fulfillment' | 'items';
  sort?: SortKey;
  numeric?: boolean;
  /** Track size in the grid. */
  track: string;
  cell: (order: OrderRow, list: ListModel) => ReactNode;
}

export const COLUMNS: Column[] = [
  {
    heading: 'order',
    sort: 'name',
    track: 'max-content',
    cell: (order, list) => orderCell(order, list, false),
  },
  {
    heading: 'date',
    sort: 'created_at',
    track: 'max-content',
    cell: (order, list) => <span className="subdued">{dateOf(order, list.words)}</span>,
  },
  {
    heading: 'customer',
    track: 'minmax(120px, 1fr)',
    cell: (order) => (
      <span className="cell-text" dir="auto">
        {order.customer}
      </span>
    ),
  },
  { heading: 'total', sort: 'total', numeric: true, track: 'max-content', cell: (order) => order.total },
  { heading: 'payment', track: 'max-content', cell: (order) => <PaymentBadge order={order} /> },
  { heading: 'fulfillment', track: 'max-content', cell: (order) => <FulfillmentBadge order={order} /> },
  {
    heading: 'items',
    track: 'max-content',
    cell: (order, list) =>
      list.quirks.has('two-links') ? (
        <a href={orderPath(list.store, order.kind, order.id)}>{itemsOf(order, list.words)}</a>
      ) : (
        <span className="subdued">{itemsOf(order, list.words)}</span>
      ),
  },
];

const formats = new Map<string, Intl.DateTimeFormat>();

export function dateOf(order: OrderRow, words: Words): string {
  let format = formats.get(words.locale);
  if (!format) {
    format = new Intl.DateTimeFormat(words.locale, {
      month: 'short',
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
    });
    formats.set(words.locale, format);
  }
  return format.format(new Date(order.created_at));
}

export const itemsOf = (order: OrderRow, words: Words): string =>
  order.items === 1 ? words.itemCount : fill(words.itemsCount, order.items);

/**
 * The link to the order, or what a quirk makes of it; its text changes with selection only where a quirk wants so.
 * A function and no component: a text must be its cell's only child for React to overwrite all that is in the cell.
 * `primary`: generation A marks the link that a row click follows.
 */
export function orderCell(order: OrderRow, list: ListModel, primary: boolean): ReactNode {
  const text = list.selected.has(order.id) ? `${order.name} ✓` : order.name;
  if (list.quirks.has('no-link')) return text;
  const link = {
    className: 'order-link',
    href: orderPath(list.store, order.kind, order.id),
    'data-primary-link': primary ? 'true' : undefined,
  };
  if (list.quirks.has('text-only')) return <a {...link}>{text}</a>;
  return (
    <a {...link}>
      <s-internal-text>{order.name}</s-internal-text>
    </a>
  );
}

const PAYMENT_TONES: Record<string, Tone> = {
  'Payment pending': 'warning',
  'Partially paid': 'warning',
  Authorized: 'attention',
};
const FULFILLMENT_TONES: Record<string, Tone> = {
  Unfulfilled: 'attention',
  'Partially fulfilled': 'warning',
  'In progress': 'warning',
};

export const PaymentBadge = ({ order }: { order: OrderRow }) => (
  <Badge tone={PAYMENT_TONES[order.payment] ?? 'default'}>{order.payment}</Badge>
);

export const FulfillmentBadge = ({ order }: { order: OrderRow }) => (
  <Badge tone={FULFILLMENT_TONES[order.fulfillment] ?? 'default'}>{order.fulfillment}</Badge>
);
