// Paints the form that connects a store: three fields, what is said about each, one button, the outcome.
// Knows its state and nothing of how it comes about. What is typed stays in the fields: the key is never in the state.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { ProblemView } from '../../../protocol';
import { listed } from '../plural';
import { problemBanner } from '../problem';
import { type MessageName, words } from '../words';
import type { FieldName, Remark } from './fields';

export type Outcome =
  | { kind: 'done'; store: string; said: string; notes: Remark[] }
  | { kind: 'failed'; problem: ProblemView };

export interface FormState {
  busy: boolean;
  keyShown: boolean;
  /** What is wrong with a field; shown until it is edited. */
  faults: Partial<Record<FieldName, Remark>>;
  /** What was put right in a field; shown until it is edited. */
  notes: Partial<Record<FieldName, Remark>>;
  outcome: Outcome | null;
  /** The handles of the stores that the organisation allows; null: any. */
  allowed: string[] | null;
  /** Whether the organisation requires a PIN. */
  pinRequired: boolean;
  /** Whose key there is already for the store that is typed; null: none, or nobody knows. */
  replaces: string | null;
  /** The name in its field is the one that the admin shows, and nobody has typed anything there. */
  isNameOffered: boolean;
}

export interface FormActions {
  submit: (event: SubmitEvent) => void;
  edit: (field: FieldName) => void;
  pasteKey: (event: ClipboardEvent) => void;
  showKey: () => void;
}

const sayRemark = ({ message, values }: Remark): string => words(message, ...values);

interface FieldWords {
  label: MessageName;
  hint: MessageName;
}

const FIELDS: Record<FieldName, FieldWords> = {
  store: { label: 'options_store_label', hint: 'options_store_hint' },
  key: { label: 'options_key_label', hint: 'options_key_hint' },
  name: { label: 'options_name_label', hint: 'options_name_hint' },
  pin: { label: 'options_pin_label', hint: 'options_pin_hint' },
};

const AUTOCOMPLETE: Record<FieldName, string> = {
  store: 'off',
  key: 'off',
  name: 'name',
  pin: 'new-password',
};

const ALLOWED_LIST = 'allowed-stores';

function hintOf(field: FieldName, { allowed, isNameOffered }: FormState): Remark {
  if (field === 'name' && isNameOffered) return { message: 'options_name_offered', values: [] };
  if (field !== 'store' || allowed === null) return { message: FIELDS[field].hint, values: [] };
  return allowed.length === 0
    ? { message: 'options_store_allowed_none', values: [] }
    : { message: 'options_store_allowed', values: [listed(allowed)] };
}

/** One thing at a time is said below a field; a fault says all that the hint would. */
function saidTemplate(field: FieldName, state: FormState): TemplateResult {
  const { faults, notes } = state;
  const fault = faults[field];
  const note = notes[field];
  const kind = fault ? 'fault' : note ? 'note' : 'hint';
  const said = fault ?? note ?? hintOf(field, state);
  return html`<p class=${kind} id="${field}-said">${sayRemark(said)}</p>`;
}

function fieldTemplate(field: FieldName, state: FormState, actions: FormActions): TemplateResult {
  const isKey = field === 'key';
  const isHidden = field === 'pin' || (isKey && !state.keyShown);
  return html`
    <div class="field">
      <label for=${field}>${words(FIELDS[field].label)}</label>
      <div class="control">
        <input
          id=${field}
          name=${field}
          type=${isHidden ? 'password' : 'text'}
          class=${isKey ? 'code' : nothing}
          dir=${field === 'name' || field === 'pin' ? 'auto' : 'ltr'}
          list=${field === 'store' && state.allowed !== null ? ALLOWED_LIST : nothing}
          autocomplete=${AUTOCOMPLETE[field]}
          autocapitalize=${field === 'name' ? 'words' : 'none'}
          spellcheck="false"
          ?required=${field !== 'pin' || state.pinRequired}
          ?readonly=${state.busy}
          aria-invalid=${state.faults[field] ? 'true' : nothing}
          aria-describedby="${field}-said"
          @input=${() => actions.edit(field)}
          @paste=${isKey ? actions.pasteKey : nothing}
        />
        ${
          isKey
            ? html`<button type="button" class="quiet" aria-controls="key" @click=${actions.showKey}>
                ${words(state.keyShown ? 'options_key_hide' : 'options_key_show')}
              </button>`
            : nothing
        }
      </div>
      ${saidTemplate(field, state)}
    </div>
  `;
}

/** `more` follows the good news. */
function outcomeTemplate(outcome: Outcome | null, more: unknown): TemplateResult | typeof nothing {
  if (outcome === null) return nothing;
  if (outcome.kind === 'failed') return problemBanner(outcome.problem);
  return html`
    <div class="banner done">
      <p>${outcome.said}</p>
      ${outcome.notes.map((note) => html`<p>${sayRemark(note)}</p>`)} ${more}
    </div>
  `;
}

export const formTemplate = (state: FormState, more: unknown, actions: FormActions): TemplateResult => html`
  <section class="card connect" aria-labelledby="connect-heading">
    <h2 id="connect-heading">${words('options_connect_heading')}</h2>
    <form novalidate @submit=${actions.submit}>
      ${fieldTemplate('store', state, actions)}
      ${fieldTemplate('key', state, actions)}
      ${fieldTemplate('name', state, actions)}
      ${fieldTemplate('pin', state, actions)}
      ${
        state.replaces === null
          ? nothing
          : html`<p class="banner replaces">${words('options_replaces', state.replaces)}</p>`
      }
      <button class="primary" type="submit" aria-disabled=${state.busy ? 'true' : 'false'}>
        ${words(state.busy ? 'options_connecting' : 'options_connect')}
      </button>
      ${
        state.allowed === null
          ? nothing
          : html`<datalist id=${ALLOWED_LIST}>${state.allowed.map((store) => html`<option value=${store}></option>`)}</datalist>`
      }
    </form>
    <div class="outcome" role="status">${outcomeTemplate(state.outcome, more)}</div>
  </section>
`;
