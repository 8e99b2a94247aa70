// Parts that the card is built from. A block is built anew only when what it shows has changed, and a person who was on
// something in it by keyboard stays on it. Knows no orders, no chrome.* calls.

import { element, setAttribute } from '../ui/dom';
import { onPress } from '../ui/press';
import { word } from '../words';

export class Block {
  readonly element: HTMLElement;
  #key: string | null = null;

  constructor(tag: 'div' | 'section', attributes: Record<string, string>) {
    this.element = element(tag, attributes);
  }

  /** `shown` is all that the nodes depend on. No nodes: the block is not there. */
  paint(shown: unknown, build: () => Node[]): void {
    const key = JSON.stringify(shown);
    if (key === this.#key) return;
    this.#key = key;
    const focused = this.#focused();
    const nodes = build();
    this.element.replaceChildren(...nodes);
    setAttribute(this.element, 'hidden', nodes.length > 0 ? null : '');
    if (focused) this.#focusLike(focused);
  }

  #focused(): HTMLElement | null {
    const root = this.element.getRootNode();
    const active = root instanceof ShadowRoot ? root.activeElement : null;
    return active instanceof HTMLElement && this.element.contains(active) ? active : null;
  }

  /** On what is of the same name now; else on the card's heading, so that Tab goes on from here. */
  #focusLike({ dataset: { name } }: HTMLElement): void {
    const same = [...this.element.querySelectorAll<HTMLElement>('[data-name]')].find(
      (each) => each.dataset.name === name,
    );
    const root = this.element.getRootNode() as ShadowRoot;
    const next = same ?? root.querySelector<HTMLElement>('[tabindex="-1"]');
    next?.focus({ preventScroll: true });
  }
}

export function button(
  name: string,
  text: string,
  press: (pressed: HTMLButtonElement) => void,
  { isHeld = false, look = 'plain' }: { isHeld?: boolean; look?: string } = {},
): HTMLButtonElement {
  const made = element('button', { type: 'button', 'data-name': name, class: look, dir: 'auto' }, text);
  if (isHeld) made.setAttribute('aria-disabled', 'true');
  const act = (): void => {
    if (!isHeld) press(made);
  };
  onPress(made, act, { reads: () => text, onRefused: () => tellCovered(made) });
  return made;
}

/** Said beside it until its block is built anew. */
function tellCovered(button: HTMLElement): void {
  if (button.nextElementSibling?.matches('.covered')) return;
  button.after(paragraph(word('press_covered'), 'quiet covered'));
}

export function paragraph(text: string, look = ''): HTMLElement {
  return element('p', look === '' ? {} : { class: look }, text);
}

export interface Chip {
  text: string;
  colours: { paper: string; ink: string } | null;
}

/** A status in its own colours; without, in none. */
export function colour<E extends HTMLElement>(target: E, { colours }: Chip): E {
  setAttribute(target, 'data-plain', colours ? null : '');
  if (colours) {
    target.style.setProperty('--paper', colours.paper);
    target.style.setProperty('--ink', colours.ink);
  }
  return target;
}

export function chip(shown: Chip): HTMLElement {
  return colour(element('span', { class: 'chip', dir: 'auto' }, shown.text), shown);
}
