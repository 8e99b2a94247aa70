// Builds and repaints the summary bar: one host of our own beside the body, so that nothing of the page moves for it.
// Shows what it is given and says what was pressed. Knows no views, no rows, no chrome.* calls.

import { containEvents, element, setAttribute } from '../ui/dom';
import { listen, onPress as onSeenPress } from '../ui/press';
import { numberWords, word } from '../words';
import { barStyle } from './bar-style';
import { type Counts, GROUPS, type Group } from './model';

export interface BarContent {
  /** The list on the screen; null: there is none yet. */
  list: Counts | null;
  store: Counts | null;
  /** What the store's numbers are of, and how old they are. */
  storeLabel: string;
  storeNote: string;
  /** What to say instead of numbers that are all zero; null: there are numbers. */
  quiet: string | null;
  chosen: Group | null;
  /** Where among the matches the person is; empty: nowhere yet. */
  position: string;
}

export interface BarEvents {
  onToggle(group: Group): void;
  onStep(direction: 1 | -1): void;
  /** The pointer or the focus is on it: what ages with time is to be said anew. */
  onAttend(): void;
  /** To switch the staff account, or to connect one. */
  onAccount(): void;
}

const GROUP_WORDS: Record<Group, string> = {
  overdue: 'summary_overdue',
  'maybe-overdue': 'summary_maybe_overdue',
  'due-today': 'summary_due_today',
};

export class Bar {
  readonly host = element('div', { 'data-ucos-inline': 'summary', 'data-form': 'auto' });
  readonly #troubleText = element('p', { dir: 'auto' });
  readonly #account = element('button', { class: 'account', type: 'button' }, word('staff_connect'));
  readonly #trouble = element('div', { class: 'trouble', role: 'status' }, this.#troubleText, this.#account);
  readonly #quiet = element('p', { class: 'pill quiet' });
  readonly #pill = element('button', { class: 'pill', type: 'button', 'aria-expanded': 'false' });
  readonly #chips = new Map(GROUPS.map((group) => [group, new Chip(group)]));
  readonly #previous = iconButton('previous');
  readonly #next = iconButton('next');
  readonly #position = element('span', { class: 'position', role: 'status' });
  readonly #fold = iconButton('fold');
  readonly #listRow: HTMLElement;
  readonly #storeLabel = element('span', { class: 'label', id: 'store' });
  readonly #storeCounts = new Map(GROUPS.map((group) => [group, element('span', { class: 'count' })]));
  readonly #storeNote = element('span', { class: 'note' });

  constructor(events: BarEvents) {
    this.#listRow = row(
      'list',
      element('span', { class: 'label', id: 'list' }, word('summary_list')),
      ...[...this.#chips.values()].flatMap(({ button, text }) => [button, text]),
      element('span', { class: 'steps' }, this.#previous, this.#next, this.#position),
    );
    setAttribute(this.#fold, 'aria-expanded', 'true');
    const shadow = this.host.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [barStyle];
    shadow.append(
      element(
        'section',
        { 'aria-label': word('summary_label') },
        this.#trouble,
        this.#quiet,
        this.#pill,
        element(
          'div',
          { class: 'card' },
          this.#listRow,
          this.#fold,
          row('store', this.#storeLabel, ...this.#storeCounts.values(), this.#storeNote),
        ),
      ),
    );
    containEvents(this.host, (key) => key === 'Enter' || key === ' ');
    for (const [group, { button }] of this.#chips) onPress(button, () => events.onToggle(group));
    onPress(this.#account, () => events.onAccount());
    onPress(this.#previous, () => events.onStep(-1));
    onPress(this.#next, () => events.onStep(1));
    onPress(this.#fold, () => {
      setAttribute(this.host, 'data-form', 'pill');
      this.#pill.focus();
    });
    onPress(this.#pill, () => {
      this.unfold();
      this.#fold.focus();
    });
    listen(this.host, 'pointerenter', () => events.onAttend());
    listen(this.host, 'focusin', () => events.onAttend());
  }

  unfold(): void {
    setAttribute(this.host, 'data-form', 'card');
  }

  /** On what stands for this number: its button, or the pill. */
  focusOn(group: Group): void {
    const isFolded = this.host.dataset.form === 'pill';
    (isFolded ? this.#pill : this.#chips.get(group)?.button)?.focus();
  }

  /** `trouble`: what has to be known of the whole list; null: nothing. */
  paint(
    { list, store, storeLabel, storeNote, quiet, chosen, position }: BarContent,
    trouble: string | null,
  ): void {
    hide(this.#trouble, trouble === null);
    write(this.#troubleText, trouble ?? '');
    setAttribute(this.host, 'data-quiet', quiet === null ? null : '');
    write(this.#quiet, quiet ?? '');
    setAttribute(this.#quiet, 'title', [storeLabel, storeNote].filter(Boolean).join(', '));
    setAttribute(this.#listRow, 'data-empty', list === null ? '' : null);
    const focused = this.host.shadowRoot?.activeElement;
    for (const [group, chip] of this.#chips) {
      const isChosen = group === chosen;
      // A button that holds the focus, or ends the dimming, does not go when its number reaches zero.
      chip.paint(list?.[group] ?? null, isChosen, isChosen || focused === chip.button);
    }
    for (const button of [this.#previous, this.#next]) hide(button, chosen === null);
    write(this.#position, position);
    write(this.#storeLabel, storeLabel);
    for (const [group, text] of this.#storeCounts) writeCount(text, group, store?.[group] ?? null);
    write(this.#storeNote, storeNote);
    setAttribute(this.host, 'data-dims', chosen && '');
    this.#paintPill(list, store, chosen);
  }

  /** The chosen number; else the most pressing one, of the list if it has any. */
  #paintPill(list: Counts | null, store: Counts | null, chosen: Group | null): void {
    const numbers = [list, store].flatMap((counts) =>
      GROUPS.flatMap((group) => (counts?.[group] ? [countWords(group, counts[group])] : [])),
    );
    const text = chosen ? countWords(chosen, list?.[chosen] ?? 0) : (numbers[0] ?? word('summary_label'));
    write(this.#pill, text);
    setAttribute(this.#pill, 'aria-label', `${text}, ${word('summary_unfold')}`);
  }
}

/** One number of the list: a button, or, where pressing it would do nothing, a text. */
class Chip {
  readonly text = element('span', { class: 'count' });
  readonly button: HTMLButtonElement;
  readonly #group: Group;

  constructor(group: Group) {
    this.#group = group;
    this.button = element('button', { class: 'count', type: 'button', 'data-group': group });
  }

  paint(count: number | null, isChosen: boolean, staysButton: boolean): void {
    const isButton = staysButton || (count ?? 0) > 0;
    writeCount(this.button, this.#group, isButton ? (count ?? 0) : null);
    writeCount(this.text, this.#group, isButton ? null : count);
    setAttribute(this.button, 'aria-pressed', String(isChosen));
  }
}

const countWords = (group: Group, count: number): string => word(GROUP_WORDS[group], numberWords(count));

function writeCount(target: HTMLElement, group: Group, count: number | null): void {
  hide(target, count === null);
  write(target, count === null ? '' : countWords(group, count));
}

/** Writes only what changes: setting a property anew would be a change of the tree. */
function hide(target: Element, isHidden: boolean): void {
  setAttribute(target, 'hidden', isHidden ? '' : null);
}

function write(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

function row(name: string, ...children: Node[]): HTMLElement {
  return element('div', { class: `row ${name}`, role: 'group', 'aria-labelledby': name }, ...children);
}

function iconButton(name: string): HTMLButtonElement {
  const label = word(`summary_${name}`);
  return element('button', { class: `icon ${name}`, type: 'button', 'aria-label': label, title: label });
}

/** These change what is shown, and no order: that something lies over them is no harm. */
const onPress = (button: HTMLButtonElement, act: () => void): void =>
  onSeenPress(button, act, { isWatched: false });
