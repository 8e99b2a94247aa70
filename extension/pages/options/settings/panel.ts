// Paints the settings of one store: its groups, the preview below them, and what there is to save.
// Knows its state only, and tells what a person does.

import { html, nothing, type TemplateResult } from 'lit-html';
import { problemBanner } from '../../shared/problem';
import { words } from '../../shared/words';
import { calendarTemplate } from './calendar';
import { changesTemplate } from './changes';
import type { Draft } from './draft';
import { type FileActions, filePartTemplate } from './file-part';
import { clockTemplate, remindersTemplate, sweepTemplate } from './habits';
import { lockTemplate } from './lock';
import { previewTemplate } from './preview';
import { staffTemplate } from './staff';
import type { SettingsState } from './state';

export interface SettingsActions extends FileActions {
  /** The settings were unfolded. */
  opened: () => void;
  edit: (change: Partial<Draft>) => void;
  confirmZone: () => void;
  typeDay: (change: { date?: string; name?: string }) => void;
  addDay: () => void;
  removeDay: (date: string) => void;
  removeAllDays: () => void;
  importFile: (file: File) => void;
  takeImport: () => void;
  dropImport: () => void;
  previewAt: (local: string) => void;
  save: () => void;
  discard: () => void;
}

/** One line that says where the form stands; problems have room of their own. */
function standing(state: SettingsState, isChanged: boolean): string {
  if (state.saving) return words('settings_saving');
  if (Object.keys(state.faults).length > 0) return words('settings_faulty');
  if (isChanged) return words(state.isOvertaken ? 'settings_overtaken' : 'settings_changed');
  return state.outcome?.kind === 'saved' ? words('settings_saved') : '';
}

function savingTemplate(state: SettingsState, isChanged: boolean, actions: SettingsActions): TemplateResult {
  const isIdle = !isChanged || state.saving;
  return html`
    <div class="saving">
      <div role="alert">
        ${state.outcome?.kind === 'failed' ? problemBanner(state.outcome.problem) : nothing}
      </div>
      <div class="actions">
        <button type="submit" class="primary" aria-disabled=${isIdle ? 'true' : 'false'}>
          ${words('settings_save')}
        </button>
        ${
          isChanged && !state.saving
            ? html`<button type="button" class="quiet" @click=${actions.discard}>
                ${words('settings_discard')}
              </button>`
            : nothing
        }
        <p class="standing" aria-live="polite">${standing(state, isChanged)}</p>
      </div>
    </div>
  `;
}

export function panelTemplate(
  state: SettingsState,
  isChanged: boolean,
  actions: SettingsActions,
): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    actions.save();
  };
  const toggled = ({ target }: Event): void => {
    if (target instanceof HTMLDetailsElement && target.open) actions.opened();
  };
  const note = isChanged
    ? words('settings_changed')
    : state.draft.isZoneConfirmed
      ? null
      : words('settings_zone_unconfirmed');
  return html`
    <details class="settings" @toggle=${toggled}>
      <summary id="${state.store}-settings">
        ${words('settings_heading')} ${note === null ? nothing : html`<span class="brief">${note}</span>`}
      </summary>
      <form novalidate aria-label=${words('settings_of', state.store)} @submit=${submit}>
        ${calendarTemplate(state, actions)} ${clockTemplate(state, actions)}
        ${changesTemplate(state, actions)} ${staffTemplate(state, actions)}
        ${lockTemplate(state, actions)} ${sweepTemplate(state, actions)}
        ${remindersTemplate(state, actions)} ${filePartTemplate(state, actions)}
        ${previewTemplate(state, actions)}
        ${savingTemplate(state, isChanged, actions)}
      </form>
    </details>
  `;
}
