// One order as the popup tells of it: its status, when it is due, and its next step. Pure but for the words.

import { html, nothing, type TemplateResult } from 'lit-html';
import { dueFace, dueLines } from '../../content/due-face';
import { faceOf } from '../../content/face';
import { nextOf } from '../../content/sequence';
import { capitalised } from '../../content/words';
import type { CatalogView, OrderView } from '../../protocol';
import { words } from '../shared/words';

/** What is needed to tell of a store's orders. */
export interface Telling {
  catalog: CatalogView | undefined;
  /** By the service's clock. */
  now_ms: number;
  /** The store's; null: this browser's. */
  zone: string | null;
}

export function orderLine(order: OrderView, { catalog, now_ms, zone }: Telling): TemplateResult {
  const face = faceOf(order, null, now_ms, zone, true);
  const verdict = dueFace(order, now_ms).words;
  const due = verdict === '' ? dueLines(order, zone)[0] : capitalised(verdict);
  const next = catalog && nextOf(catalog, order);
  const colours = face.colours ? `--paper: ${face.colours.paper}; --ink: ${face.colours.ink}` : '';
  return html`
    <p class="order-line" title=${face.title}>
      <span class="pill" dir="auto" .style=${colours}>${face.text || words('popup_loading')}</span>
      ${due === undefined ? nothing : html`<span class="due" data-state=${face.state}>${due}</span>`}
    </p>
    ${next ? html`<p class="next">${words('popup_next', next.name)}</p>` : nothing}
  `;
}
