// The one menu of the page: a filter and a list, beside the badge that opened it, in the browser's top layer. Shows
// what it is given and says what was chosen. Knows no host selector, no chrome.* calls, no commands.

import type { CatalogStatusView, CatalogView, Decision, ReplyLanguage } from '../../protocol';
import { type Choice, sectionsOf } from '../menu-model';
import type { ReplyOffer } from '../reply/copier';
import { forbidderOf, isLasting, nextOf } from '../sequence';
import { secondsWords } from '../times';
import { word } from '../words';
import { containEvents, element, setAttribute } from './dom';
import { type HeadContent, MenuHead } from './menu-head';
import { forbiddenWords, makeOption } from './menu-option';
import { MenuReply } from './menu-reply';
import { menuStyle } from './menu-style';
import { isSeen, isSeenPress, listen, lookAgain, watchSight } from './press';

/** What there is to show; asked for again whenever a view changes. */
export interface MenuContent extends Omit<HeadContent, 'next'> {
  catalog: CatalogView | null;
  /** How long a change waits that messages customers or touches the Shopify order. */
  grace_seconds: number;
  /** A reply that can be copied for the order; none where it is offered elsewhere. */
  reply?: ReplyOffer | null;
  /** Of several orders: which, in words, and the statuses' ids that none of them may go to. */
  bulk?: { label: string; forbidden: ReadonlySet<string> };
}

/** Which option is active at first: the order's own status, or its next step. */
export type Start = 'current' | 'next';

export interface MenuEvents {
  onChoose(choice: Pick<Choice, 'status' | 'sub_status'>): void;
  onDecide(decision: Decision): void;
  onUndo(): void;
  /** To switch the staff account, or to connect one. */
  onAccount(): void;
  onCopyReply?(language: ReplyLanguage): void;
  /** It is gone, for whatever reason; `returnsFocus` unless the person went elsewhere. */
  onClose(returnsFocus: boolean): void;
}

const LIST_ID = 'list';

export class Menu {
  readonly #events: MenuEvents;
  readonly #host = element('div', { 'data-ucos-inline': 'menu', popover: 'manual' });
  readonly #head = new MenuHead({
    onDecide: (decision) => this.#leave(() => this.#events.onDecide(decision)),
    onUndo: () => this.#leave(() => this.#events.onUndo()),
    onNext: (next) => this.#take(next),
    onRefused: () => this.#refuse(),
    onAccount: () => this.#leave(() => this.#events.onAccount()),
  });
  readonly #panel = element('div', { class: 'panel' });
  readonly #reply = new MenuReply((language) => this.#leave(() => this.#events.onCopyReply?.(language)));
  readonly #title = element('span', { class: 'title', 'aria-hidden': 'true' });
  readonly #back = element('button', { class: 'back', type: 'button', tabindex: '-1' });
  readonly #stepRow = element('div', { class: 'step' }, this.#back, this.#title);
  readonly #input = element('input', {
    type: 'text',
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-autocomplete': 'list',
    'aria-controls': LIST_ID,
    'aria-expanded': 'true',
  });
  readonly #search = element('div', { class: 'search' }, this.#input);
  readonly #list = element('div', { id: LIST_ID, role: 'listbox' });
  readonly #empty = element('p', { class: 'empty', role: 'status' });
  readonly #foot = element('p', { class: 'foot' });
  /** Why what was tried cannot be chosen. */
  readonly #said = element('p', { class: 'said', role: 'status' });
  readonly #closing = new AbortController();
  #content: MenuContent;
  /** The status whose sub-statuses are the second step. */
  #step: CatalogStatusView | null = null;
  #choices: { choice: Choice; option: HTMLElement }[] = [];
  #active = -1;

  constructor(badge: HTMLElement, content: MenuContent, events: MenuEvents, start: Start = 'current') {
    this.#events = events;
    this.#content = content;
    const shadow = this.#host.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [menuStyle];
    this.#panel.append(
      this.#head.node,
      this.#stepRow,
      this.#search,
      this.#list,
      this.#empty,
      this.#said,
      this.#reply.node,
      this.#foot,
    );
    shadow.append(this.#panel);
    watchSight(this.#panel);
    this.#listen(badge);
    this.#render(start);
    // Beside the body, where no framework of the page keeps its books.
    document.documentElement.append(this.#host);
    // The source is the anchor of its position; unlike an anchor's name it also reaches out of a shadow root.
    this.#host.showPopover({ source: badge });
    this.#focus();
    this.#scrollToActive();
  }

  /** A view has changed: the same step, filter and active option over new content. */
  refresh(content: MenuContent): void {
    this.#content = content;
    this.#step = content.catalog?.statuses.find(({ id }) => id === this.#step?.id) ?? null;
    // The order may have moved where the workflow forbids it.
    if (this.#step && content.catalog && forbidderOf(content.catalog, content.order, this.#step))
      this.#step = null;
    this.#render('keep');
    // A button of the head that had the focus may be gone.
    if (!this.#host.shadowRoot?.activeElement) this.#focus();
  }

  close(returnsFocus: boolean): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#host.remove();
    lookAgain();
    this.#events.onClose(returnsFocus);
  }

  /** In the filter; where nothing is offered, on what there is to press. */
  #focus(): void {
    const first = this.#content.guard ? this.#head.buttons()[0] : undefined;
    (first ?? this.#input).focus({ preventScroll: true });
  }

  #listen(badge: HTMLElement): void {
    const { signal } = this.#closing;
    containEvents(this.#host);
    listen(this.#input, 'keydown', (event) => this.#onKey(event));
    listen(this.#head.node, 'keydown', (event) => this.#onButtonKey(event));
    listen(this.#reply.node, 'keydown', (event) => this.#onButtonKey(event));
    listen(this.#input, 'input', () => this.#render('first'));
    listen(this.#back, 'click', () => this.#leaveStep());
    // The focus stays in the filter, whatever in the menu is pressed.
    listen(this.#host, 'mousedown', (event) => {
      if (event.composedPath()[0] !== this.#input) event.preventDefault();
    });
    listen(this.#list, 'pointermove', (event) => this.#activate(this.#indexAt(event), false));
    listen(this.#list, 'click', (event) => {
      const index = this.#indexAt(event);
      const option = this.#choices[index]?.option;
      // The second click of a double click falls on whatever the first one has put in its place.
      if (!option || event.detail > 1) return;
      if (isSeenPress(event, option, this.#panel)) this.#choose(index);
      else this.#refuse();
    });
    listen(
      window,
      'pointerdown',
      (event) => {
        const path = event.composedPath();
        // The badge's own click closes the menu.
        if (!path.includes(this.#host) && !path.includes(badge)) this.close(false);
      },
      { capture: true, signal },
    );
  }

  #onKey(event: KeyboardEvent): void {
    // Keys that belong to an input method, or to the browser.
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.#choices.length - 1;
    const isEmpty = this.#input.value === '';
    const active = this.#choices[this.#active]?.choice;
    const isRightToLeft = this.#input.matches(':dir(rtl)');
    const [onward, back] = isRightToLeft ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
    switch (event.key) {
      case 'ArrowDown':
        if (this.#active === last && this.#reply.buttons().length > 0) this.#reply.buttons()[0]?.focus();
        else this.#activate(this.#active < last ? this.#active + 1 : 0);
        break;
      case 'ArrowUp':
        this.#activate(this.#active > 0 ? this.#active - 1 : last);
        break;
      case 'Home':
        this.#activate(0);
        break;
      case 'End':
        this.#activate(last);
        break;
      case 'Enter':
        // A held key opened the menu; it shall not choose as well.
        if (!event.repeat) this.#choose(this.#active);
        break;
      case onward:
        if (!isEmpty || !active?.enters || active.forbidden) return;
        this.#enterStep(active.status);
        break;
      case back:
      case 'Backspace':
        if (!isEmpty || this.#step === null) return;
        this.#leaveStep();
        break;
      case 'Escape':
        this.close(true);
        break;
      case 'Tab': {
        const button = this.#buttons().at(event.shiftKey ? -1 : 0);
        if (button) {
          button.focus();
          break;
        }
        // On to what comes after the badge, as from a native select.
        this.close(true);
        return;
      }
      default:
        return;
    }
    event.preventDefault();
  }

  /** Above the list and below it. */
  #buttons(): HTMLButtonElement[] {
    return [...this.#head.buttons(), ...this.#reply.buttons()];
  }

  /** From below the list the arrows lead on to its beginning, and back to its end. */
  #onReplyArrow(step: -1 | 1): void {
    const buttons = this.#reply.buttons();
    const at = buttons.findIndex((each) => each.matches(':focus'));
    if (at < 0) return;
    const next = buttons[at + step];
    if (next) {
      next.focus();
      return;
    }
    this.#input.focus();
    this.#activate(step > 0 ? 0 : this.#choices.length - 1);
  }

  /** From the filter through the buttons and on: Tab first, with Shift back. */
  #onButtonKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      this.close(true);
    }
    // The key that opened the menu, or pressed a button before, is still down.
    if (event.key === 'Enter' && event.repeat) event.preventDefault();
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.#onReplyArrow(event.key === 'ArrowDown' ? 1 : -1);
    }
    if (event.key !== 'Tab' || event.ctrlKey || event.metaKey || event.altKey) return;
    const buttons = this.#buttons();
    const at = buttons.findIndex((each) => each.matches(':focus')) + (event.shiftKey ? -1 : 1);
    const button = buttons[at];
    if (!button && (!event.shiftKey || this.#content.guard)) {
      this.close(true);
      return;
    }
    event.preventDefault();
    (button ?? this.#input).focus();
  }

  #leave(act: () => void): void {
    this.close(true);
    act();
  }

  /** The next step, by its button. */
  #take(next: CatalogStatusView): void {
    if (next.sub_statuses.length > 0) {
      this.#enterStep(next);
      this.#input.focus();
    } else {
      this.#leave(() => this.#events.onChoose({ status: next, sub_status: null }));
    }
  }

  #choose(index: number): void {
    const { choice, option } = this.#choices[index] ?? {};
    if (!choice || !option || this.#content.bulk?.forbidden.has(choice.status.id)) return;
    if (!this.#isOurs(option, choice, index)) {
      this.#refuse();
      return;
    }
    if (choice.forbidden) {
      this.#said.textContent = word('menu_cannot', choice.name, forbiddenWords(choice.forbidden));
      return;
    }
    if (choice.enters) {
      this.#enterStep(choice.status);
      return;
    }
    this.close(true);
    // Choosing what already stands would message the customer anew for nothing.
    if (!choice.isCurrent) this.#events.onChoose(choice);
  }

  /** Whether it is still, node for node, what we would build for this choice, and where it can be seen. */
  #isOurs(option: HTMLElement, choice: Choice, index: number): boolean {
    const built = this.#makeOption(choice, index);
    setAttribute(built, 'aria-selected', option.getAttribute('aria-selected'));
    return option.isEqualNode(built) && isSeen(option, this.#panel);
  }

  /** The page covers the menu, or has changed it: what was pressed may not be what was read. */
  #refuse(): void {
    this.#render('keep');
    this.#said.textContent = word('menu_covered');
  }

  #enterStep(status: CatalogStatusView): void {
    this.#step = status;
    this.#input.value = '';
    this.#render('current');
    this.#scrollToActive();
  }

  #leaveStep(): void {
    const left = this.#step;
    this.#step = null;
    this.#input.value = '';
    this.#render('current');
    const index = this.#choices.findIndex(({ choice }) => choice.status.id === left?.id);
    this.#activate(index);
  }

  #render(active: Start | 'first' | 'keep'): void {
    const { order, guard } = this.#content;
    // Whoever may change nothing is offered nothing.
    const catalog = guard ? null : this.#content.catalog;
    if (guard) this.#step = null;
    this.#search.hidden = this.#list.hidden = guard !== null;
    const before = this.#choices[this.#active]?.choice;
    const start = active === 'keep' && !before ? 'current' : active;
    const step = this.#step;
    // What is not settled yet comes first.
    const isSettled = (order?.change ?? null) === null || order?.target === null;
    const next = catalog && isSettled && step === null ? nextOf(catalog, order) : null;
    this.#head.paint({ ...this.#content, next });
    this.#reply.paint(step === null ? (this.#content.reply ?? null) : null);
    if (active !== 'keep') this.#said.textContent = '';
    this.#stepRow.hidden = step === null;
    this.#title.textContent = step?.name ?? '';
    setAttribute(this.#back, 'aria-label', word('menu_back'));
    const label = step
      ? word('menu_sub_statuses', step.name)
      : (this.#content.bulk?.label ?? word('menu_statuses'));
    setAttribute(this.#input, 'aria-label', label);
    setAttribute(this.#input, 'placeholder', word(step ? 'menu_filter_sub_statuses' : 'menu_filter'));
    setAttribute(this.#list, 'aria-label', label);

    const sections = catalog ? sectionsOf(catalog, order, step, this.#input.value) : [];
    this.#choices = [];
    // Below a workflow's statuses, those of none would seem to be its own.
    const isGrouped = step === null && catalog?.groups.some(({ name }) => name !== null);
    const nodes = sections.flatMap(({ heading: name, choices }, index) => {
      const options = choices.map((choice) => this.#addOption(choice));
      const heading = name ?? (isGrouped ? word('menu_other') : null);
      if (heading === null) return options;
      const id = `heading-${index}`;
      const title = element('div', { class: 'heading', role: 'presentation', id }, heading);
      return [element('div', { role: 'group', 'aria-labelledby': id }, title, ...options)];
    });
    this.#list.replaceChildren(...nodes);
    const emptyWord = catalog ? 'menu_no_match' : 'menu_loading';
    const empty = nodes.length > 0 || guard ? '' : word(emptyWord);
    if (this.#empty.textContent !== empty) this.#empty.textContent = empty;

    const seconds = this.#content.grace_seconds;
    const offered = step ? [step] : (catalog?.statuses.filter(({ is_addon }) => !is_addon) ?? []);
    const waits = seconds > 0 && offered.some(isLasting);
    this.#foot.textContent = waits ? word('menu_waits', secondsWords(seconds, 'long')) : '';

    const isWanted = ({ choice }: { choice: Choice }): boolean =>
      start === 'current'
        ? choice.isCurrent
        : start === 'next'
          ? choice.isNext
          : start === 'keep' &&
            choice.status.id === before?.status.id &&
            choice.sub_status?.id === before.sub_status?.id;
    this.#active = -1;
    let index = this.#choices.findIndex(isWanted);
    if (index < 0 && start === 'next') index = this.#choices.findIndex(({ choice }) => choice.isCurrent);
    // Only what was typed, or the second step, makes the first option active by itself: else an Enter, pressed in haste,
    // would send it and message somebody.
    const armsFirst = start === 'first' || (step !== null && start === 'current');
    if (index >= 0 || armsFirst) this.#activate(Math.max(0, index), false);
    else setAttribute(this.#input, 'aria-activedescendant', null);
  }

  #addOption(choice: Choice): HTMLElement {
    const option = this.#makeOption(choice, this.#choices.length);
    this.#choices.push({ choice, option });
    return option;
  }

  #makeOption(choice: Choice, index: number): HTMLElement {
    const isForbidden = this.#content.bulk?.forbidden.has(choice.status.id);
    return makeOption(choice, `option-${index}`, isForbidden ? 'bulk_forbidden' : '');
  }

  #indexAt(event: Event): number {
    return this.#choices.findIndex(({ option }) => event.composedPath().includes(option));
  }

  #activate(index: number, scrolls = true): void {
    const next = this.#choices[index]?.option;
    if (index === this.#active || (next === undefined && this.#choices.length > 0)) return;
    const before = this.#choices[this.#active]?.option;
    if (this.#said.textContent !== '') this.#said.textContent = '';
    if (before) setAttribute(before, 'aria-selected', 'false');
    if (next) setAttribute(next, 'aria-selected', 'true');
    this.#active = next ? index : -1;
    setAttribute(this.#input, 'aria-activedescendant', next?.id ?? null);
    if (scrolls) this.#scrollToActive();
  }

  #scrollToActive(): void {
    this.#choices[this.#active]?.option.scrollIntoView({ block: 'nearest' });
  }
}
