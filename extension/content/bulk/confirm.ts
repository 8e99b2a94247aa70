// Asks, once, before many orders are changed or what cannot be unmade: a modal dialog of our own. Says what it is given.
// Knows no views, no rows, no chrome.* calls.

import { containEvents, element } from '../ui/dom';
import { word } from '../words';
import { confirmStyle } from './style';

export interface Question {
  title: string;
  paper: string;
  /** What will happen, line by line; `warns`: it reaches people or the Shopify order. */
  lines: { text: string; warns: boolean }[];
  confirm: string;
}

/** Whether the person means it. That it goes away, for whatever reason, is no. */
export function ask({ title, paper, lines, confirm }: Question, signal: AbortSignal): Promise<boolean> {
  const host = element('div', { 'data-ucos-inline': 'bulk-confirm' });
  const no = element('button', { type: 'button' }, word('bulk_cancel'));
  const yes = element('button', { type: 'button', class: 'first' }, confirm);
  const swatch = element('span', { class: 'swatch' });
  swatch.style.setProperty('--paper', paper);
  const dialog = element(
    'dialog',
    { 'aria-labelledby': 'title', 'aria-describedby': 'lines' },
    element('h2', {}, swatch, element('span', { id: 'title' }, title)),
    element(
      'ul',
      { id: 'lines' },
      ...lines.map(({ text, warns }) => element('li', warns ? { class: 'warns' } : {}, text)),
    ),
    element('div', { class: 'actions' }, no, yes),
  );
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = [confirmStyle];
  shadow.append(dialog);
  containEvents(host);
  return new Promise((resolve) => {
    const end = (isMeant: boolean): void => {
      host.remove();
      resolve(isMeant);
    };
    // A key that is still held from the menu does not answer, nor does the second click of a double click there.
    dialog.addEventListener('keydown', (event) => {
      if (event.repeat && event.key === 'Enter') event.preventDefault();
    });
    yes.addEventListener('click', (event) => {
      if (event.isTrusted && event.detail < 2) end(true);
    });
    no.addEventListener('click', () => end(false));
    // Escape.
    dialog.addEventListener('close', () => end(false));
    signal.addEventListener('abort', () => end(false), { once: true });
    document.documentElement.append(host);
    dialog.showModal();
    no.focus();
  });
}
