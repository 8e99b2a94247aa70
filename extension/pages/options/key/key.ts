// Paints how a store's key does: how old it is and when to replace it, what it may do as far as answers tell, and what no
// answer tells. Knows views only.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { StoreView } from '../../../protocol';
import { rotationWords } from '../../shared/rotation';
import { dateOf, type MessageName, words } from '../../shared/words';

/** What a key is for, and what is known of it; null: not known yet. */
function rows({ learnt }: StoreView): [label: MessageName, isSo: boolean | null][] {
  return [
    // Tested whenever a store is connected; a key without it is not kept.
    ['key_may_view', true],
    ['key_may_change', learnt.may_change],
    ['key_may_notify', learnt.may_notify],
    ['key_order_statuses', learnt.order_statuses],
    ['key_item_statuses', learnt.item_statuses],
  ];
}

const known = (isSo: boolean | null): string =>
  words(isSo === null ? 'key_unknown' : isSo ? 'key_yes' : 'key_no');

export function keyTemplate(view: StoreView): TemplateResult | typeof nothing {
  const { key, store } = view;
  if (key === null) return nothing;
  const rotation = rotationWords(key);
  return html`
    ${
      rotation === null && !key.messages_needlessly
        ? nothing
        : html`<div class="banner warns">
            ${rotation === null ? nothing : html`<p>${rotation}</p>`}
            ${key.messages_needlessly ? html`<p>${words('key_needlessly')}</p>` : nothing}
          </div>`
    }
    <details class="key">
      <summary>
        ${words('key_heading')} <span class="brief">${words('key_since', dateOf(key.made_at))}</span>
      </summary>
      <p class="hint">
        ${key.rotate_by === null ? words('key_never') : words('key_rotate_by', dateOf(key.rotate_by))}
      </p>
      <table aria-label=${words('key_table', store)}>
        <tbody>
          ${rows(view).map(
            ([label, isSo]) => html`<tr>
              <th scope="row">${words(label)}</th>
              <td>${known(isSo)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      <p class="hint">${words('key_untold')}</p>
    </details>
  `;
}
