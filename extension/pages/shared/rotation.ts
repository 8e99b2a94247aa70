// That a key is to be replaced, in words. Knows the words and Intl; when it is so is the core's to say.

import type { KeyView } from '../../protocol';
import { dateOf, words } from './words';

/** Null: it is not, as yet. */
export function rotationWords({ rotation, rotate_by }: KeyView): string | null {
  if (rotation === 'fine' || rotate_by === null) return null;
  return words(rotation === 'due' ? 'key_is_due' : 'key_is_soon', dateOf(rotate_by));
}
