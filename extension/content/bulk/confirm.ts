// Asks, once, before many orders are changed or what cannot be unmade: a dialog of our own over the page. Says what it is
// given. Knows no views, no rows, no chrome.* calls.

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

/**
 * Whether the person means it. That it goes away, for whatever reason, is no. Not `showModal`: what makes the page inert
 * styles each of its elements anew, and again at the end, 40 to 60 ms each time with 500 rows. This lies over all of the
 * page instead and keeps the focus.
 */
export function ask({ title, paper, lines, confirm }: Question, signal: AbortSignal): Promise<boolean> {
  const host = element('div', { 'data-ucos-inline': 'bulk-confirm', popover: 'manual' });
  const no = element('button', { type: 'button' }, word('bulk_cancel'));
  const yes = element('button', { type: 'button', class: 'first' }, confirm);
  const swatch = element('span', { class: 'swatch' });
  swatch.style.setProperty('--paper', paper);
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = [confirmStyle];
  shadow.append(
    element(
      'div',
      {
        class: 'dialog',
        role: 'dialog',
        'aria-modal': 'true',
        'aria-labelledby': 'title',
        'aria-describedby': 'lines',
      },
      element('h2', {}, swatch, element('span', { id: 'title' }, title)),
      element(
        'ul',
        { id: 'lines' },
        ...lines.map(({ text, warns }) => element('li', warns ? { class: 'warns' } : {}, text)),
      ),
      element('div', { class: 'actions' }, no, yes),
    ),
  );
  containEvents(host);
  return new Promise((resolve) => {
    const closing = new AbortController();
    const end = (isMeant: boolean): void => {
      closing.abort();
      host.remove();
      resolve(isMeant);
    };
    host.addEventListener('keydown', (event) => {
      // A key that is still held from the menu does not answer.
      const isHeld = event.repeat && event.key === 'Enter';
      if (event.key === 'Escape') end(false);
      else if (event.key === 'Tab') (shadow.activeElement === no ? yes : no).focus({ focusVisible: true });
      else if (!isHeld) return;
      event.preventDefault();
    });
    // Only a person presses; and the second click of a double click in the menu does not.
    yes.addEventListener('click', (event) => {
      if (event.isTrusted && event.detail < 2) end(true);
    });
    no.addEventListener('click', (event) => {
      if (event.detail < 2) end(false);
    });
    // The focus stays, whatever is pressed, and comes back from wherever the page takes it.
    host.addEventListener('mousedown', (event) => {
      if (!(event.composedPath()[0] instanceof HTMLButtonElement)) event.preventDefault();
    });
    document.addEventListener(
      'focusin',
      (event) => {
        if (event.target !== host) no.focus();
      },
      { signal: closing.signal },
    );
    if (signal.aborted) {
      end(false);
      return;
    }
    signal.addEventListener('abort', () => end(false), { signal: closing.signal });
    document.documentElement.append(host);
    host.showPopover();
    // Whoever came by mouse sees, too, what a key would press.
    no.focus({ focusVisible: true });
  });
}
