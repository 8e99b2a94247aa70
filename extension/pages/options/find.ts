// Finding something on the options page: the parts that can be folded are shown if the words are in them, unfolded, and
// hidden if not. Works on what is painted, whatever painted it; knows no setting.

import { html, type TemplateResult } from 'lit-html';
import { counted } from '../shared/plural';
import { words } from '../shared/words';

export const FIND_ID = 'find';

/** Accents and capitals make no difference. */
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

export class Find {
  readonly #repaint: () => void;
  #text = '';
  #count = 0;
  /** Unfolded by the search, to be folded again when it is over. */
  readonly #unfolded = new Set<HTMLDetailsElement>();

  /** `repaint` is called whenever something is to be painted anew. */
  constructor(repaint: () => void) {
    this.#repaint = repaint;
    addEventListener('keydown', (event) => this.#onKey(event));
  }

  readonly template = (): TemplateResult => html`
    <search class="find">
      <label for=${FIND_ID}>${words('options_find')}</label>
      <input
        id=${FIND_ID}
        type="search"
        autocomplete="off"
        maxlength="100"
        placeholder=${words('options_find_hint')}
        .value=${this.#text}
        @input=${({ target }: Event) => target instanceof HTMLInputElement && this.#find(target.value)}
      />
      <p class="said" aria-live="polite">${this.#saying()}</p>
    </search>
  `;

  /** After each painting: what was painted anew is looked through too. */
  apply(): void {
    const parts = [...document.querySelectorAll<HTMLDetailsElement>('main details')];
    const wanted = folded(this.#text.trim());
    if (wanted === '') {
      for (const part of parts) part.toggleAttribute('data-unfound', false);
      for (const part of this.#unfolded) part.open = false;
      this.#unfolded.clear();
      return;
    }
    // What is in the heading of a part is in all of it.
    const isNamed = (part: Element | null): boolean =>
      part !== null &&
      (folded(part.querySelector('summary')?.textContent ?? '').includes(wanted) ||
        isNamed(part.parentElement?.closest('details') ?? null));
    const found = parts.filter((part) => folded(textOf(part)).includes(wanted) || isNamed(part));
    for (const part of parts) part.toggleAttribute('data-unfound', !found.includes(part));
    for (const part of found) {
      if (part.open || !folded(textOf(part)).includes(wanted)) continue;
      part.open = true;
      this.#unfolded.add(part);
    }
    const innermost = found.filter((part) => !found.some((other) => other !== part && part.contains(other)));
    if (innermost.length === this.#count) return;
    this.#count = innermost.length;
    this.#repaint();
  }

  #saying(): string {
    if (this.#text.trim() === '') return '';
    return this.#count === 0
      ? words('options_find_none')
      : counted('options_find_one', 'options_find_other', this.#count);
  }

  #find(text: string): void {
    this.#text = text;
    this.#repaint();
  }

  #onKey(event: KeyboardEvent): void {
    const { target, key } = event;
    const field = document.getElementById(FIND_ID);
    if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element)) return;
    if (key === 'Escape' && target === field && this.#text !== '') {
      event.preventDefault();
      this.#find('');
    }
    if (key !== '/' || target.closest('input, select, textarea, dialog')) return;
    event.preventDefault();
    field?.focus();
  }
}

/** What a person reads there: also in fields that are empty. */
function textOf(part: Element): string {
  const hints = [...part.querySelectorAll('input, textarea')].map((field) =>
    field.getAttribute('placeholder'),
  );
  return [part.textContent, ...hints].join(' ');
}
