// The page of one order or draft: number, items, customer, note, and a timeline whose order links are no list.
// Knows one order's details; it has nothing to do with the list's markup.

import { useEffect } from 'react';
import {
  type OrderDetails,
  type OrderKind,
  type OrdersPage,
  orderDataPath,
  ordersDataPath,
  useReading,
} from '../data';
import { Icon } from '../icons';
import { Link } from '../link';
import { listPath, orderPath } from '../route';
import { useWords } from '../words';
import { dateOf, FulfillmentBadge, itemsOf, PaymentBadge } from './columns';

export function OrderPage({ store, kind, id }: { store: string; kind: OrderKind; id: string }) {
  const words = useWords();
  const reading = useReading<OrderDetails>(orderDataPath(store, kind, id));
  const order = reading.value;
  useEffect(() => {
    document.title = `${order?.name ?? words.order} · ${store}`;
  }, [order, words, store]);
  return (
    <section className="page page-narrow">
      <div className="page-head">
        <Link className="back-link" href={listPath(store, kind)} aria-label={words.back}>
          <Icon name="back" />
        </Link>
        <s-internal-title className="page-title" heading={order?.name ?? words.order} />
        {order && (
          <div className="head-badges">
            <PaymentBadge order={order} />
            <FulfillmentBadge order={order} />
          </div>
        )}
      </div>
      {order && <p className="page-subtitle subdued">{dateOf(order, words)}</p>}
      {reading.problem && (
        <p role="alert" className="notice">
          {words.loadFailed} {reading.problem}
        </p>
      )}
      {order && (
        <div className="columns">
          <div className="column-main">
            <article className="card padded">
              <h2>{itemsOf(order, words)}</h2>
              <ul className="plain-list">
                {order.line_items.map((item) => (
                  <li key={item.id} className="item-line">
                    <span className="thumb" aria-hidden="true" />
                    <span>{item.name}</span>
                    <span className="subdued">× {item.quantity}</span>
                  </li>
                ))}
              </ul>
              <p className="sum">
                <span>{words.total}</span>
                <strong>{order.total}</strong>
              </p>
            </article>
            <Timeline store={store} order={order} />
          </div>
          <aside className="column-side">
            <article className="card padded">
              <h2>{words.note}</h2>
              <p className={order.note ? '' : 'subdued'}>{order.note || words.noNote}</p>
            </article>
            <article className="card padded">
              <h2>{words.customer}</h2>
              <p dir="auto">{order.customer}</p>
              <h3>{words.contact}</h3>
              <p className={order.email ? '' : 'subdued'}>{order.email || words.noEmail}</p>
            </article>
          </aside>
        </div>
      )}
    </section>
  );
}

function Timeline({ store, order }: { store: string; order: OrderDetails }) {
  const words = useWords();
  const others = useReading<OrdersPage>(ordersDataPath(store, { kind: 'order', perPage: 3 }));
  return (
    <article className="timeline">
      <h2>{words.timeline}</h2>
      <ol className="plain-list">
        <li>
          <span>{words.timelinePlaced}</span>
          <span className="subdued">{dateOf(order, words)}</span>
        </li>
        {others.value && (
          <li>
            <span>
              {words.timelineAlso}{' '}
              {others.value.orders
                .filter((other) => other.id !== order.id)
                .map((other) => (
                  <Link key={other.id} href={orderPath(store, other.kind, other.id)}>
                    {other.name}
                  </Link>
                ))}
            </span>
          </li>
        )}
      </ol>
    </article>
  );
}
