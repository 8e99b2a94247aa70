// Whether two names are one: as the core compares them (src/staff/identity.rs), which has the last word. Both are held to
// the examples of tests/fixtures/staff-names.json. Pure; no DOM.

/** The longest name that is kept, in characters. */
const LONGEST = 120;
/** Say which way to write, and are no letters. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

export function isSameName(one: string, other: string): boolean {
  return folded(one) === folded(other);
}

/** The name without what is no part of it; null: nothing is left. */
export function tidyName(name: string): string | null {
  return folded(name) === '' ? null : cut(name.normalize('NFC'));
}

const cut = (name: string): string => [...name.trim()].slice(0, LONGEST).join('');

const folded = (name: string): string =>
  cut(name.normalize('NFC'))
    .replace(DIRECTIONS, '')
    .replace(/\p{White_Space}+/gu, ' ')
    .trim()
    .replace(/[\u2018\u2019\u02bc]/gu, "'")
    .replace(/[\u2010\u2011]/gu, '-')
    .toLowerCase()
    .replaceAll('ς', 'σ');
