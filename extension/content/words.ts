// Every word that a person reads, in the browser's language, from `_locales`. Knows no DOM.

import type { ChangeView, Channel, ProblemView } from '../protocol';

const known = new Map<string, string>();
// Made once: making one costs more than all the words of a badge.
let lists: Intl.ListFormat | undefined;
let alternatives: Intl.ListFormat | undefined;
let numbers: Intl.NumberFormat | undefined;
let plurals: Intl.PluralRules | undefined;
let ages: Intl.RelativeTimeFormat | undefined;

/** The message of that key; the key itself if it is missing, so that a gap is seen and not silent. */
export function word(key: string, ...substitutions: string[]): string {
  if (substitutions.length > 0) return chrome.i18n.getMessage(key, substitutions) || key;
  let text = known.get(key);
  if (text === undefined) {
    text = chrome.i18n.getMessage(key) || key;
    known.set(key, text);
  }
  return text;
}

/** What happened, what was kept and what to do. The service's own sentence is `problem.detail`, apart. */
export function problemWords(problem: ProblemView): string {
  const key = `problem_${problem.code.replaceAll('-', '_')}`;
  return chrome.i18n.getMessage(key) || word('problem_unknown');
}

/** The same of a change. What keeps it from being sent for now, nobody has to try again. */
export function changeProblemWords(problem: ProblemView, change: ChangeView | null): string {
  if (change?.state !== 'blocked') return problemWords(problem);
  const key = `blocked_${problem.code.replaceAll('-', '_')}`;
  return chrome.i18n.getMessage(key) || problemWords(problem);
}

export function language(): string {
  return chrome.i18n.getUILanguage();
}

export function numberWords(number: number): string {
  numbers ??= new Intl.NumberFormat(language());
  return numbers.format(number);
}

/** `$1` of the message is the count. The languages that we speak have two forms; which counts take which differs. */
export function counted(key: string, count: number, ...substitutions: string[]): string {
  plurals ??= new Intl.PluralRules(language());
  const form = plurals.select(count) === 'one' ? 'one' : 'other';
  return word(`${key}_${form}`, numberWords(count), ...substitutions);
}

/** The beginning of a line. */
export function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase(language()) + text.slice(1);
}

/** "a and b", as the language joins them. */
export function listWords(items: string[]): string {
  lists ??= new Intl.ListFormat(language(), { type: 'conjunction' });
  return lists.format(items);
}

/** "a or b". */
export function alternativesWords(items: string[]): string {
  alternatives ??= new Intl.ListFormat(language(), { type: 'disjunction' });
  return alternatives.format(items);
}

/** "email and SMS". */
export function channelWords(channels: Channel[]): string {
  return listWords(channels.map((channel) => word(`menu_channel_${channel}`)));
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "5 minutes ago". */
export function ageWords(at_ms: number, now_ms: number): string {
  ages ??= new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
  const age_ms = Math.max(0, now_ms - at_ms);
  for (const [unit, length_ms] of UNITS) {
    if (age_ms >= length_ms) return ages.format(-Math.floor(age_ms / length_ms), unit);
  }
  return ages.format(0, 'minute');
}
