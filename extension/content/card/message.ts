// "Send update again": by which channels, then a word more before the customer is messaged. Keeps what was ticked; says
// what was confirmed. No chrome.* calls, no commands.

import type { Channel } from '../../protocol';
import { element } from '../ui/dom';
import { listen, onTick } from '../ui/press';
import { capitalised, word } from '../words';
import { Block, button, paragraph } from './block';
import { channelWords } from './model';

const CHANNELS: readonly Channel[] = ['email', 'sms', 'whatsapp'];

export interface MessageContent {
  /** What is ticked until the person ticks otherwise. */
  usual: Channel[];
  isHeld: boolean;
  /** Why it is not offered; null: it is; empty: that is said elsewhere. */
  reason: string | null;
}

export class Message {
  readonly #block = new Block('section', { class: 'part', 'aria-labelledby': 'message' });
  readonly element = this.#block.element;
  readonly #onSend: (channels: Channel[]) => void;
  #ticked: Set<Channel> | null = null;
  #isConfirming = false;
  #content: MessageContent = { usual: [], isHeld: true, reason: null };

  constructor(onSend: (channels: Channel[]) => void) {
    this.#onSend = onSend;
    listen(this.element, 'keydown', (event) => {
      if (event.key === 'Escape' && this.#isConfirming) this.#confirm(false);
    });
  }

  /** Another order, or another status to tell of: nothing is ticked by hand. */
  forget(): void {
    this.#ticked = null;
    this.#isConfirming = false;
  }

  paint(content: MessageContent): void {
    this.#content = content;
    // What was asked is no question any more.
    if (content.isHeld || content.reason !== null) this.#isConfirming = false;
    const channels = this.#channels();
    const shown = [content.isHeld, content.reason, channels, this.#isConfirming];
    this.#block.paint(shown, () => {
      if (content.reason === '') return [];
      const title = element('h3', { id: 'message' }, word('card_message'));
      return content.reason === null
        ? [title, ...this.#offer(channels)]
        : [title, paragraph(content.reason, 'quiet')];
    });
  }

  #offer(channels: Channel[]): Node[] {
    const { isHeld } = this.#content;
    const names = channelWords(channels);
    if (this.#isConfirming) {
      return [
        paragraph(word('card_message_confirm', names)),
        element(
          'div',
          { class: 'row' },
          button('message-send', word('card_send'), () => this.#send(), { look: 'primary' }),
          button('message', word('card_do_not_send'), () => this.#confirm(false)),
        ),
      ];
    }
    const boxes = CHANNELS.map((channel) => {
      const box = element('input', { type: 'checkbox', 'data-name': channel });
      box.checked = channels.includes(channel);
      onTick(box, () => this.#tick(channel));
      const text = element('span', {}, capitalised(word(`menu_channel_${channel}`)));
      return element('label', { class: 'tick' }, box, text);
    });
    const isNothing = channels.length === 0;
    return [
      element('div', { class: 'row' }, ...boxes),
      element(
        'div',
        { class: 'row' },
        button('message', word('card_message_send'), () => this.#confirm(true), {
          isHeld: isHeld || isNothing,
        }),
      ),
    ];
  }

  #channels(): Channel[] {
    return CHANNELS.filter((channel) => (this.#ticked ?? new Set(this.#content.usual)).has(channel));
  }

  #tick(channel: Channel): void {
    const ticked = new Set(this.#channels());
    if (!ticked.delete(channel)) ticked.add(channel);
    this.#ticked = ticked;
    // The browser is not done with the click yet: a box built anew now would miss it.
    setTimeout(() => this.paint(this.#content));
  }

  #confirm(isConfirming: boolean): void {
    this.#isConfirming = isConfirming;
    this.paint(this.#content);
  }

  #send(): void {
    const channels = this.#channels();
    this.forget();
    this.#onSend(channels);
  }
}
