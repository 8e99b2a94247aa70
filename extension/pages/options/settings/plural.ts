// Words with a count in them, in the form that the language has for it. Knows Intl and the words.

import { language, type MessageName, words } from '../../shared/words';
import { number } from './days';

/** The languages that we speak have two forms; which counts take which differs (French says "0 jour"). */
export const counted = (one: MessageName, other: MessageName, count: number): string =>
  words(new Intl.PluralRules(language()).select(count) === 'one' ? one : other, number(count));
