// "Copy reply", in the list and in the card: asks the worker for the reply, copies it, and notes that it was copied.
// Where the browser does not take it, shows it to be copied by hand. Knows commands and views; no host selector.

import type { OrderRef, OrderView, ReplyLanguage } from '../../protocol';
import { type Copying, copyReply } from '../../replies/copying';
import { isOn } from '../../switches';
import { send } from '../commands';
import type { Views } from '../views';
import { ageWords, word } from '../words';
import { ByHand } from './by-hand';

/** Within which time a further answer is a repeat; the worker's own (src/reply/answers.rs). */
const REPEAT_MS = 7 * 86_400_000;

/** What is offered for an order. */
export interface ReplyOffer {
  /** The store's own language first. */
  languages: ReplyLanguage[];
  /** "Answered 2 days ago"; empty: not within the last week. */
  answered: string;
}

export class Copier {
  readonly #views: Views;
  readonly #byHand: ByHand;

  constructor(signal: AbortSignal, views: Views) {
    this.#views = views;
    this.#byHand = new ByHand(signal);
  }

  /** Null: nothing to answer with. */
  offer(store: string, order: OrderView | null, now_ms: number): ReplyOffer | null {
    if (!order?.status || !isOn('reply', store)) return null;
    const own = this.#language(store);
    return { languages: [own, own === 'en' ? 'fr' : 'en'], answered: answeredWords(order, now_ms) };
  }

  /** To be called within the person's press. `language` null: the store's own. */
  async copy(store: string, order: OrderRef, language: ReplyLanguage | null): Promise<Copying> {
    const asked = send({ 'compose-reply': { store, order, language: language ?? this.#language(store) } });
    const copying = await copyReply(asked);
    const note = (): void => void send({ 'note-answer': { store, order } });
    if (copying.kind === 'copied') note();
    if (copying.kind === 'not-copied') this.#byHand.show(copying.reply, note);
    return copying;
  }

  #language(store: string): ReplyLanguage {
    return this.#views.replyLanguage(store) ?? (word('extension_language') === 'fr' ? 'fr' : 'en');
  }
}

export function answeredWords({ answered_at }: OrderView, now_ms: number): string {
  const isRepeat = answered_at !== null && now_ms - answered_at < REPEAT_MS;
  return isRepeat ? word('reply_answered', ageWords(answered_at, now_ms)) : '';
}

/** What became of it, in words; null: there is nothing to say, since it is shown. */
export const copiedWords = (copying: Copying): string | null =>
  copying.kind === 'copied' ? word('reply_copied') : null;

/** "Copy reply", "In French". */
export const copyLabel = (language: ReplyLanguage, isFirst: boolean): string =>
  word(isFirst ? 'reply_copy' : `reply_in_${language}`);
