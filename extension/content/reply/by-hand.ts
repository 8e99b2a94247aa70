// A reply that the browser did not take to the clipboard, shown to be copied by hand: a small panel of our own in the
// browser's top layer. Knows no orders, no commands, no chrome.* calls, no host selector.

import type { ReplyText } from '../../protocol';
import { containEvents, element, styleSheet } from '../ui/dom';
import { listen, onPress } from '../ui/press';
import { word } from '../words';

const style = styleSheet(`
:host {
  inset: auto 16px 16px auto !important;
  margin: 0 !important;
  padding: 0 !important;
  border: 0 !important;
  background: none !important;
  inline-size: 420px !important;
  max-inline-size: calc(100vi - 32px) !important;
  font: 450 13px/18px Inter, system-ui, sans-serif !important;
  color: light-dark(#303030, #e8e8e8) !important;
}
.panel {
  display: grid;
  gap: 8px;
  box-sizing: border-box;
  padding: 12px;
  border: 1px solid light-dark(#d0d0d0, #4a4a4a);
  border-radius: 12px;
  background: light-dark(#fff, #1f1f1f);
  box-shadow: 0 6px 24px rgb(0 0 0 / 0.22);
}
p { margin: 0; }
textarea {
  box-sizing: border-box;
  inline-size: 100%;
  block-size: 220px;
  padding: 8px;
  border: 1px solid light-dark(#8a8a8a, #7a7a7a);
  border-radius: 8px;
  background: none;
  color: inherit;
  font: inherit;
  resize: none;
}
button { all: unset; box-sizing: border-box; justify-self: end; padding: 4px 12px; border: 1px solid light-dark(#8a8a8a, #7a7a7a); border-radius: 8px; font-weight: 550; cursor: pointer; }
:is(button, textarea):focus-visible { outline: 2px solid light-dark(#005bd3, #6aaeff); outline-offset: 1px; }
`);

export class ByHand {
  readonly host = element('div', { 'data-ucos-inline': 'reply', popover: 'manual' });
  readonly #text = element('textarea', { readonly: '', dir: 'auto', 'aria-label': word('reply_text') });
  /** The person copied it. */
  #onCopied: () => void = () => {};
  #before: Element | null = null;

  constructor(signal: AbortSignal) {
    const close = element('button', { type: 'button' }, word('reply_close'));
    const shadow = this.host.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [style];
    const said = element('p', { role: 'alert' }, word('reply_not_copied'));
    shadow.append(element('div', { class: 'panel' }, said, this.#text, close));
    containEvents(this.host);
    listen(this.#text, 'copy', () => this.#onCopied());
    onPress(close, () => this.#close(), { isWatched: false });
    listen(this.host, 'keydown', ({ key }) => {
      if (key === 'Escape') this.#close();
    });
    signal.addEventListener('abort', () => this.#close());
  }

  show({ plain }: ReplyText, onCopied: () => void): void {
    this.#onCopied = onCopied;
    this.#before = document.activeElement;
    this.#text.value = plain;
    document.documentElement.append(this.host);
    this.host.showPopover();
    this.#text.focus();
    this.#text.select();
  }

  #close(): void {
    // What a customer is told is not to lie about in the page.
    this.#text.value = '';
    this.host.remove();
    const before = this.#before;
    this.#before = null;
    if (!(before instanceof HTMLElement)) return;
    // In the badge's own tree its button has the focus.
    (before.shadowRoot?.querySelector('button') ?? before).focus({ preventScroll: true });
  }
}
