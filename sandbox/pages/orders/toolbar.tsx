// The tabs and the search field above the list. Knows the address they write; not the orders they find.

import { useEffect, useState } from 'react';
import type { OrdersQuery, View } from '../data';
import { Link } from '../link';
import { navigate } from '../route';
import { LIST_SEARCH_ID } from '../shell';
import { useWords } from '../words';
import { addressForQuery, addressForView } from './asked';

/** So long after the last key the search begins, so that not every letter is a request. */
const TYPING_PAUSE_MS = 250;

export function Toolbar({ asked }: { asked: OrdersQuery }) {
  const words = useWords();
  const tabs: [View, string][] = [
    ['all', words.viewAll],
    ['open', words.viewOpen],
    ['cancelled', words.viewCancelled],
  ];
  return (
    <div className="list-toolbar">
      <div className="list-tabs">
        {tabs.map(([view, label]) => (
          <Link
            key={view}
            href={addressForView(view)}
            aria-current={asked.view === view ? 'true' : undefined}
          >
            {label}
          </Link>
        ))}
      </div>
      <SearchField key={asked.kind} query={asked.query} />
    </div>
  );
}

function SearchField({ query }: { query: string }) {
  const words = useWords();
  const [text, setText] = useState(query);
  // Back and forward change the address under the field.
  useEffect(() => setText(query), [query]);
  useEffect(() => {
    if (text === query) return;
    const timer = setTimeout(() => navigate(addressForQuery(text), 'replace'), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, query]);
  return (
    <input
      id={LIST_SEARCH_ID}
      type="search"
      className="list-search"
      aria-label={words.searchOrders}
      placeholder={words.searchOrders}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}
