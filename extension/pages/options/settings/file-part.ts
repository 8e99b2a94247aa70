// Paints what there is to do with a store's settings as a whole: to a file, from a file, back to the defaults. Knows its
// state only, and tells what a person does.

import { html, nothing, type TemplateResult } from 'lit-html';
import { counted } from '../../shared/plural';
import { type MessageName, words } from '../../shared/words';
import type { FileFault } from './file';
import type { SettingsState } from './state';

export interface FileActions {
  exportSettings: () => void;
  importSettings: (file: File) => void;
  useDefaults: () => void;
}

const FAULTS: Record<FileFault, MessageName> = {
  'too-large': 'settings_file_too_large',
  unreadable: 'settings_file_unreadable',
  'not-json': 'settings_file_not_json',
  'not-settings': 'settings_file_not_settings',
  'other-version': 'settings_file_other_version',
};

export function filePartTemplate(state: SettingsState, actions: FileActions): TemplateResult {
  const id = `${state.store}-settings-file`;
  const chosen = ({ target }: Event): void => {
    if (!(target instanceof HTMLInputElement)) return;
    const [file] = target.files ?? [];
    if (file) actions.importSettings(file);
    // The same file may be chosen again.
    target.value = '';
  };
  return html`
    <details class="settings-group">
      <summary>${words('settings_file_heading')}</summary>
      <p class="hint">${words('settings_file_note')}</p>
      <div class="actions">
        <button type="button" class="quiet" @click=${actions.exportSettings}>${words('settings_file_export')}</button>
        <button type="button" class="quiet" @click=${actions.useDefaults}>${words('settings_file_defaults')}</button>
      </div>
      <label for=${id}>${words('settings_file_import')}</label>
      <input id=${id} type="file" accept="application/json,.json" aria-describedby="${id}-said" @change=${chosen} />
      <p class="said" id="${id}-said" role="status">${saying(state)}</p>
    </details>
  `;
}

function saying({ file, managed }: SettingsState): string | typeof nothing {
  if (file === null) return nothing;
  if (file.kind === 'fault') return words(FAULTS[file.fault]);
  const said = words(file.kind === 'defaults' ? 'settings_file_defaults_taken' : 'settings_file_taken');
  if (managed.length === 0) return said;
  return `${said} ${counted('settings_file_managed_one', 'settings_file_managed_other', managed.length)}`;
}
