// The foot of the menu that copies a reply to "where is my order": below the last option, where the arrows lead as well.
// Shows what it is given and says what was pressed. Knows no commands, no chrome.* calls.

import type { ReplyLanguage } from '../../protocol';
import type { ReplyOffer } from '../reply/copier';
import { copyLabel } from '../reply/copier';
import { word } from '../words';
import { element } from './dom';
import { onPress } from './press';

export class MenuReply {
  readonly node = element('div', { class: 'reply' });
  readonly #onCopy: (language: ReplyLanguage) => void;
  /** Made anew only when it is another: a button that has the focus would lose it. */
  #from = '';

  constructor(onCopy: (language: ReplyLanguage) => void) {
    this.#onCopy = onCopy;
  }

  buttons(): HTMLButtonElement[] {
    return this.node.hidden ? [] : [...this.node.querySelectorAll('button')];
  }

  /** Null: nothing to answer with. */
  paint(offer: ReplyOffer | null): void {
    this.node.hidden = offer === null;
    const from = JSON.stringify(offer);
    if (offer === null || from === this.#from) return;
    this.#from = from;
    const buttons = offer.languages.map((language, index) => this.#button(language, index === 0));
    const answered = offer.answered === '' ? [] : [element('span', { class: 'answered' }, offer.answered)];
    this.node.replaceChildren(...buttons, ...answered);
  }

  #button(language: ReplyLanguage, isFirst: boolean): HTMLElement {
    const button = element('button', { class: 'action', type: 'button' }, copyLabel(language, isFirst));
    // The second one alone does not say what is in that language.
    button.setAttribute('aria-description', word('reply_heading'));
    if (isFirst) button.append(' ', element('kbd', { 'aria-hidden': 'true' }, 'R'));
    // It changes nothing; and a menu that is covered is said to be by what does.
    onPress(button, () => this.#onCopy(language), { isWatched: false });
    return button;
  }
}
