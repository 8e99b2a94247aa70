// Paints how long a change that cannot be taken back waits before it is sent.
// Knows its state only, and tells what a person does.

import { html, type TemplateResult } from 'lit-html';
import { language, words } from '../../shared/words';
import { groupTemplate, managedIn, saidTemplate, textTemplate } from './controls';
import { readGrace } from './draft';
import type { SettingsActions } from './panel';
import type { SettingsState } from './state';

const SETTINGS = ['grace_seconds'] as const;

const seconds = (count: number): string =>
  new Intl.NumberFormat(language(), { style: 'unit', unit: 'second', unitDisplay: 'long' }).format(count);

/** What is set; nothing as long as what is typed is no grace. */
function brief(typed: string): string {
  const grace = readGrace(typed);
  if (grace === null) return '';
  return grace === 0 ? words('settings_grace_none') : words('settings_grace_brief', seconds(grace));
}

export function changesTemplate(state: SettingsState, actions: SettingsActions): TemplateResult {
  const { store, draft, faults } = state;
  const id = `${store}-grace`;
  return groupTemplate(state, {
    heading: 'settings_changes_heading',
    brief: brief(draft.graceSeconds),
    settings: SETTINGS,
    content: html`
      <div class="field">
        <label for=${id}>${words('settings_grace_label')}</label>
        <div class="inline">
          ${textTemplate({
            id,
            label: words('settings_grace_label'),
            isLabelHidden: true,
            value: draft.graceSeconds,
            fault: faults.grace,
            numeric: true,
            size: 4,
            ...managedIn(SETTINGS, 'grace_seconds', state),
            edit: (graceSeconds) => actions.edit({ graceSeconds }),
          })}
        </div>
        ${saidTemplate(id, faults.grace, words('settings_grace_hint'))}
      </div>
    `,
  });
}
