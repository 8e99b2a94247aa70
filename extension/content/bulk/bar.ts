// Builds and repaints the bar for several orders: one host of our own beside the body, so that nothing of the page moves
// for it. Shows what it is given and says what was pressed. Knows no views, no rows, no chrome.* calls.

import type { ProblemView } from '../../protocol';
import { containEvents, element, setAttribute } from '../ui/dom';
import { onPress } from '../ui/press';
import { problemWords, word } from '../words';
import { barStyle } from './style';

const ACTIONS = ['undo', 'send', 'leave', 'retry', 'done'] as const;
/** What a person can do with a batch. */
export type Action = (typeof ACTIONS)[number];

/** An order and what is to be said of it. */
export interface Told {
  name: string;
  problem: ProblemView;
}

export interface BatchContent {
  id: string;
  /** The colour of the status that it leads to. */
  paper: string;
  text: string;
  progress: { done: number; of: number } | null;
  /** Why it does not go on; empty: it does. */
  note: string;
  /** Its buttons, by what they say. */
  actions: Partial<Record<Action, string>>;
  toldLabel: string;
  told: readonly Told[];
}

export interface BarContent {
  batch: BatchContent | null;
  /** Rows are selected. `reason`: why their status cannot be set. */
  select: { label: string; reason: string | null; isGuarded: boolean } | null;
  /** What came of the last press, if it did not do. */
  problem: { words: string; detail: string | null } | null;
}

export interface BarEvents {
  onSelect(): void;
  /** To switch the staff account, or to connect one. */
  onAccount(): void;
  onAction(action: Action): void;
}

export class Bar {
  readonly host = element('div', { 'data-ucos-inline': 'bulk', hidden: '' });
  /** Sets the status of what is selected; the menu's anchor. */
  readonly button = element('button', { type: 'button', class: 'first', 'aria-haspopup': 'listbox' });
  readonly #batch = element('div', {
    class: 'batch',
    role: 'group',
    tabindex: '-1',
    'aria-labelledby': 'text',
  });
  readonly #swatch = element('span', { class: 'swatch' });
  readonly #text = element('span', { class: 'text', id: 'text' });
  readonly #progress = element('progress', { 'aria-labelledby': 'text' });
  readonly #note = element('p', { class: 'note' });
  readonly #actions = new Map(ACTIONS.map((action) => [action, element('button', { type: 'button' })]));
  readonly #toldLabel = element('summary');
  // It scrolls, and so the keyboard has to reach it.
  readonly #toldList = element('ul', { tabindex: '0' });
  readonly #details = element('details', {}, this.#toldLabel, this.#toldList);
  readonly #problem = element('p', { class: 'problem', role: 'alert' });
  readonly #reason = element('p', { class: 'reason' });
  readonly #account = element('button', { type: 'button' }, word('staff_connect'));
  readonly #select = element('div', { class: 'select' }, this.button, this.#reason, this.#account);
  readonly #heard = element('p', { class: 'heard', role: 'status' });
  #told = '';
  #content: BarContent | null = null;

  constructor(events: BarEvents) {
    const shadow = this.host.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [barStyle];
    const actions = element('span', { class: 'actions' }, ...this.#actions.values());
    this.#batch.append(
      element('div', { class: 'head' }, this.#swatch, this.#text, actions),
      this.#progress,
      this.#note,
      this.#details,
    );
    shadow.append(
      element(
        'section',
        { 'aria-label': word('bulk_label') },
        this.#problem,
        this.#batch,
        this.#select,
        this.#heard,
      ),
    );
    containEvents(this.host, (key) => key === 'Enter' || key === ' ');
    const isWatched = false;
    const label = (): string => this.#content?.select?.label ?? '';
    onPress(this.button, () => events.onSelect(), { reads: label, isWatched });
    onPress(this.#account, () => events.onAccount(), { reads: () => word('staff_connect'), isWatched });
    for (const [action, button] of this.#actions) {
      const reads = (): string => this.#content?.batch?.actions[action] ?? '';
      onPress(button, () => events.onAction(action), { reads, isWatched });
    }
  }

  paint(content: BarContent): void {
    const { batch, select, problem } = content;
    this.#content = content;
    const focused = this.host.shadowRoot?.activeElement;
    hide(this.host, batch === null && select === null && problem === null);
    hide(this.#problem, problem === null);
    const words = problem?.words ?? '';
    if (this.#problem.firstChild?.textContent !== words) {
      const detail = problem?.detail ? [element('q', {}, problem.detail)] : [];
      this.#problem.replaceChildren(words, ...detail);
    }
    hide(this.#batch, batch === null);
    if (batch) this.#paintBatch(batch);
    hide(this.#select, select === null);
    hide(this.button, select?.reason !== null);
    hide(this.#reason, !select?.reason);
    hide(this.#account, !select?.isGuarded);
    write(this.button, select?.label ?? '');
    write(this.#reason, select?.reason ?? '');
    // What was pressed is gone: the keyboard goes on where it was.
    if (focused instanceof HTMLElement && focused.hidden) this.#batch.focus({ preventScroll: true });
  }

  /** For those who hear the page: at turns of what goes on, not at each number. */
  say(text: string): void {
    write(this.#heard, text);
  }

  #paintBatch({ paper, text, progress, note, actions, toldLabel, told }: BatchContent): void {
    this.#swatch.style.setProperty('--paper', paper);
    write(this.#text, text);
    hide(this.#progress, progress === null);
    if (progress) {
      setAttribute(this.#progress, 'max', String(progress.of));
      setAttribute(this.#progress, 'value', String(progress.done));
    }
    hide(this.#note, note === '');
    write(this.#note, note);
    for (const [action, button] of this.#actions) {
      const label = actions[action];
      hide(button, label === undefined);
      write(button, label ?? '');
    }
    hide(this.#details, told.length === 0);
    write(this.#toldLabel, toldLabel);
    setAttribute(this.#toldList, 'aria-label', toldLabel);
    this.#paintTold(told);
  }

  #paintTold(told: readonly Told[]): void {
    const written = told.map(({ name, problem }) => `${name} ${problem.code} ${problem.detail}`).join('\n');
    if (written === this.#told) return;
    this.#told = written;
    this.#details.open = told.length > 0;
    this.#toldList.replaceChildren(
      ...told.map(({ name, problem }) => {
        const item = element('li', {}, element('strong', {}, name), ` ${problemWords(problem)}`);
        if (problem.detail) item.append(element('q', {}, problem.detail));
        return item;
      }),
    );
  }
}

/** Writes only what changes: setting a property anew would be a change of the tree. */
function hide(target: Element, isHidden: boolean): void {
  setAttribute(target, 'hidden', isHidden ? '' : null);
}

function write(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
