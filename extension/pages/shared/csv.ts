// Writes CSV by RFC 4180, so that no spreadsheet takes a text of ours, or of a shop's, for a formula.
// Knows no page and no view.

/** Null is an empty field. A number is written as a number; a text never becomes one that computes. */
export type Field = string | number | null;

/** What makes a spreadsheet compute, plain or full-width, also after white space that some of them drop. */
const COMPUTES = /^[\s\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

/** An apostrophe before it is what spreadsheets themselves take for "this is a text". */
const inert = (text: string): string => (COMPUTES.test(text) ? `'${text}` : text);

function written(field: Field): string {
  if (field === null) return '';
  if (typeof field === 'number') return String(field);
  const text = inert(field);
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The whole file, with the mark by which spreadsheets know UTF-8. */
export const csv = (rows: readonly (readonly Field[])[]): string =>
  `\ufeff${rows.map((row) => `${row.map(written).join(',')}\r\n`).join('')}`;
