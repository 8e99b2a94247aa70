// Paints what may be done while nobody can tell who is signed in, and when a key is to be replaced.
// Knows its state only, and tells what a person does.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { UnreadName } from '../../../protocol';
import { type MessageName, words } from '../../shared/words';
import { choiceTemplate, groupTemplate, saidTemplate, textTemplate } from './controls';
import type { SettingsActions } from './panel';
import type { SettingsState } from './state';

function unreadTemplate({ store, draft }: SettingsState, actions: SettingsActions): TemplateResult {
  const option = (unreadName: UnreadName, label: MessageName): TemplateResult =>
    choiceTemplate({
      type: 'radio',
      name: `${store}-unread`,
      label: words(label),
      checked: draft.unreadName === unreadName,
      choose: () => actions.edit({ unreadName }),
    });
  return html`
    <fieldset class="field">
      <legend>${words('settings_unread_label')}</legend>
      ${option('allow', 'settings_unread_allow')} ${option('refuse', 'settings_unread_refuse')}
      <p class="hint">${words('settings_unread_hint')}</p>
    </fieldset>
  `;
}

function rotationTemplate({ store, draft, faults }: SettingsState, actions: SettingsActions): TemplateResult {
  const { rotation } = draft;
  const id = `${store}-rotation`;
  return html`
    <div class="field">
      ${choiceTemplate({
        type: 'checkbox',
        name: `${id}-kind`,
        label: words('settings_rotation_label'),
        checked: rotation.isSet,
        choose: (isSet) => actions.edit({ rotation: { ...rotation, isSet } }),
      })}
      ${
        rotation.isSet
          ? html`<div class="indented field">
              ${textTemplate({
                id,
                label: words('settings_rotation_days'),
                value: rotation.days,
                fault: faults.rotation,
                numeric: true,
                size: 4,
                edit: (days) => actions.edit({ rotation: { ...rotation, days } }),
              })}
            </div>`
          : nothing
      }
      ${saidTemplate(id, faults.rotation, words('settings_rotation_hint'))}
    </div>
  `;
}

export function staffTemplate(state: SettingsState, actions: SettingsActions): TemplateResult {
  const { unreadName, rotation } = state.draft;
  const brief = [
    words(unreadName === 'allow' ? 'settings_unread_allow_brief' : 'settings_unread_refuse_brief'),
    rotation.isSet ? words('settings_rotation_brief', rotation.days) : words('settings_rotation_never'),
  ].join(' · ');
  return groupTemplate(state, {
    heading: 'settings_staff_heading',
    brief,
    settings: [],
    content: html`${unreadTemplate(state, actions)} ${rotationTemplate(state, actions)}`,
  });
}
