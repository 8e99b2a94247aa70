// The head of the menu: what is wrong with the order's change and what a person may do about it, what the key or the
// store does not do, and the next step as one button. Shows what it is given and says what was pressed. Knows no
// commands, no host selector, no chrome.* calls.

import type { CatalogStatusView, ChangeView, Decision, Learnt, OrderView, ProblemView } from '../../protocol';
import type { Guard } from '../staff/guard';
import { clockWords } from '../times';
import { changeProblemWords, channelWords, word } from '../words';
import { element, setAttribute } from './dom';
import { effectsOf } from './menu-option';
import { onPress } from './press';

export interface HeadContent {
  order: OrderView | null;
  problem: ProblemView | null;
  /** Why whoever is signed in may change nothing; null: they may. */
  guard: Guard | null;
  learnt: Learnt | null;
  /** The next step to offer; null: none. */
  next: CatalogStatusView | null;
  /** The store's; null: this browser's. */
  zone: string | null;
}

export interface HeadEvents {
  onDecide(decision: Decision): void;
  onUndo(): void;
  onNext(next: CatalogStatusView): void;
  /** A press did not count: the page covers or changes what was pressed. */
  onRefused(): void;
  onAccount(): void;
}

/** Of a change that may have been made; where it was not sent, "again" would be wrong. */
const DOUBTS: readonly string[] = ['in-doubt', 'in-doubt-untold', 'not-made', 'message-in-doubt'];

export class MenuHead {
  readonly node: HTMLElement;
  readonly #events: HeadEvents;
  readonly #problem = element('div', { class: 'problem', role: 'alert' });
  readonly #more = element('p', { class: 'more' });
  readonly #actions = element('div', { class: 'actions', role: 'group', 'aria-label': word('menu_settle') });
  readonly #trouble = element('div', { class: 'trouble' }, this.#problem, this.#more, this.#actions);
  readonly #guard = element('div', { class: 'guard' });
  readonly #info = element('p', { class: 'info' });
  readonly #next = element('button', { class: 'next', type: 'button' });
  /** What the buttons were made from: made anew, one that has the focus would lose it. */
  #actionsFrom = '';
  #nextFrom = '';
  #nextStatus: CatalogStatusView | null = null;
  #nextSaid = '';

  constructor(events: HeadEvents) {
    this.#events = events;
    const goOn = (): void => {
      if (this.#nextStatus) events.onNext(this.#nextStatus);
    };
    onPress(this.#next, goOn, { reads: () => this.#nextSaid, onRefused: events.onRefused });
    this.node = element('div', { class: 'head' }, this.#guard, this.#trouble, this.#info, this.#next);
  }

  /** What in it can have the focus, in order. */
  buttons(): HTMLButtonElement[] {
    return [...this.node.querySelectorAll('button')].filter((button) => !button.closest('[hidden]'));
  }

  paint(content: HeadContent): void {
    const { order, problem, guard, learnt, next, zone } = content;
    this.#paintGuard(guard);
    const change = order?.change ?? null;
    this.#trouble.hidden = problem === null;
    // What goes on by itself is no failure.
    const isCalm = change?.state === 'blocked' || change?.state === 'in-doubt';
    setAttribute(this.#trouble, 'data-calm', isCalm ? '' : null);
    const nodes = problem ? problemNodes(problem, change) : [];
    const said = nodes.map((node) => node.textContent).join('');
    if (this.#problem.textContent !== said) this.#problem.replaceChildren(...nodes);
    const more = change ? moreWords(change, zone) : '';
    this.#more.hidden = more === '';
    this.#more.textContent = more;
    const actionsFrom = change ? [change.state, change.kind, problem?.code, guard !== null].join() : '';
    if (actionsFrom !== this.#actionsFrom) {
      this.#actionsFrom = actionsFrom;
      this.#actions.replaceChildren(...(change && !guard ? this.#actionsFor(change, problem) : []));
    }
    this.#actions.hidden = this.#actions.childElementCount === 0;
    const info = guard ? '' : learntWords(learnt);
    this.#info.hidden = info === '';
    this.#info.textContent = info;
    this.#paintNext(next);
  }

  #paintGuard(guard: Guard | null): void {
    this.#guard.hidden = guard === null;
    if (guard === null || this.#guard.firstChild?.textContent === guard.words) return;
    const { onAccount, onRefused } = this.#events;
    const button = actionButton(word('staff_connect'), onAccount, onRefused);
    const actions = element('div', { class: 'actions' }, button);
    this.#guard.replaceChildren(element('p', { dir: 'auto' }, guard.words), actions);
  }

  #actionsFor(change: ChangeView, problem: ProblemView | null): HTMLElement[] {
    const { onRefused } = this.#events;
    const action = (label: string, act: () => void) => actionButton(label, act, onRefused);
    if (change.state === 'blocked') return [action(word('menu_undo'), () => this.#events.onUndo())];
    if (change.state !== 'asking') return [];
    const isNotify = change.kind === 'notify';
    const mayBeMade = problem !== null && DOUBTS.includes(problem.code);
    const labels: [Decision, string][] = [
      ['made', isNotify ? 'menu_decide_sent' : 'menu_decide_made'],
      ['send', mayBeMade ? 'menu_decide_again' : 'menu_decide_now'],
      ['leave', 'menu_decide_leave'],
    ];
    return labels.map(([decision, key]) => action(word(key), () => this.#events.onDecide(decision)));
  }

  #paintNext(next: CatalogStatusView | null): void {
    this.#next.hidden = next === null;
    this.#nextStatus = next;
    const nextFrom = JSON.stringify(next);
    if (next === null || nextFrom === this.#nextFrom) return;
    this.#nextFrom = nextFrom;
    const effects = [
      next.messages.length > 0
        ? word(
            'menu_next_messages',
            next.messages.map((channel) => word(`menu_channel_${channel}`)).join(', '),
          )
        : '',
      next.touches_order ? word('menu_next_touches') : '',
    ]
      .filter(Boolean)
      .join(' · ');
    const swatch = element('span', { class: 'swatch' });
    swatch.style.setProperty('--paper', next.paper);
    const label = element('span', { class: 'label' }, word('menu_next', next.name));
    const key = element('kbd', { 'aria-hidden': 'true' }, 'N');
    const end = next.sub_statuses.length > 0 ? element('span', { class: 'enters' }) : key;
    this.#next.replaceChildren(swatch, label, end);
    if (effects !== '') this.#next.append(element('span', { class: 'note' }, effects));
    setAttribute(this.#next, 'title', [label.textContent, ...effectsOf(next)].join('\n'));
    this.#nextSaid = this.#next.textContent;
  }
}

function actionButton(label: string, act: () => void, onRefused: () => void): HTMLButtonElement {
  const button = element('button', { class: 'action', type: 'button' }, label);
  onPress(button, act, { reads: () => label, onRefused });
  return button;
}

/** When it goes on by itself, and whom it would reach if it were sent. */
function moreWords({ state, until, messages }: ChangeView, zone: string | null): string {
  const at = until === null ? null : clockWords(until, zone);
  if (state === 'in-doubt') return at ? word('menu_read_back', at) : '';
  const reaches = messages.length > 0 ? word('menu_sending_messages', channelWords(messages)) : '';
  if (state === 'asking') return reaches;
  if (state !== 'blocked') return '';
  return [at ? word('menu_tried_again', at) : '', reaches].filter(Boolean).join(' ');
}

function learntWords(learnt: Learnt | null): string {
  if (learnt?.may_change === false) return word('menu_may_not_change');
  return learnt?.order_statuses === false ? word('menu_items_only') : '';
}

function problemNodes(problem: ProblemView, change: ChangeView | null): Node[] {
  const words = document.createTextNode(changeProblemWords(problem, change));
  return problem.detail ? [words, element('q', {}, problem.detail)] : [words];
}
