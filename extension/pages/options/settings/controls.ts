// The few controls that every group of the settings is made of. Knows lit-html and the words; ids carry the store's
// handle, since each connected store has a form of its own on the page.

import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { type MessageName, words } from '../../shared/words';

/** Folded until asked for; `brief` says beside the heading what is set. */
export const groupTemplate = (
  heading: MessageName,
  brief: string,
  content: TemplateResult,
): TemplateResult => html`
  <details class="settings-group">
    <summary>${words(heading)} <span class="brief">${brief}</span></summary>
    <div class="settings-fields">${content}</div>
  </details>
`;

/** What is said below a field: what is wrong with it, or else a hint. */
export const saidTemplate = (
  id: string,
  fault: MessageName | undefined,
  hint: string,
): TemplateResult => html`
  <p class=${fault ? 'fault' : 'hint'} id="${id}-said">${fault ? words(fault) : hint}</p>
`;

interface Choice {
  type: 'checkbox' | 'radio';
  name: string;
  label: string | TemplateResult;
  checked: boolean;
  choose: (checked: boolean) => void;
}

export const choiceTemplate = ({ type, name, label, checked, choose }: Choice): TemplateResult => html`
  <label class="choice">
    <input
      type=${type}
      name=${name}
      .checked=${live(checked)}
      @change=${(event: Event) => choose(event.target instanceof HTMLInputElement && event.target.checked)}
    />
    <span>${label}</span>
  </label>
`;

interface TextField {
  id: string;
  type?: 'text' | 'time' | 'date' | 'datetime-local';
  label: string;
  /** Whether the label is for assistive technology alone, since what stands around the field says it. */
  isLabelHidden?: boolean;
  value: string;
  fault: MessageName | undefined;
  /** The id of what is said about it. */
  describedBy?: string;
  numeric?: boolean;
  list?: string;
  size?: number;
  edit: (value: string) => void;
  enter?: () => void;
}

/** The control alone where its label stands elsewhere. */
export function textTemplate(field: TextField): TemplateResult {
  const keydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !field.enter) return;
    event.preventDefault();
    field.enter();
  };
  const control = html`<input
    id=${field.id}
    type=${field.type ?? 'text'}
    aria-label=${field.isLabelHidden ? field.label : nothing}
    aria-invalid=${field.fault ? 'true' : nothing}
    aria-describedby=${field.describedBy ?? `${field.id}-said`}
    inputmode=${field.numeric ? 'decimal' : nothing}
    list=${field.list ?? nothing}
    size=${field.size ?? nothing}
    autocomplete="off"
    spellcheck="false"
    max=${field.type === 'date' ? '9999-12-31' : field.type === 'datetime-local' ? '9999-12-31T23:59' : nothing}
    .value=${live(field.value)}
    @input=${(event: Event) => event.target instanceof HTMLInputElement && field.edit(event.target.value)}
    @keydown=${keydown}
  />`;
  return field.isLabelHidden ? control : html`<label for=${field.id}>${field.label}</label>${control}`;
}
