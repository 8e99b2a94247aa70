// Builds and repaints the card: one host of our own beside the body. Shows what it is given and says what was pressed.
// Never takes the focus by itself. Knows no views, no commands, no chrome.* calls, no host selector.

import type {
  CatalogStatusView,
  Channel,
  HistoryView,
  LineItemView,
  ReplyLanguage,
  SubStatusView,
} from '../../protocol';
import { containEvents, element, setAttribute } from '../ui/dom';
import { effectsOf } from '../ui/menu-option';
import { listen } from '../ui/press';
import { word } from '../words';
import { Block, button, chip, paragraph } from './block';
import { cardStyle } from './card-style';
import { historyItem } from './history';
import { Items, type ItemsContent } from './items';
import { Message, type MessageContent } from './message';
import type { ChangePart, StatusPart, Word } from './model';
import { type ReplyContent, ReplyPart } from './reply';

export interface CardContent {
  /** The order's label; empty: not known. */
  name: string;
  isFolded: boolean;
  /** Why whoever is signed in may change nothing; null: they may. */
  guard: string | null;
  status: StatusPart;
  change: ChangePart | null;
  /** When the change goes on by itself. */
  countdown: string;
  /** Nothing can be begun: something else is not over. */
  isHeld: boolean;
  /** It is a change that is not over: what would only stand there, held, is away meanwhile. */
  isChanging: boolean;
  /** Why the status is not to be changed here; null: it is. */
  reason: string | null;
  next: CatalogStatusView | null;
  items: ItemsContent;
  message: MessageContent;
  reply: ReplyContent;
  history: {
    since: string;
    /** Null: not read yet. */
    entries: HistoryView[] | null;
    now_ms: number;
    zone: string | null;
  };
}

export interface CardEvents {
  onFold(isFolded: boolean): void;
  /** The statuses for the order, beside what was pressed. */
  onMenu(pressed: HTMLButtonElement): void;
  onItemsMenu(items: LineItemView[], pressed: HTMLButtonElement): void;
  onChange(status: CatalogStatusView, sub_status: SubStatusView | null): void;
  onClear(items: LineItemView[]): void;
  onMessage(channels: Channel[]): void;
  onWord(word: Word): void;
  onCopyReply(language: ReplyLanguage): void;
  onRetry(): void;
  /** To switch the staff account, or to connect one. */
  onAccount(): void;
  /** The pointer or the focus is on it: what ages with time is to be said anew. */
  onAttend(): void;
}

const WORDS: Record<Word, string> = {
  undo: 'card_undo',
  made: 'card_made',
  again: 'card_send_again',
  now: 'card_send_now',
  leave: 'card_leave',
  acknowledge: 'card_ok',
  back: 'card_change_back',
};

export class Panel {
  readonly host = element('div', { 'data-ucos-inline': 'card' });
  readonly #events: CardEvents;
  readonly #title = element('h2', { id: 'title', dir: 'auto', tabindex: '-1' });
  readonly #face = new Block('div', { class: 'face' });
  readonly #fold: HTMLButtonElement;
  readonly #guard = new Block('div', { class: 'part guard' });
  readonly #status = new Block('div', { class: 'part' });
  /** Stays, so that what comes in it is told; without the seconds, which would be told one by one. */
  readonly #news = element('div', { class: 'news', role: 'status' });
  readonly #change = new Block('div', { class: 'change' });
  readonly #countdown = element('span', { class: 'countdown', 'aria-hidden': 'true' });
  readonly #words = new Block('div', { class: 'row' });
  /** All of how a change stands. */
  readonly #standing = element('div', { class: 'standing' });
  readonly #offer = new Block('div', { class: 'part' });
  readonly #items: Items;
  readonly #message: Message;
  readonly #reply: ReplyPart;
  readonly #history = new Block('section', { class: 'part', 'aria-labelledby': 'history' });
  #content: CardContent | null = null;
  /** The next status has sub-statuses, and the person is choosing one: the status's id. */
  #choosing: string | null = null;

  constructor(events: CardEvents) {
    this.#events = events;
    this.#fold = button('fold', '', () => {
      events.onFold(!this.#content?.isFolded);
    });
    setAttribute(this.#fold, 'class', 'fold');
    setAttribute(this.#fold, 'dir', null);
    this.#items = new Items({ onMenu: events.onItemsMenu, onClear: events.onClear });
    this.#message = new Message(events.onMessage);
    this.#reply = new ReplyPart(events.onCopyReply);
    this.#news.append(this.#change.element);
    this.#standing.append(this.#news, this.#countdown, this.#words.element);
    const body = element(
      'div',
      { class: 'body' },
      this.#guard.element,
      this.#status.element,
      this.#standing,
      this.#offer.element,
      this.#reply.element,
      this.#items.element,
      this.#message.element,
      this.#history.element,
    );
    const head = element('header', {}, this.#title, this.#face.element, this.#fold);
    const shadow = this.host.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [cardStyle];
    shadow.append(element('section', { class: 'card', 'aria-labelledby': 'title' }, head, body));
    containEvents(this.host);
    listen(this.host, 'pointerenter', () => events.onAttend());
    listen(this.host, 'focusin', () => events.onAttend());
    listen(this.#offer.element, 'keydown', ({ key }) => {
      if (key === 'Escape' && this.#choosing !== null) this.#choose(null);
    });
  }

  /** Another order: nothing of what was ticked or asked for the last one. */
  forget(): void {
    this.#choosing = null;
    this.forgetItems();
    this.forgetChannels();
  }

  /** What was ticked is done. */
  forgetItems(): void {
    this.#items.forget();
  }

  /** The order is in another status: that one's channels are ticked. */
  forgetChannels(): void {
    this.#message.forget();
  }

  /** Where a button of that name is now: its block may have been built anew. */
  buttonOf(name: string | undefined): HTMLElement | null {
    const all = this.host.shadowRoot?.querySelectorAll<HTMLElement>('button[data-name]') ?? [];
    return [...all].find(({ dataset }) => dataset.name === name) ?? null;
  }

  paint(content: CardContent): void {
    const isNews = Boolean(content.change?.words.length) && !this.#content?.change?.words.length;
    this.#content = content;
    const { name, isFolded, guard, status, change, countdown, items, message } = content;
    const title = name === '' ? word('card_title_unnamed') : word('card_title', name);
    if (this.#title.textContent !== title) this.#title.textContent = title;
    const fold = word(isFolded ? 'card_unfold' : 'card_fold');
    setAttribute(this.#fold, 'aria-expanded', String(!isFolded));
    setAttribute(this.#fold, 'aria-label', fold);
    setAttribute(this.#fold, 'title', fold);
    this.#face.paint([isFolded, status, change?.isProblem], () => (isFolded ? faceNodes(content) : []));
    this.#guard.paint(guard, () => this.#guardNodes(guard));
    this.#status.paint(status, () => this.#statusNodes(status));
    this.#change.paint(change && { ...change, words: null }, () => changeNodes(change));
    if (this.#countdown.textContent !== countdown) this.#countdown.textContent = countdown;
    this.#words.paint(change?.words, () =>
      (change?.words ?? []).map((said) =>
        button(`word-${said}`, word(WORDS[said]), () => this.#events.onWord(said), {
          look: said === 'undo' || said === 'acknowledge' ? 'primary' : 'plain',
        }),
      ),
    );
    // What may be undone for a few seconds has to be in sight; only the card scrolls for it.
    if (isNews) this.#standing.scrollIntoView({ block: 'nearest' });
    this.#paintOffer();
    this.#items.paint(items);
    this.#message.paint(message);
    this.#reply.paint(content.reply);
    this.#paintHistory(content.history);
  }

  #guardNodes(guard: string | null): Node[] {
    if (guard === null) return [];
    const connect = button('account', word('staff_connect'), () => this.#events.onAccount());
    return [paragraph(guard), element('div', { class: 'row' }, connect)];
  }

  #statusNodes({ chip: shown, addons, due, isLate, lines, problem }: StatusPart): Node[] {
    const retry = button('retry', word('card_retry'), () => this.#events.onRetry());
    return [
      element('div', { class: 'row' }, chip(shown), ...addons.map(chip)),
      ...(due === '' ? [] : [paragraph(due, isLate ? 'due late' : 'due')]),
      ...lines.map((line) => paragraph(line, 'quiet')),
      ...(problem.length > 0
        ? [
            element('div', { class: 'problem' }, ...problem.map((line) => paragraph(line))),
            element('div', { class: 'row' }, retry),
          ]
        : []),
    ];
  }

  #paintOffer(): void {
    const { isHeld = true, isChanging = false, reason = null, next = null } = this.#content ?? {};
    if (isHeld || reason !== null || next?.id !== this.#choosing) this.#choosing = null;
    this.#offer.paint([isHeld, isChanging, reason, next, this.#choosing], () => {
      if (isChanging) return [];
      if (reason !== null) return reason === '' ? [] : [paragraph(reason, 'quiet')];
      if (next && this.#choosing !== null) return this.#subNodes(next);
      const menu = button('change', word('menu_statuses'), (pressed) => this.#events.onMenu(pressed), {
        isHeld,
      });
      setAttribute(menu, 'aria-haspopup', 'listbox');
      return [...(next ? this.#nextNodes(next, isHeld) : []), element('div', { class: 'row' }, menu)];
    });
  }

  #nextNodes(next: CatalogStatusView, isHeld: boolean): Node[] {
    const press = (): void => {
      if (next.sub_statuses.length > 0) this.#choose(next.id);
      else this.#events.onChange(next, null);
    };
    // Of that status's name: a person on it is not taken along to the step after it.
    const go = button(`next-${next.id}`, word('card_next', next.name), press, { isHeld, look: 'primary' });
    const effects = effectsOf(next);
    if (effects.length > 0) setAttribute(go, 'aria-description', effects.join(', '));
    return [go, ...effects.map((effect) => paragraph(effect, 'quiet'))];
  }

  #subNodes(next: CatalogStatusView): Node[] {
    const subs = next.sub_statuses.map((sub, index) =>
      button(`sub-${index}`, sub.name, () => {
        this.#choosing = null;
        this.#events.onChange(next, sub);
      }),
    );
    return [
      paragraph(word('menu_sub_statuses', next.name)),
      ...effectsOf(next).map((effect) => paragraph(effect, 'quiet')),
      element('div', { class: 'row' }, ...subs),
      element(
        'div',
        { class: 'row' },
        button(`next-${next.id}`, word('card_cancel'), () => this.#choose(null)),
      ),
    ];
  }

  #choose(choosing: string | null): void {
    this.#choosing = choosing;
    this.#paintOffer();
  }

  #paintHistory({ since, entries, now_ms, zone }: CardContent['history']): void {
    // To the minute, as ages are told.
    this.#history.paint([since, entries, Math.floor(now_ms / 60_000), zone], () => [
      element('h3', { id: 'history' }, word('card_history')),
      ...(since === '' ? [] : [paragraph(since)]),
      ...(entries && entries.length > 0
        ? [element('ol', { class: 'history' }, ...entries.map((entry) => historyItem(entry, now_ms, zone)))]
        : []),
      paragraph(word(entries?.length === 0 ? 'card_history_none' : 'card_history_note'), 'quiet'),
    ]);
  }
}

/** The folded card in one line: the status, and whether something is due or wants a person. */
function faceNodes({ status, change }: CardContent): Node[] {
  const { chip: shown, dueShort, isLate, problem } = status;
  const isProblem = problem.length > 0 || change?.isProblem;
  return [
    chip(shown),
    ...(dueShort === '' ? [] : [element('span', { class: isLate ? 'due late' : 'due' }, dueShort)]),
    ...(isProblem
      ? [element('span', { class: 'attention', role: 'img', title: word('badge_failed') }, '!')]
      : []),
  ];
}

function changeNodes(change: ChangePart | null): Node[] {
  if (change === null) return [];
  const { title, target, lines, isProblem } = change;
  const heading = element('p', { class: 'title' }, title);
  if (target) heading.append(' ', chip(target));
  const nodes = [...(title === '' ? [] : [heading]), ...lines.map((line) => paragraph(line))];
  return isProblem ? [element('div', { class: 'problem' }, ...nodes)] : nodes;
}
