// Paints after how long without use an account with a PIN locks.
// Knows its state only, and tells what a person does.

import { html, type TemplateResult } from 'lit-html';
import { language, words } from '../../shared/words';
import { groupTemplate, managedIn, saidTemplate, textTemplate } from './controls';
import { readLock } from './draft';
import type { SettingsActions } from './panel';
import type { SettingsState } from './state';

const SETTINGS = ['lock_minutes'] as const;

const minutes = (count: number): string =>
  new Intl.NumberFormat(language(), { style: 'unit', unit: 'minute', unitDisplay: 'long' }).format(count);

/** What is set; nothing as long as what is typed is no time. */
function brief(typed: string): string {
  const lock = readLock(typed);
  if (lock === null) return '';
  return lock === 0 ? words('settings_lock_never') : words('settings_lock_brief', minutes(lock));
}

export function lockTemplate(state: SettingsState, actions: SettingsActions): TemplateResult {
  const { store, draft, faults } = state;
  const id = `${store}-lock`;
  return groupTemplate(state, {
    heading: 'settings_lock_heading',
    brief: brief(draft.lockMinutes),
    settings: SETTINGS,
    content: html`
      <div class="field">
        <label for=${id}>${words('settings_lock_label')}</label>
        <div class="inline">
          ${textTemplate({
            id,
            label: words('settings_lock_label'),
            isLabelHidden: true,
            value: draft.lockMinutes,
            fault: faults.lock,
            numeric: true,
            size: 4,
            ...managedIn(SETTINGS, 'lock_minutes', state),
            edit: (lockMinutes) => actions.edit({ lockMinutes }),
          })}
        </div>
        ${saidTemplate(id, faults.lock, words('settings_lock_hint'))}
      </div>
    `,
  });
}
