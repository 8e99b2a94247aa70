// Builds and repaints the notice: one small bar of our own beside the body, of one size whatever it says, with one
// button. Shows what it is given and says what was pressed; never takes the focus by itself. Knows no views, no rows,
// no chrome.* calls.

import { containEvents, element, setAttribute } from '../ui/dom';
import { listen, onPress } from '../ui/press';
import { barStyle } from './bar-style';

export interface BarContent {
  /** What is said first; may count down. */
  title: string;
  /** Below it; may be empty. */
  note: string;
  /** What the button says; null: there is none. */
  button: string | null;
  /** The same for assistive technology, without what counts down: it is read out whenever it changes. */
  said: string;
}

/** A live region is heard only if it was there before its text. */
const HEARD_AFTER_MS = 100;

export class NoticeBar {
  readonly host = element('div', { 'data-ucos-inline': 'notice', 'data-empty': '' });
  readonly #title = element('span', { class: 'title', dir: 'auto' });
  readonly #note = element('span', { class: 'note', dir: 'auto' });
  readonly #button = element('button', { type: 'button' });
  readonly #said = element('span', { class: 'said', role: 'status' });
  #label = '';
  #saying: ReturnType<typeof setTimeout> | undefined;

  constructor(act: () => void, onDismiss: () => void) {
    const shadow = this.host.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [barStyle];
    const text = element('span', { class: 'text', 'aria-hidden': 'true' }, this.#title, this.#note);
    shadow.append(element('div', { class: 'card' }, text, this.#button), this.#said);
    containEvents(this.host, (key) => key === 'Enter' || key === ' ' || key === 'Escape');
    onPress(this.#button, act, { reads: () => this.#label, isWatched: false });
    listen(this.#button, 'keydown', (event) => {
      if (event.key === 'Escape') onDismiss();
    });
  }

  get hasFocus(): boolean {
    return this.host.shadowRoot?.activeElement === this.#button;
  }

  /** Null: nothing to say. */
  paint(content: BarContent | null, shortcut: string): void {
    setAttribute(this.host, 'data-empty', content ? null : '');
    if (content) {
      write(this.#title, content.title);
      write(this.#note, content.note);
      setAttribute(this.#title, 'title', content.title);
      setAttribute(this.#note, 'title', content.note || null);
      this.#button.hidden = content.button === null;
      this.#label = content.button ?? '';
      write(this.#button, this.#label);
      setAttribute(this.#button, 'aria-description', content.said);
      setAttribute(this.#button, 'title', shortcut);
    }
    clearTimeout(this.#saying);
    this.#saying = setTimeout(() => write(this.#said, content?.said ?? ''), HEARD_AFTER_MS);
  }
}

function write(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
