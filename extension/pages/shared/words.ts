// The words that pages show, in the person's language, out of _locales.
// Knows chrome.i18n and the names of messages; no view, no command.

import type english from '../../_locales/en/messages.json';
import type { ProblemView } from '../../protocol';

/** A message that exists; the other languages have the same ones (checked by the build). */
export type MessageName = keyof typeof english;

export const words = (name: MessageName, ...values: string[]): string => chrome.i18n.getMessage(name, values);

/** What happened, what was kept and what to do. The service's own sentence (`detail`) is not part of it. */
export const problemWords = (problem: ProblemView): string =>
  chrome.i18n.getMessage(`problem_${problem.code.replaceAll('-', '_')}`) || words('problem_unknown');

/** The language of the words, which can differ from the browser's: it may be one that we do not speak. */
export const language = (): string => words('extension_language');

/** Says in which language the document is, and its title. */
export function nameDocument(title: MessageName): void {
  document.documentElement.lang = language();
  document.title = words(title);
}

/** The day alone. */
export const dateOf = (milliseconds: number): string =>
  new Intl.DateTimeFormat(language(), { dateStyle: 'long' }).format(milliseconds);

export function dateAndTime(milliseconds: number): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(
    milliseconds,
  );
}
