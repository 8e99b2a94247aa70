// Which orders a person has selected in the admin's own list, and whether that selection stands for more than the rows
// on the page. Reads the page and never writes to it; fails closed: where a number says that more is selected, more is.
// Knows no badges, views or commands.

import type { OrderRef } from '../../protocol';
import { checkboxesOf, type OrderRow } from './rows';

export interface Selection {
  /** In the order of the rows. */
  orders: OrderRef[];
  /** Orders are selected that are not among them: on other pages, or in rows that cannot be told. */
  isBeyond: boolean;
}

/** The admin's bar over a list with selected rows. The role: 2026-09; the classes: Polaris 11 to 13, 2022 to 2026-09. */
const BARS = '[role="toolbar"], [class*="BulkActions"], [class*="SelectAllActions"]';
/** What a press would do is not what is so: "Select all 1,234 orders". The elements: Polaris, since 2025. */
const BUTTONS = 'button, [role="button"], [role="menu"], a, s-button, s-internal-button';
const OURS = '[data-ucos-inline]';
/** 1,234 or 1.234 or 1 234 (also with the spaces of other languages) or 1'234; and whether "or more" follows. */
const NUMBERS = /(\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+(?!\d)|\d+)\s*(\+)?/g;

/** `shadowRoots`: where rows were searched beside the document. */
export function readSelection(
  document: Document,
  rows: readonly OrderRow[],
  shadowRoots: readonly ShadowRoot[],
): Selection {
  const orders = rows.filter(({ element }) => isSelected(element)).map(({ order }) => order);
  // Most of the time, of all the pages of an admin.
  if (orders.length === 0) return { orders, isBeyond: false };
  const bars = [document, ...shadowRoots].flatMap((tree) => [...tree.querySelectorAll(BARS)]);
  const isBar = (bar: Element): boolean =>
    bar.closest(OURS) === null && !rows.some(({ element }) => bar.contains(element));
  const isBeyond = bars.some((bar) => isBar(bar) && tellsMore(textOf(bar), orders.length));
  return { orders, isBeyond };
}

/**
 * Calls back when the selection may have changed: the admin tells nobody, and what it does with a press it may do a
 * moment later. Nothing is asked while nobody presses anything.
 */
export function followSelection(document: Document, signal: AbortSignal, onPerhaps: () => void): void {
  let frame = 0;
  let late: ReturnType<typeof setTimeout> | undefined;
  const follow = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(late);
    frame = requestAnimationFrame(onPerhaps);
    late = setTimeout(onPerhaps, LATE_MS);
  };
  for (const type of ['change', 'click', 'keyup'])
    document.addEventListener(type, follow, { capture: true, passive: true, signal });
  signal.addEventListener('abort', () => {
    cancelAnimationFrame(frame);
    clearTimeout(late);
  });
}

/** By then a page has rendered what was pressed. */
const LATE_MS = 300;

function isSelected(row: Element): boolean {
  const [checkbox] = checkboxesOf(row);
  if (checkbox instanceof HTMLInputElement) return checkbox.checked;
  return checkbox?.getAttribute('aria-checked') === 'true';
}

/** Whether a text tells a number above this one, or "50+", or a number in digits that we do not read. */
function tellsMore(text: string, count: number): boolean {
  if (/[^\P{Nd}0-9]/u.test(text)) return true;
  return [...text.matchAll(NUMBERS)].some(
    ([, number = '', plus]) => plus !== undefined || Number(number.replace(/\D/g, '')) > count,
  );
}

/** The text outside of buttons, a line for each element: two numbers side by side are not one. */
function textOf(bar: Element): string {
  let text = '';
  for (const node of bar.childNodes) {
    if (node instanceof Text) text += node.data;
    else if (node instanceof Element && !node.matches(BUTTONS)) text += `\n${textOf(node)}\n`;
  }
  return text.normalize('NFKC');
}
