// Paints the editor of one status's template: language, placeholders to insert, the text with what is wrong with it, the
// preview, and what there is to do with it. Knows its state only, and tells what a person does.

import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { ReplyAnswer, ReplyLanguage } from '../../../protocol';
import { words } from '../../shared/words';
import { choiceTemplate, textTemplate } from '../settings/controls';
import { faultsTemplate } from './faults';
import { previewTemplate } from './preview';
import type { RepliesActions } from './section';
import { type Editing, ownOf, type RepliesState, statusOf } from './state';

/** The core's own list (src/reply/template.rs). */
const PLACEHOLDERS = [
  'first_name',
  'order_name',
  'order_id',
  'status',
  'sub_status',
  'meaning',
  'expected_date',
  'next_step',
  'link',
  'store',
  'staff',
  'email',
];

const LANGUAGES: readonly ReplyLanguage[] = ['en', 'fr'];

const insertTemplate = (actions: RepliesActions): TemplateResult => html`
  <div class="inserts" role="group" aria-label=${words('replies_insert')}>
    ${PLACEHOLDERS.map((name) => {
      const text = `{${name}}`;
      return html`<button
        type="button"
        class="quiet code"
        aria-label=${words('replies_insert_one', text)}
        @click=${() => actions.insert(text)}
      >${text}</button>`;
    })}
  </div>
`;

function orderTemplate(state: RepliesState, actions: RepliesActions): TemplateResult {
  const id = `${state.store}-reply-order`;
  return html`
    <div class="field">
      <div class="inline">
        ${textTemplate({
          id,
          label: words('replies_preview_order'),
          value: state.wanted,
          fault: state.wantedFault ?? undefined,
          list: `${id}-known`,
          edit: actions.wantOrder,
          enter: actions.showOrder,
        })}
        <button type="button" class="quiet" aria-disabled=${String(state.isBusy)} @click=${actions.showOrder}>
          ${words('replies_preview_show')}
        </button>
      </div>
      <p class=${state.wantedFault ? 'fault' : 'hint'} id="${id}-said" aria-live="polite">
        ${words(state.wantedFault ?? 'replies_preview_hint')}
      </p>
      <datalist id="${id}-known">
        ${state.known.map(({ id, label }) => html`<option value=${id} label=${label}></option>`)}
      </datalist>
    </div>
  `;
}

export function editorTemplate(
  state: RepliesState,
  editing: Editing,
  answer: ReplyAnswer | null,
  actions: RepliesActions,
): TemplateResult {
  const id = `${state.store}-template`;
  const faults = answer?.faults ?? [];
  const known = state.catalog?.statuses.find(({ id }) => id === editing.status);
  const name = known?.name ?? statusOf(state, editing.status)?.display_name ?? '';
  const isOwn = ownOf(state, editing.status, editing.language) !== undefined;
  const isHeld = state.isBusy || faults.length > 0;
  return html`
    <section class="reply-editor" aria-labelledby="${id}-heading">
      <h4 id="${id}-heading" tabindex="-1">${words('replies_editor', name)}</h4>
      <fieldset class="choices">
        ${LANGUAGES.map((language) =>
          choiceTemplate({
            type: 'radio',
            name: `${id}-language`,
            label: words(language === 'en' ? 'replies_language_en' : 'replies_language_fr'),
            checked: editing.language === language,
            choose: () => actions.edit(editing.status, language),
          }),
        )}
      </fieldset>
      ${insertTemplate(actions)}
      <div class="field">
        <label for=${id}>${words('replies_template')}</label>
        <textarea
          id=${id}
          rows="12"
          dir="auto"
          lang=${editing.language}
          spellcheck="true"
          aria-invalid=${faults.length > 0 ? 'true' : nothing}
          aria-describedby="${id}-said"
          .value=${live(editing.text)}
          @input=${(event: Event) => event.target instanceof HTMLTextAreaElement && actions.type(event.target.value)}
        ></textarea>
        ${faultsTemplate(id, faults, words('replies_template_hint'))}
      </div>
      <h5>${words('replies_preview')}</h5>
      ${orderTemplate(state, actions)} ${previewTemplate(state, answer)}
      <div class="actions">
        <button type="button" class="primary" aria-disabled=${String(isHeld)} @click=${() => isHeld || actions.keep()}>
          ${words('replies_save_template')}
        </button>
        ${
          isOwn
            ? html`<button type="button" class="quiet" @click=${actions.reset}>${words('replies_reset')}</button>`
            : nothing
        }
        <button type="button" class="quiet" @click=${actions.close}>${words('replies_done')}</button>
      </div>
    </section>
  `;
}
