// "Copy reply" of the orders that the popup tells of, and what became of it. Knows no order but by its name, and keeps no
// reply: one that the browser does not take is shown until the popup closes.

import { html, nothing, type TemplateResult } from 'lit-html';
import { answeredWords } from '../../content/reply/copier';
import type { OrderView, ProblemView } from '../../protocol';
import { isOn } from '../../switches';
import { copyReplyFor } from '../shared/copy-reply';
import { problemBanner } from '../shared/problem';
import { words } from '../shared/words';

interface Standing {
  isBusy: boolean;
  said: string;
  problem: ProblemView | null;
  /** To be copied by hand. */
  text: string | null;
}

export class Copying {
  readonly #repaint: () => void;
  /** By store, kind and id. */
  readonly #standings = new Map<string, Standing>();

  /** `repaint` is called whenever something is to be painted anew. */
  constructor(repaint: () => void) {
    this.#repaint = repaint;
  }

  /** Of an order without a status there is nothing to tell. */
  readonly template = (
    store: string,
    order: OrderView,
    name: string,
    now_ms: number,
  ): TemplateResult | typeof nothing => {
    if (order.status === null || !isOn('reply', store)) return nothing;
    const standing = this.#standings.get(`${store}/${order.kind}/${order.id}`);
    const answered = standing?.said ? '' : answeredWords(order, now_ms);
    return html`
      <div class="copying">
        <button
          type="button"
          class="quiet small"
          aria-label=${name === '' ? nothing : words('popup_copy_reply_of', name)}
          aria-disabled=${standing?.isBusy ? 'true' : 'false'}
          @click=${({ isTrusted }: Event) => isTrusted && void this.#copy(store, order)}
        >
          ${words('reply_copy')}
        </button>
        <span class="said" role="status">${standing?.said ?? ''}</span>
        ${answered === '' ? nothing : html`<span class="answered">${answered}</span>`}
      </div>
      ${standing?.problem ? problemBanner(standing.problem) : nothing}
      ${
        standing?.text
          ? html`<textarea readonly rows="5" dir="auto" aria-label=${words('reply_text')} .value=${standing.text}></textarea>`
          : nothing
      }
    `;
  };

  async #copy(store: string, { kind, id }: OrderView): Promise<void> {
    const key = `${store}/${kind}/${id}`;
    if (this.#standings.get(key)?.isBusy) return;
    const standing: Standing = { isBusy: true, said: words('reply_copying'), problem: null, text: null };
    this.#standings.set(key, standing);
    // Within the press: only so long may the clipboard be written.
    const copying = copyReplyFor(store, { kind, id });
    this.#repaint();
    const became = await copying;
    standing.isBusy = false;
    standing.said = became.kind === 'copied' ? words('reply_copied') : '';
    standing.problem = became.kind === 'refused' ? became.problem : null;
    if (became.kind === 'not-copied') {
      standing.said = words('reply_not_copied');
      standing.text = became.reply.plain;
    }
    this.#repaint();
  }
}
