// The line items with their own statuses: each chip changes one, the ticked ones are changed together. Keeps what was
// ticked; says what was pressed. No chrome.* calls, no commands.

import type { LineItemView } from '../../protocol';
import { statusText } from '../face';
import { element } from '../ui/dom';
import { listen, onTick } from '../ui/press';
import { numberWords, word } from '../words';
import { Block, button, type Chip, chip, colour, paragraph } from './block';
import { countWords } from './model';

/** The most that one command may name. */
const MOST_AT_ONCE = 100;

export interface ItemsContent {
  /** Null: not read yet. */
  items: LineItemView[] | null;
  isHeld: boolean;
  /** Why they cannot be changed; null: they can. */
  reason: string | null;
}

export interface ItemsEvents {
  /** The statuses for these items, beside what was pressed. */
  onMenu(items: LineItemView[], pressed: HTMLButtonElement): void;
  /** Confirmed. */
  onClear(items: LineItemView[]): void;
}

export class Items {
  readonly element: HTMLElement;
  readonly #events: ItemsEvents;
  readonly #list = new Block('div', {});
  readonly #tools = new Block('div', { class: 'tools' });
  readonly #boxes = new Map<string, HTMLInputElement>();
  #all: HTMLInputElement | null = null;
  readonly #ticked = new Set<string>();
  #isClearing = false;
  #content: ItemsContent = { items: null, isHeld: true, reason: null };

  constructor(events: ItemsEvents) {
    this.#events = events;
    this.element = element(
      'section',
      { class: 'part', 'aria-labelledby': 'items' },
      element('h3', { id: 'items' }, word('card_line_items')),
      this.#list.element,
      this.#tools.element,
    );
    listen(this.element, 'keydown', (event) => {
      if (event.key === 'Escape' && this.#isClearing) this.#askClear(false);
    });
  }

  /** Another order, or what was ticked is done. */
  forget(): void {
    this.#ticked.clear();
    this.#isClearing = false;
    this.#showTicks();
  }

  paint(content: ItemsContent): void {
    this.#content = content;
    const { items, isHeld, reason } = content;
    if (isHeld || reason !== null) this.#isClearing = false;
    const ids = new Set(items?.map(({ id }) => id));
    for (const id of this.#ticked) if (!ids.has(id)) this.#ticked.delete(id);
    this.#list.paint([items, isHeld, reason], () => this.#listNodes());
    this.#showTicks();
  }

  #listNodes(): Node[] {
    const { items, reason } = this.#content;
    this.#boxes.clear();
    this.#all = null;
    const why = reason ? [paragraph(reason, 'quiet')] : [];
    if (items === null) return reason === null ? [paragraph(word('card_items_loading'), 'quiet')] : why;
    if (items.length === 0) return reason === null ? [paragraph(word('card_items_none'), 'quiet')] : why;
    const rows = items.map((item, index) => this.#row(item, index));
    const list = element('ul', { class: 'items' }, ...rows);
    const isTickable = reason === null && items.length > 1;
    return [...(isTickable ? [this.#allRow(items)] : []), list, ...why];
  }

  #allRow(items: LineItemView[]): HTMLElement {
    const box = this.#box('all', () => {
      const isAll = this.#ticked.size === items.length;
      this.#ticked.clear();
      if (!isAll) for (const { id } of items) this.#ticked.add(id);
    });
    this.#all = box;
    return element('label', { class: 'tick' }, box, element('span', {}, word('card_items_all')));
  }

  #row(item: LineItemView, index: number): HTMLElement {
    const { isHeld, reason } = this.#content;
    const name = item.name || word('card_item_unnamed');
    const text = element('span', { class: 'item' }, element('bdi', {}, name));
    text.append(' ', element('span', { class: 'quiet' }, word('card_quantity', numberWords(item.quantity))));
    const shown: Chip = {
      text: item.status ? statusText(item.status.status, item.status.sub_status) : '—',
      colours: item.status?.status ?? null,
    };
    if (reason !== null) return element('li', {}, text, chip(shown));
    const box = this.#box(`box-${index}`, () => {
      if (!this.#ticked.delete(item.id)) this.#ticked.add(item.id);
    });
    this.#boxes.set(item.id, box);
    const press = (pressed: HTMLButtonElement): void => this.#events.onMenu([item], pressed);
    const change = colour(button(`item-${index}`, shown.text, press, { isHeld, look: 'chip' }), shown);
    const said = item.status ? shown.text : word('badge_no_status');
    change.setAttribute('aria-label', word('card_item_status', said, name));
    change.setAttribute('aria-haspopup', 'listbox');
    return element('li', {}, element('label', { class: 'tick' }, box, text), change);
  }

  #box(name: string, tick: () => void): HTMLInputElement {
    const box = element('input', { type: 'checkbox', 'data-name': name });
    onTick(box, () => {
      tick();
      this.#isClearing = false;
      this.#showTicks();
    });
    return box;
  }

  #showTicks(): void {
    for (const [id, box] of this.#boxes) box.checked = this.#ticked.has(id);
    if (this.#all) {
      this.#all.checked = this.#ticked.size === this.#boxes.size;
      this.#all.indeterminate = this.#ticked.size > 0 && !this.#all.checked;
    }
    this.#paintTools();
  }

  #paintTools(): void {
    const { isHeld, reason } = this.#content;
    const ids = reason === null ? [...this.#ticked] : [];
    this.#tools.paint([ids, isHeld, this.#isClearing], () => (ids.length > 0 ? this.#toolNodes() : []));
  }

  #toolNodes(): Node[] {
    const { isHeld } = this.#content;
    const count = this.#ticked.size;
    if (count > MOST_AT_ONCE) return [paragraph(word('card_items_too_many', numberWords(MOST_AT_ONCE)))];
    if (this.#isClearing) {
      return [
        paragraph(countWords('card_clear_confirm', count)),
        element(
          'div',
          { class: 'row' },
          button('clear-now', word('card_clear_now'), () => this.#clear(), { look: 'primary' }),
          button('clear', word('card_keep'), () => this.#askClear(false)),
        ),
      ];
    }
    const menu = (pressed: HTMLButtonElement): void => this.#events.onMenu(this.#tickedItems(), pressed);
    const set = button('set', countWords('card_items_set', count), menu, { isHeld });
    set.setAttribute('aria-haspopup', 'listbox');
    const clear = button('clear', word('card_clear'), () => this.#askClear(true), { isHeld });
    return [element('div', { class: 'row' }, set, clear)];
  }

  #tickedItems(): LineItemView[] {
    return this.#content.items?.filter(({ id }) => this.#ticked.has(id)) ?? [];
  }

  #askClear(isClearing: boolean): void {
    this.#isClearing = isClearing;
    this.#paintTools();
  }

  #clear(): void {
    const items = this.#tickedItems();
    this.forget();
    this.#events.onClear(items);
  }
}
