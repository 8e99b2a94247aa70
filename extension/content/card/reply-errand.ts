// One copying of a reply at a time in the card, and what came of the last one. Knows no DOM.

import type { OrderRef, OrderView, ReplyLanguage } from '../../protocol';
import { type Copier, copiedWords } from '../reply/copier';
import { word } from '../words';
import { problemLines } from './model';
import type { ReplyContent } from './reply';

type Said = Pick<ReplyContent, 'said' | 'isProblem'>;

const NOTHING: Said = { said: '', isProblem: false };

export class ReplyErrand {
  readonly #copier: Copier;
  readonly #onChange: () => void;
  /** Set anew for each, so that a late one is known as such. */
  #underWay: object | null = null;
  #said = NOTHING;

  constructor(copier: Copier, onChange: () => void) {
    this.#copier = copier;
    this.#onChange = onChange;
  }

  content(store: string, order: OrderView | null, now_ms: number): ReplyContent {
    const offer = this.#copier.offer(store, order, now_ms);
    return { offer, isHeld: this.#underWay !== null, ...this.#said };
  }

  /** To be called within the person's press. */
  async run(store: string, order: OrderRef, language: ReplyLanguage): Promise<void> {
    if (this.#underWay !== null) return;
    const errand = {};
    this.#underWay = errand;
    const copied = this.#copier.copy(store, order, language);
    this.#said = { said: word('reply_copying'), isProblem: false };
    this.#onChange();
    const copying = await copied;
    if (this.#underWay !== errand) return;
    this.#underWay = null;
    this.#said =
      copying.kind === 'refused'
        ? { said: problemLines(copying.problem).join(' '), isProblem: true }
        : { said: copiedWords(copying) ?? word('reply_shown'), isProblem: false };
    this.#onChange();
  }

  /** Another order. */
  forget(): void {
    this.#underWay = null;
    this.#said = NOTHING;
  }
}
