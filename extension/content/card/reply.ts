// "Copy reply" in the card: for a customer who asks where the order is. Shows what it is given and says what was pressed.
// No chrome.* calls, no commands.

import type { ReplyLanguage } from '../../protocol';
import { copyLabel, type ReplyOffer } from '../reply/copier';
import { element, setAttribute } from '../ui/dom';
import { word } from '../words';
import { Block, button, paragraph } from './block';

export interface ReplyContent {
  /** Null: the order has no status to tell of. */
  offer: ReplyOffer | null;
  /** It is being made. */
  isHeld: boolean;
  /** What became of the last one. */
  said: string;
  isProblem: boolean;
}

export class ReplyPart {
  readonly element = element('section', { class: 'part', 'aria-labelledby': 'reply' });
  readonly #block = new Block('div', {});
  /** Stays, so that what comes in it is told. */
  readonly #said = element('p', { role: 'status' });
  readonly #onCopy: (language: ReplyLanguage) => void;

  constructor(onCopy: (language: ReplyLanguage) => void) {
    this.#onCopy = onCopy;
    const heading = element('h3', { id: 'reply' }, word('reply_heading'));
    this.element.append(heading, this.#block.element, this.#said);
  }

  paint({ offer, isHeld, said, isProblem }: ReplyContent): void {
    setAttribute(this.element, 'hidden', offer === null ? '' : null);
    this.#block.paint([offer, isHeld], () => (offer === null ? [] : this.#nodes(offer, isHeld)));
    if (this.#said.textContent !== said) this.#said.textContent = said;
    setAttribute(this.#said, 'class', isProblem ? 'problem' : 'quiet');
    setAttribute(this.#said, 'hidden', said === '' ? '' : null);
  }

  #nodes({ languages, answered }: ReplyOffer, isHeld: boolean): Node[] {
    const buttons = languages.map((language, index) =>
      button(`reply-${language}`, copyLabel(language, index === 0), () => this.#onCopy(language), { isHeld }),
    );
    return [
      ...(answered === '' ? [] : [paragraph(answered, 'answered')]),
      element('div', { class: 'row' }, ...buttons),
    ];
  }
}
