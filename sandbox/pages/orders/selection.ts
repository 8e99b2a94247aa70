// Which rows of the page are selected. Knows ids; what is done with them is the bulk bar's.

import { useCallback, useMemo, useState } from 'react';
import type { OrderRow } from '../data';

export interface Selection {
  selected: ReadonlySet<string>;
  /** True when the selection stands for everything in the view, beyond this page. */
  matching: boolean;
  toggle: (id: string) => void;
  toggleAll: () => void;
  selectMatching: () => void;
  clear: () => void;
}

const NONE: ReadonlySet<string> = new Set();

export function useSelection(orders: OrderRow[]): Selection {
  const [chosen, setChosen] = useState(NONE);
  const [matching, setMatching] = useState(false);
  // An order that left the page left the selection; one that only moved stays selected.
  const selected = useMemo(
    () => new Set(orders.filter((order) => chosen.has(order.id)).map((order) => order.id)),
    [orders, chosen],
  );

  const replace = useCallback((ids: ReadonlySet<string>) => {
    setChosen(ids);
    setMatching(false);
  }, []);
  const toggle = useCallback(
    (id: string) => {
      const next = new Set(selected);
      if (!next.delete(id)) next.add(id);
      replace(next);
    },
    [selected, replace],
  );
  const toggleAll = useCallback(
    () => replace(selected.size === orders.length ? NONE : new Set(orders.map((order) => order.id))),
    [orders, selected, replace],
  );
  return {
    selected,
    matching: matching && selected.size === orders.length,
    toggle,
    toggleAll,
    selectMatching: () => setMatching(true),
    clear: () => replace(NONE),
  };
}
