// Finding orders by their name, or by their customer's name or email address. What was typed and what was found are here
// and nowhere else, and go with the popup. Knows the command and the words.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { FoundView, ProblemView } from '../../protocol';
import { send } from '../shared/commands';
import { counted } from '../shared/plural';
import { problemBanner } from '../shared/problem';
import { words } from '../shared/words';
import type { Copying } from './copying';
import { orderLine, type Telling } from './order-line';

/** Typing has paused. Each search takes one of the key's requests. */
const PAUSE_MS = 350;
/** One letter is in nearly every order. */
const FEWEST = 2;
/** What the worker tells at the most. */
const TOLD = 10;

export class Search {
  readonly #repaint: () => void;
  readonly #copying: Copying;
  #text = '';
  #pause: ReturnType<typeof setTimeout> | undefined;
  /** Which search is the latest; an answer to an earlier one comes too late. */
  #latest = 0;
  #store: string | null = null;
  #found: FoundView[] | null = null;
  #problem: ProblemView | null = null;
  #isBusy = false;

  /** `repaint` is called whenever something is to be painted anew. */
  constructor(repaint: () => void, copying: Copying) {
    this.#repaint = repaint;
    this.#copying = copying;
  }

  /** `stores`: what may be searched, the first of them unless another was chosen. */
  readonly template = (stores: string[], telling: (store: string) => Telling): TemplateResult => {
    const store = this.#chosen(stores);
    return html`
      <search>
        <form class="search" novalidate @submit=${(event: SubmitEvent) => this.#submit(event, stores)}>
          <label for="search">${words('popup_search')}</label>
          <div class="control">
            <input
              id="search"
              name="search"
              type="search"
              autocomplete="off"
              spellcheck="false"
              maxlength="200"
              placeholder=${words('popup_search_hint')}
              .value=${this.#text}
              @input=${(event: InputEvent) => this.#type(event, stores)}
              @keydown=${this.#onKey}
            />
            ${stores.length > 1 ? this.#storesTemplate(stores, store) : nothing}
          </div>
        </form>
        <p class="said" role="status">${this.#saying()}</p>
        ${this.#problem ? problemBanner(this.#problem) : nothing}
        ${this.#found ? this.#foundTemplate(this.#found, store, telling(store)) : nothing}
      </search>
    `;
  };

  #storesTemplate(stores: string[], chosen: string): TemplateResult {
    return html`
      <select
        aria-label=${words('popup_search_store')}
        @change=${({ target }: Event) => {
          if (!(target instanceof HTMLSelectElement)) return;
          this.#store = target.value;
          this.#search(target.value);
        }}
      >
        ${stores.map((store) => html`<option value=${store} ?selected=${store === chosen}>${store}</option>`)}
      </select>
    `;
  }

  #foundTemplate(found: FoundView[], store: string, telling: Telling): TemplateResult | typeof nothing {
    if (found.length === 0) return nothing;
    return html`
      <ul class="found" aria-label=${words('popup_found')} @keydown=${this.#onKey}>
        ${found.map(
          ({ name, customer, order }) => html`
            <li>
              <p class="found-head">
                <a
                  href="https://admin.shopify.com/store/${store}/${order.kind === 'order' ? 'orders' : 'draft_orders'}/${order.id}"
                  target="_blank"
                  dir="auto"
                  >${name || order.id}</a
                >
                ${customer === null ? nothing : html`<span class="customer" dir="auto">${customer}</span>`}
              </p>
              ${orderLine(order, telling)} ${this.#copying.template(store, order, name, telling.now_ms)}
            </li>
          `,
        )}
      </ul>
    `;
  }

  #saying(): string {
    if (this.#isBusy) return words('popup_searching');
    if (this.#found === null || this.#problem !== null) return '';
    if (this.#found.length === 0) return words('popup_found_none');
    if (this.#found.length >= TOLD) return words('popup_found_latest', String(TOLD));
    return counted('popup_found_one', 'popup_found_other', this.#found.length);
  }

  #chosen(stores: string[]): string {
    const chosen = stores.find((store) => store === this.#store);
    return chosen ?? stores[0] ?? '';
  }

  #type({ target }: InputEvent, stores: string[]): void {
    if (!(target instanceof HTMLInputElement)) return;
    this.#text = target.value;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#search(this.#chosen(stores)), PAUSE_MS);
    if (this.#isTooShort()) this.#forget();
  }

  #submit(event: SubmitEvent, stores: string[]): void {
    event.preventDefault();
    this.#search(this.#chosen(stores));
  }

  #isTooShort(): boolean {
    return this.#text.trim().length < FEWEST;
  }

  #forget(): void {
    clearTimeout(this.#pause);
    this.#latest += 1;
    this.#isBusy = false;
    this.#found = this.#problem = null;
    this.#repaint();
  }

  #search(store: string): void {
    this.#forget();
    if (!this.#isTooShort() && store !== '') void this.#ask(store, this.#text.trim(), this.#latest);
  }

  async #ask(store: string, text: string, mine: number): Promise<void> {
    this.#isBusy = true;
    this.#repaint();
    const reply = await send({ search: { store, text } });
    if (mine !== this.#latest) return;
    this.#isBusy = false;
    if (reply.ok) this.#found = reply.found ?? [];
    else this.#problem = reply.problem;
    this.#repaint();
  }

  /** Down and up go from the field through what was found. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const { target } = event;
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const places = [...document.querySelectorAll<HTMLElement>('#search, .found a')];
    const at = target instanceof HTMLElement ? places.indexOf(target) : -1;
    const next = at < 0 ? undefined : places[at + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };
}
