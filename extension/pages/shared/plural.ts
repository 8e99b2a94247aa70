// Numbers and lists as people read them, and words with a count in them, in the form that the language has for it. Knows Intl
// and the words.

import { language, type MessageName, words } from './words';

export const number = (value: number): string => new Intl.NumberFormat(language()).format(value);

/** The languages that we speak have two forms; which counts take which differs (French says "0 jour"). */
export const counted = (one: MessageName, other: MessageName, count: number, ...more: string[]): string =>
  words(new Intl.PluralRules(language()).select(count) === 'one' ? one : other, number(count), ...more);

/** "one, two, and three". */
export const listed = (texts: string[]): string => new Intl.ListFormat(language()).format(texts);
