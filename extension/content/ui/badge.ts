// Builds and repaints one badge. Knows what a badge shows (a face), not where it comes from; no host selector, no
// chrome.* calls.

import type { OrderRef } from '../../protocol';
import type { Face } from '../face';
import { badgeStyle } from './badge-style';
import { containEvents, element, setAttribute } from './dom';
import { listen, onPress } from './press';

/** On a focused badge: the next step. None of the page's own keys (2022 to 2026-09). */
export const NEXT_KEY = 'n';

/** The same: copies the reply to "where is my order". */
export const REPLY_KEY = 'r';

export interface BadgeEvents {
  /** A person pressed the button, to open the menu. */
  onPress(badge: Badge): void;
  /** A person pressed the button, to take back the change that it shows. */
  onUndo(badge: Badge): void;
  /** A person asked for the next step. */
  onNext(badge: Badge): void;
  /** A person asked for the reply, to be copied. */
  onReply(badge: Badge): void;
  /** The pointer or the focus is on it: its tooltip is about to be read, and ages with time. */
  onAttend(badge: Badge): void;
}

export class Badge {
  readonly host = element('span', { 'data-ucos-inline': 'badge' });
  readonly button: HTMLButtonElement;
  /** Of its own direction: in a right-to-left page a long Latin name shall lose its end, not its beginning. */
  readonly #text = element('span', { class: 'text', dir: 'auto', 'aria-hidden': 'true' });
  readonly #time = element('span', { class: 'time', 'aria-hidden': 'true' });
  readonly #addons = element('span', { class: 'addons', 'aria-hidden': 'true' });
  #order: OrderRef;
  #painted: Face | undefined;
  #hasFocus = false;
  #isExpanded = false;

  constructor(order: OrderRef, events: BadgeEvents) {
    this.#order = order;
    this.order = order;
    this.button = element(
      'button',
      { type: 'button' },
      element('span', { class: 'mark', 'aria-hidden': 'true' }),
      this.#text,
      this.#time,
      this.#addons,
    );
    this.#tellMenu();
    const shadow = this.host.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [badgeStyle];
    shadow.append(this.button);
    // Only what presses a button is its own: the focus rests here after every change, and the page's shortcuts are
    // to work on as they do on its own buttons.
    containEvents(
      this.host,
      (key) => key === 'Enter' || key === ' ' || key === NEXT_KEY || key === REPLY_KEY,
    );
    // What is chosen is chosen in the menu; a badge may be dimmed with its row, and pressed all the same.
    const press = (): void => {
      if (this.#painted?.press === 'open') events.onPress(this);
      else if (this.#painted?.press === 'undo') events.onUndo(this);
    };
    onPress(this.button, press, { isWatched: false });
    listen(this.button, 'keydown', (event) => this.#onKey(event, events));
    listen(this.button, 'pointerenter', () => events.onAttend(this));
    listen(this.button, 'focus', () => {
      this.#hasFocus = true;
      events.onAttend(this);
    });
    listen(this.button, 'blur', () => {
      // A row that is torn out blurs its badge just before, and the pass that mounts it anew comes as a microtask
      // queued after this one: forget the focus only behind that pass.
      queueMicrotask(() => queueMicrotask(() => this.#forgetFocus()));
    });
  }

  get order(): OrderRef {
    return this.#order;
  }

  /** A row whose node was given to another order keeps its badge. */
  set order(order: OrderRef) {
    this.#order = order;
    setAttribute(this.host, 'data-order', order.id);
    setAttribute(this.host, 'data-kind', order.kind);
  }

  /** When what it shows changes with time alone; null: never. */
  get changes_at(): number | null {
    return this.#painted?.changes_at ?? null;
  }

  /** Whether a person is on it by keyboard, or was when its row was torn out. */
  get hasFocus(): boolean {
    return this.#hasFocus;
  }

  set isExpanded(isExpanded: boolean) {
    this.#isExpanded = isExpanded;
    this.#tellMenu();
  }

  /** Puts the host into a row. A person who was on it by keyboard stays on it. */
  place(insert: () => void): void {
    const hadFocus = this.#hasFocus;
    insert();
    if (hadFocus && document.activeElement === document.body) this.button.focus({ preventScroll: true });
  }

  paint(face: Face): void {
    const before = this.#painted;
    this.#painted = face;
    setAttribute(this.host, 'data-state', face.state);
    setAttribute(this.host, 'data-stale', face.isStale ? '' : null);
    setAttribute(this.host, 'data-plain', face.colours ? null : '');
    setAttribute(this.button, 'aria-label', face.name);
    setAttribute(this.button, 'title', face.title);
    setAttribute(this.host, 'data-change', face.change);
    setAttribute(this.host, 'data-of-many', face.isOfMany ? '' : null);
    setAttribute(this.host, 'data-undo', face.press === 'undo' ? '' : null);
    setAttribute(this.button, 'aria-disabled', face.press === null ? 'true' : null);
    this.#tellMenu();
    if (before?.text !== face.text) this.#text.textContent = face.text;
    if (before?.time?.wide !== face.time?.wide) this.#time.replaceChildren(...timeNodes(face));
    if (before?.colours?.paper !== face.colours?.paper || before?.colours?.ink !== face.colours?.ink) {
      this.#colour(face);
    }
    if (before?.addons.join() !== face.addons.join()) {
      this.#addons.replaceChildren(...face.addons.map(dot));
    }
  }

  /** A button that undoes has no menu. */
  #tellMenu(): void {
    const hasMenu = this.#painted?.press !== 'undo';
    setAttribute(this.button, 'aria-haspopup', hasMenu ? 'listbox' : null);
    setAttribute(this.button, 'aria-expanded', hasMenu ? String(this.#isExpanded) : null);
    setAttribute(this.button, 'aria-keyshortcuts', hasMenu ? `${NEXT_KEY} ${REPLY_KEY}` : null);
  }

  #onKey(event: KeyboardEvent, events: BadgeEvents): void {
    const { repeat, key, altKey, ctrlKey, metaKey } = event;
    if (altKey || ctrlKey || metaKey) return;
    const isOwn = [NEXT_KEY, REPLY_KEY].includes(key.toLowerCase());
    if (!isOwn || event.shiftKey || repeat || this.#painted?.press !== 'open') return;
    // Nor is it to be typed into the menu's filter.
    event.preventDefault();
    if (key.toLowerCase() === NEXT_KEY) events.onNext(this);
    else events.onReply(this);
  }

  #forgetFocus(): void {
    this.#hasFocus = this.host.shadowRoot?.activeElement === this.button;
  }

  #colour({ colours }: Face): void {
    const { style } = this.button;
    if (colours === null) {
      style.removeProperty('--paper');
      style.removeProperty('--ink');
    } else {
      style.setProperty('--paper', colours.paper);
      style.setProperty('--ink', colours.ink);
    }
  }
}

/** Both forms; the style shows the one that there is room for. */
function timeNodes({ time }: Face): HTMLElement[] {
  if (time === null) return [];
  return [
    element('span', { class: 'wide', dir: 'auto' }, time.wide),
    element('span', { class: 'narrow', dir: 'auto' }, time.narrow),
  ];
}

function dot(paper: string): HTMLElement {
  const made = element('span');
  made.style.setProperty('--dot', paper);
  return made;
}
