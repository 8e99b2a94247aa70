// Paints how many messages the worker has refused since the browser's start, by why. Nothing while there was none.
// Knows the view and words only.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { RefusalsView } from '../../protocol';
import { type MessageName, words } from '../shared/words';

const KINDS: readonly [keyof RefusalsView, MessageName][] = [
  ['wrong_sender', 'options_refusals_wrong_sender'],
  ['unknown_command', 'options_refusals_unknown_command'],
  ['unknown_member', 'options_refusals_unknown_member'],
  ['malformed', 'options_refusals_malformed'],
  ['too_large', 'options_refusals_too_large'],
  ['wrong_state', 'options_refusals_wrong_state'],
];

export function refusalsTemplate(view: RefusalsView | null): TemplateResult | typeof nothing {
  if (view === null) return nothing;
  const all = KINDS.reduce((sum, [kind]) => sum + view[kind], 0);
  return html`
    <details class="refusals">
      <summary>${words('options_refusals', String(all))}</summary>
      <p class="hint">${words('options_refusals_note')}</p>
      <ul>
        ${KINDS.filter(([kind]) => view[kind] > 0).map(([kind, name]) => html`<li>${words(name, String(view[kind]))}</li>`)}
      </ul>
    </details>
  `;
}
