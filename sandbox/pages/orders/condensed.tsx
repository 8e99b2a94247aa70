// The Orders list in generation A's narrow form: a list of cards, without checkboxes.
// Knows the condensed list's classes and nesting.

import { gidOf } from '../data';
import { dateOf, FulfillmentBadge, itemsOf, orderCell, PaymentBadge } from './columns';
import { PageButtons } from './footer';
import { clickRow, type ListModel, rowKey } from './model';
import type { ClassOf } from './table';

export function OrdersCondensed({ list, classOf }: { list: ListModel; classOf: ClassOf }) {
  const { words } = list;
  return (
    <div className="index-table">
      <ul
        className={classOf('CondensedList')}
        data-selectmode="false"
        aria-busy={list.loading}
        aria-label={words.orders}
      >
        {list.orders.map((order, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: as in the admin, keys go to the link in the row.
          <li
            key={rowKey(list, order, index)}
            id={gidOf(order)}
            className={`${classOf('TableRow')}${order.cancelled ? ' row-cancelled' : ''}`}
            onClick={(event) => clickRow(list, order, event)}
          >
            <div className="condensed-line">
              {orderCell(order, list, true)}
              <span>{order.total}</span>
            </div>
            <div className="condensed-line subdued">
              <span className="cell-text" dir="auto">
                {order.customer}
              </span>
              <span>{dateOf(order, words)}</span>
            </div>
            <div className="condensed-badges">
              <PaymentBadge order={order} />
              <FulfillmentBadge order={order} />
              <span className="subdued">{itemsOf(order, words)}</span>
            </div>
          </li>
        ))}
      </ul>
      {list.pagination && <PageButtons pagination={list.pagination} />}
    </div>
  );
}
