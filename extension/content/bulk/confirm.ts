// Asks, once, before many orders are changed or what cannot be unmade: a dialog of our own over the page. Says what it is
// given. Knows no views, no rows, no chrome.* calls.

import { containEvents, element } from '../ui/dom';
import { isSeen, listen, lookAgain, onPress, watchSight } from '../ui/press';
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
      lookAgain();
      resolve(isMeant);
    };
    listen(host, 'keydown', (event) => {
      // A key that is still held from the menu does not answer.
      const isHeld = event.repeat && event.key === 'Enter';
      if (event.key === 'Escape') end(false);
      else if (event.key === 'Tab') (shadow.activeElement === no ? yes : no).focus({ focusVisible: true });
      else if (!isHeld) return;
      event.preventDefault();
    });
    // All of it, not the button alone, is what the person says yes to.
    const dialog = shadow.querySelector<HTMLElement>('.dialog') ?? host;
    const said = shadow.textContent;
    watchSight(dialog);
    onPress(yes, () => end(shadow.textContent === said && isSeen(dialog)));
    onPress(no, () => end(false), { isWatched: false });
    // The focus stays, whatever is pressed, and comes back from wherever the page takes it.
    listen(host, 'mousedown', (event) => {
      if (!(event.composedPath()[0] instanceof HTMLButtonElement)) event.preventDefault();
    });
    listen(
      document,
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
