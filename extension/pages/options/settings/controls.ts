// The few controls that every group of the settings is made of. Knows lit-html and the words; ids carry the store's
// handle, since each connected store has a form of its own on the page.

import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Managed } from '../../../protocol';
import { listed } from '../../shared/plural';
import { type MessageName, words } from '../../shared/words';
import { labelOf } from './managed';
import type { SettingsState } from './state';

interface Group {
  heading: MessageName;
  /** Says beside the heading what is set. */
  brief: string;
  /** What can be set in the group, by the names that an organisation's policy has for it. */
  settings: readonly Managed[];
  content: TemplateResult;
}

/** Folded until asked for. */
export const groupTemplate = (
  { store, managed }: Pick<SettingsState, 'store' | 'managed'>,
  { heading, brief, settings, content }: Group,
): TemplateResult => html`
  <details class="settings-group">
    <summary>${words(heading)} <span class="brief">${brief}</span></summary>
    <div class="settings-fields">${managedTemplate(store, settings, managed)} ${content}</div>
  </details>
`;

const noteId = (store: string, [first]: readonly Managed[]): string => `${store}-${first}-managed`;

/** Says once in a group which of it the organisation sets. */
function managedTemplate(
  store: string,
  settings: readonly Managed[],
  managed: readonly Managed[],
): TemplateResult | typeof nothing {
  const here = settings.filter((name) => managed.includes(name));
  if (here.length === 0) return nothing;
  const said =
    here.length === settings.length
      ? words('settings_managed')
      : words('settings_managed_some', listed(here.map((name) => words(labelOf(name)))));
  return html`<p class="managed" id=${noteId(store, settings)}>${said}</p>`;
}

/** Of a setting in a group: whether the organisation sets it, and then the id of what says so. */
export function managedIn(
  group: readonly Managed[],
  name: Managed,
  { store, managed }: Pick<SettingsState, 'store' | 'managed'>,
): { disabled: boolean; describedBy: string | undefined } {
  const disabled = managed.includes(name);
  return { disabled, describedBy: disabled ? noteId(store, group) : undefined };
}

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
  disabled?: boolean;
  describedBy?: string | undefined;
  choose: (checked: boolean) => void;
}

export const choiceTemplate = ({
  type,
  name,
  label,
  checked,
  choose,
  ...more
}: Choice): TemplateResult => html`
  <label class="choice">
    <input
      type=${type}
      name=${name}
      ?disabled=${more.disabled}
      aria-describedby=${more.describedBy ?? nothing}
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
  /** The id of what is said about it, if it is not its own. */
  saidBy?: string;
  disabled?: boolean;
  /** The id of what says more. */
  describedBy?: string | undefined;
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
    aria-describedby=${[field.saidBy ?? `${field.id}-said`, field.describedBy].filter(Boolean).join(' ')}
    ?disabled=${field.disabled}
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
