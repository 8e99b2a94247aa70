// Whether whoever is signed in may change anything here, and if not, why. Pure but for the words; no DOM, no views.

import type { StoreView, UnreadName } from '../../protocol';
import { word } from '../words';
import { isSameName } from './name';

/** Why nothing is offered that changes anything. */
export interface Guard {
  /** Whose key there is and who is signed in. */
  words: string;
}

/** Null: they may. `shown` is the name that the admin shows, null where it cannot be read. */
export function guardOf(store: StoreView | null, shown: string | null, unread: UnreadName): Guard | null {
  const owner = store?.connected ? store.staff_name : null;
  if (owner === null) return null;
  if (shown === null) return unread === 'refuse' ? { words: word('staff_unread', owner) } : null;
  return isSameName(owner, shown) ? null : { words: word('staff_other', owner, shown) };
}
