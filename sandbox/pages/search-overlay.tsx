// The admin-wide search, floating in the portals container. Its results are order links, and no Orders list.

import { useEffect, useRef, useState } from 'react';
import { type OrdersPage, ordersDataPath, useReading } from './data';
import { Icon } from './icons';
import { Link } from './link';
import { Portal } from './portals';
import { orderPath } from './route';
import { useWords } from './words';

export function SearchOverlay({ store, onClose }: { store: string; onClose: () => void }) {
  const words = useWords();
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const found = useReading<OrdersPage>(ordersDataPath(store, { kind: 'order', query, perPage: 8 }));

  useEffect(() => field.current?.focus(), []);

  return (
    <Portal>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the dialog closes it; Escape does too. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above. */}
      <div className="search-backdrop" onClick={(event) => event.target === event.currentTarget && onClose()}>
        <div
          className="search-dialog"
          role="dialog"
          aria-modal="true"
          aria-label={words.search}
          onKeyDown={(event) => event.key === 'Escape' && onClose()}
        >
          <label className="search-field">
            <Icon name="search" />
            <input
              ref={field}
              type="search"
              aria-label={words.search}
              placeholder={words.searchEverything}
              value={query}
              onChange={(event) => setQuery(event.target.value)}
            />
          </label>
          <ul className="search-results">
            {found.value?.orders.map((order) => (
              <li key={order.id}>
                <Link href={orderPath(store, order.kind, order.id)} onClick={onClose}>
                  <s-internal-text>{order.name}</s-internal-text>
                  <span className="subdued">{order.customer}</span>
                </Link>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </Portal>
  );
}
