// Paints the replies of one store: what is set for all of them, the statuses with their templates, and the editor below
// the one that is written. Knows its state only. Names of statuses come from the service and are data.

import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { CatalogStatusView, ReplyAnswer, ReplyLanguage, ReplyStatusView } from '../../../protocol';
import { problemBanner } from '../../shared/problem';
import { type MessageName, words } from '../../shared/words';
import { textTemplate } from '../settings/controls';
import { editorTemplate } from './editor';
import { faultsTemplate } from './faults';
import { type Draft, ownOf, type RepliesState, readDraft } from './state';

export interface RepliesActions {
  opened: () => void;
  set: (change: Partial<Draft>) => void;
  save: () => void;
  edit: (status: string, language: ReplyLanguage) => void;
  type: (text: string) => void;
  insert: (text: string) => void;
  keep: () => void;
  reset: () => void;
  close: () => void;
  wantOrder: (typed: string) => void;
  showOrder: () => void;
}

const LANGUAGES: [value: Draft['language'], name: MessageName][] = [
  ['auto', 'replies_language_auto'],
  ['en', 'replies_language_en'],
  ['fr', 'replies_language_fr'],
];

function settingsTemplate(
  state: RepliesState,
  answer: ReplyAnswer | null,
  actions: RepliesActions,
): TemplateResult {
  const { store, draft } = state;
  const id = `${store}-replies`;
  const faults = answer?.link_faults ?? [];
  const daysFault = readDraft(draft) === null ? 'replies_kept_days_fault' : undefined;
  const isHeld = state.isBusy || faults.length > 0 || daysFault !== undefined;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!isHeld) actions.save();
  };
  const chosen = ({ target }: Event): void => {
    const found = LANGUAGES.find(([value]) => target instanceof HTMLSelectElement && value === target.value);
    if (found) actions.set({ language: found[0] });
  };
  return html`
    <form class="settings-fields" novalidate aria-label=${words('replies_of', store)} @submit=${submit}>
      <div class="field">
        <label for="${id}-language">${words('replies_language')}</label>
        <select id="${id}-language" @change=${chosen}>
          ${LANGUAGES.map(
            ([value, name]) =>
              html`<option value=${value} .selected=${live(draft.language === value)}>${words(name)}</option>`,
          )}
        </select>
      </div>
      <div class="field">
        ${textTemplate({
          id: `${id}-link`,
          label: words('replies_link'),
          value: draft.link,
          fault: faults.length > 0 ? 'problem_link_faulty' : undefined,
          edit: (link) => actions.set({ link }),
        })}
        ${faultsTemplate(`${id}-link`, faults, words('replies_link_hint'))}
      </div>
      <div class="field">
        ${textTemplate({
          id: `${id}-name`,
          label: words('replies_store_name'),
          value: draft.storeName,
          fault: undefined,
          edit: (storeName) => actions.set({ storeName }),
        })}
        <p class="hint" id="${id}-name-said">${words('replies_store_name_hint')}</p>
      </div>
      <div class="field">
        ${textTemplate({
          id: `${id}-days`,
          label: words('replies_kept_days'),
          value: draft.keptDays,
          fault: daysFault,
          numeric: true,
          size: 4,
          edit: (keptDays) => actions.set({ keptDays }),
        })}
        <p class=${daysFault ? 'fault' : 'hint'} id="${id}-days-said" aria-live="polite">
          ${words(daysFault ?? 'replies_kept_days_hint')}
        </p>
      </div>
      <div class="actions">
        <button type="submit" class="primary" aria-disabled=${String(isHeld)}>${words('replies_save')}</button>
      </div>
    </form>
  `;
}

const pillTemplate = (name: string, colours: CatalogStatusView | undefined): TemplateResult => html`
  <span
    class="pill"
    dir="auto"
    .style=${colours ? `--paper: ${colours.paper}; --ink: ${colours.ink}` : ''}
  >${name}</span>
`;

function statusTemplate(
  state: RepliesState,
  status: ReplyStatusView,
  answer: ReplyAnswer | null,
  actions: RepliesActions,
): TemplateResult {
  const { editing } = state;
  const colours = state.catalog?.statuses.find(({ id }) => id === status.id);
  const own = (['en', 'fr'] as const).filter((language) => ownOf(state, status.id, language));
  const names = own.map((language) =>
    words(language === 'en' ? 'replies_language_en' : 'replies_language_fr'),
  );
  const name = colours?.name ?? status.display_name;
  const stage: MessageName =
    status.stage === null
      ? 'replies_stage_unknown'
      : (`stage_${status.stage.replaceAll('-', '_')}` as MessageName);
  const language = state.saved?.settings.language ?? (words('extension_language') === 'fr' ? 'fr' : 'en');
  return html`
    <li>
      <div class="reply-status">
        ${pillTemplate(name, colours)}
        ${words(stage) === name ? nothing : html`<span class="brief">${words(stage)}</span>`}
        <span class="brief">${names.length > 0 ? words('replies_own', names.join(', ')) : words('replies_default')}</span>
        <button
          type="button"
          class="quiet"
          id="${state.store}-edit-${status.id}"
          aria-expanded=${String(editing?.status === status.id)}
          aria-label=${words('replies_edit_of', name)}
          @click=${() => actions.edit(status.id, language)}
        >
          ${words('replies_edit')}
        </button>
      </div>
      ${editing?.status === status.id ? editorTemplate(state, editing, answer, actions) : nothing}
    </li>
  `;
}

export function sectionTemplate(
  state: RepliesState,
  answer: ReplyAnswer | null,
  actions: RepliesActions,
): TemplateResult {
  const toggled = ({ target }: Event): void => {
    if (target instanceof HTMLDetailsElement && target.open) actions.opened();
  };
  return html`
    <details class="replies" @toggle=${toggled}>
      <summary id="${state.store}-replies">${words('replies_heading')}</summary>
      <p class="hint">${words('replies_intro')}</p>
      ${settingsTemplate(state, answer, actions)}
      <h4>${words('replies_templates')}</h4>
      <p class="hint">${words('replies_templates_hint')}</p>
      <div role="alert">${state.problem === null ? nothing : problemBanner(state.problem)}</div>
      <p class="standing" aria-live="polite">${state.said === null ? '' : words(state.said)}</p>
      <ul class="reply-statuses">
        ${(state.saved?.statuses ?? []).map((status) => statusTemplate(state, status, answer, actions))}
      </ul>
    </details>
  `;
}
