// Where the card is docked: in wide windows a column at the inline end, which folds to a slim tab; in narrow ones a
// sheet at the bottom, which folds to one line. The page's main area makes room, by a style sheet that goes with the
// card. Knows no orders, no words.

import { dockRules, mainArea, roomOf } from '../host/order-page';
import { AdoptedSheet } from '../ui/adopted';
import { setAttribute } from '../ui/dom';
import { putLayer, removeLayer } from '../ui/layer';

/** From here on there is room for a column beside an order. Of CSS pixels: fewer when zoomed in. */
const WIDE = '(width >= 1100px)';
/** What main keeps free, the gap to the card included. */
const ROOM = { column: '352px', tab: '52px', line: '56px', sheet: 'calc(50dvb + 12px)' };
export class Dock {
  readonly #host: HTMLElement;
  readonly #onChange: () => void;
  readonly #wide = matchMedia(WIDE);
  readonly #sheet = new AdoptedSheet();
  readonly #sizes = new ResizeObserver(() => this.#place());
  /** What the person chose, for each form; null: nothing yet. Remembered while the tab lives. */
  readonly #chosen: { column: boolean | null; sheet: boolean | null } = { column: null, sheet: null };
  /** Until main is there. */
  readonly #arrival = new MutationObserver(() => this.put());
  #observed: Element | null = null;
  #isPut = false;

  constructor(signal: AbortSignal, host: HTMLElement, onChange: () => void) {
    this.#host = host;
    this.#onChange = onChange;
    this.#wide.addEventListener('change', () => this.#refresh(), { signal });
    window.addEventListener('resize', () => this.#place(), { signal });
  }

  get isFolded(): boolean {
    return this.#chosen[this.#form] ?? this.#form === 'sheet';
  }

  fold(isFolded: boolean): void {
    this.#chosen[this.#form] = isFolded;
    this.#refresh();
  }

  /** To be called again with whatever is painted: the page may have thrown things away. */
  put(): void {
    this.#isPut = true;
    const main = mainArea(document);
    if (main === null) {
      this.#arrival.observe(document.documentElement, { childList: true, subtree: true });
      return;
    }
    this.#arrival.disconnect();
    putLayer(this.#host);
    if (this.#observed !== main) {
      this.#sizes.disconnect();
      this.#sizes.observe(main);
      this.#observed = main;
    }
    this.#place();
  }

  remove(): void {
    this.#isPut = false;
    this.#arrival.disconnect();
    this.#sizes.disconnect();
    this.#observed = null;
    this.#sheet.remove();
    removeLayer(this.#host);
  }

  get #form(): 'column' | 'sheet' {
    return this.#wide.matches ? 'column' : 'sheet';
  }

  #refresh(): void {
    if (!this.#isPut) return;
    this.put();
    this.#onChange();
  }

  #place(): void {
    const main = mainArea(document);
    if (!this.#isPut || main === null || !this.#host.isConnected) return;
    const form = this.#form;
    const [side, length] =
      form === 'column'
        ? (['inline-end', this.isFolded ? ROOM.tab : ROOM.column] as const)
        : (['block-end', this.isFolded ? ROOM.line : ROOM.sheet] as const);
    this.#sheet.put(dockRules(side, length), [document]);
    const { top, left, right, isRightToLeft } = roomOf(main);
    setAttribute(this.#host, 'data-form', form);
    setAttribute(this.#host, 'data-folded', this.isFolded ? '' : null);
    setAttribute(this.#host, 'dir', isRightToLeft ? 'rtl' : 'ltr');
    for (const [name, px] of Object.entries({ top, left, right }))
      this.#host.style.setProperty(`--${name}`, `${px}px`);
  }
}
