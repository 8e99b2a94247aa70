// The pages beside orders: places to come from and go to, two of them with order links that are no Orders list.
// Knows their content; the tables' markup is shared with the list.

import { useEffect } from 'react';
import { type OrdersPage, ordersDataPath, useReading } from './data';
import { Link } from './link';
import { Badge } from './markup/badge';
import { Grid, GridCell, GridHeading, GridRow } from './markup/grid';
import { orderPath } from './route';
import { useWords } from './words';

function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}

function PageHead({ title }: { title: string }) {
  usePageTitle(title);
  return (
    <div className="page-head">
      <s-internal-title className="page-title" heading={title} />
    </div>
  );
}

export function Home({ store }: { store: string }) {
  const words = useWords();
  const recent = useReading<OrdersPage>(ordersDataPath(store, { kind: 'order', perPage: 2 }));
  return (
    <section className="page page-narrow">
      <PageHead title={words.home} />
      <p className="subdued">{words.welcome}</p>
      <article className="card padded">
        <h2>{words.recent}</h2>
        <ul className="plain-list">
          {recent.value?.orders.map((order) => (
            <li key={order.id} className="item-line">
              <Link href={orderPath(store, order.kind, order.id)}>
                <s-internal-text>{order.name}</s-internal-text>
              </Link>
              <span dir="auto">{order.customer}</span>
              <span className="subdued">{order.total}</span>
            </li>
          ))}
        </ul>
      </article>
    </section>
  );
}

const PRODUCTS = [
  'Linen shirt',
  'Oak stool',
  'Wool blanket',
  'Enamel mug',
  'Beeswax candle',
  'Canvas tote',
  'Brass hook',
  'Felt slippers',
  'Stoneware bowl',
  'Tea towel',
];

export function Products() {
  const words = useWords();
  const headings = [words.product, words.inventory, words.category];
  return (
    <section className="page">
      <PageHead title={words.products} />
      <div className="card list-card">
        <Grid
          label={words.products}
          tracks={['minmax(160px, 1fr)', 'max-content', 'max-content']}
          rowCount={PRODUCTS.length}
          head={headings.map((heading, index) => (
            <GridHeading key={heading} column={index + 1} copy={heading}>
              {heading}
            </GridHeading>
          ))}
        >
          {PRODUCTS.map((name, index) => (
            <GridRow key={name}>
              <GridCell column={1}>
                <s-internal-text>{name}</s-internal-text>
              </GridCell>
              <GridCell column={2}>{String((index * 37) % 90)}</GridCell>
              <GridCell column={3}>{index % 2 ? 'Home' : 'Clothing'}</GridCell>
            </GridRow>
          ))}
        </Grid>
      </div>
    </section>
  );
}

/** A generation B table with an order link in every row, at an address that is not the Orders list's. */
export function Payouts({ store }: { store: string }) {
  const words = useWords();
  const paid = useReading<OrdersPage>(ordersDataPath(store, { kind: 'order', perPage: 12 }));
  const headings = [words.order, words.payment, words.amount];
  const orders = paid.value?.orders ?? [];
  return (
    <section className="page">
      <PageHead title={words.payouts} />
      <div className="card list-card">
        <Grid
          label={words.payouts}
          tracks={['minmax(160px, 1fr)', 'max-content', 'max-content']}
          rowCount={orders.length}
          busy={paid.loading}
          head={headings.map((heading, index) => (
            <GridHeading key={heading} column={index + 1} copy={heading} numeric={index === 2}>
              {heading}
            </GridHeading>
          ))}
        >
          {orders.map((order) => (
            <GridRow key={order.id}>
              <GridCell column={1}>
                <Link href={orderPath(store, order.kind, order.id)}>
                  <s-internal-text>{order.name}</s-internal-text>
                </Link>
              </GridCell>
              <GridCell column={2}>
                <Badge tone="default">{order.payment}</Badge>
              </GridCell>
              <GridCell column={3} numeric>
                {order.total}
              </GridCell>
            </GridRow>
          ))}
        </Grid>
      </div>
    </section>
  );
}

export function ExampleApp() {
  const words = useWords();
  usePageTitle(words.exampleApp);
  return <iframe className="app-frame" name="app-iframe" title={words.exampleApp} src="/embedded" />;
}

export function Missing() {
  const words = useWords();
  usePageTitle(words.notFound);
  return (
    <section className="page">
      <p className="notice">{words.notFound}</p>
    </section>
  );
}
