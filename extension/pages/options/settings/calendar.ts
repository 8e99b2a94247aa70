// Paints which days count: the store's time zone, its weekend, its holidays.
// Knows its state only, and tells what a person does.

import { html, nothing, type TemplateResult } from 'lit-html';
import { counted, listed } from '../../shared/plural';
import { words } from '../../shared/words';
import { choiceTemplate, groupTemplate, managedIn, saidTemplate, textTemplate } from './controls';
import { timeIn, weekdayName, weekInOrder } from './days';
import { type Draft, WEEK } from './draft';
import { holidaysTemplate } from './holiday-list';
import { importTemplate } from './import';
import type { SettingsActions } from './panel';
import type { SettingsState } from './state';
import { findZone } from './zones';

export const ZONES_LIST = 'time-zones';

const SETTINGS = ['zone', 'weekend', 'holidays'] as const;

function brief({ draft }: SettingsState): string {
  const weekend =
    draft.weekend.length === 0
      ? words('settings_weekend_none')
      : listed(draft.weekend.map((day) => weekdayName(day, 'short')));
  const holidays = counted('settings_holidays_one', 'settings_holidays_other', draft.holidays.length);
  return [findZone(draft.zone) ?? draft.zone, weekend, holidays].join(' · ');
}

function zoneTemplate(state: SettingsState, actions: SettingsActions): TemplateResult {
  const { store, draft, faults } = state;
  const id = `${store}-zone`;
  const zone = findZone(draft.zone);
  const hint =
    zone === null ? words('settings_zone_hint') : words('settings_zone_now', zone, timeIn(zone, Date.now()));
  return html`
    <div class="field">
      ${textTemplate({
        id,
        label: words('settings_zone_label'),
        value: draft.zone,
        fault: faults.zone,
        list: ZONES_LIST,
        ...managedIn(SETTINGS, 'zone', state),
        edit: (text) => actions.edit({ zone: text, isZoneConfirmed: true }),
      })}
      ${saidTemplate(id, faults.zone, hint)}
      ${
        draft.isZoneConfirmed
          ? nothing
          : html`<div class="unconfirmed">
              <p>${words('settings_zone_guessed')}</p>
              <button type="button" class="quiet" @click=${actions.confirmZone}>
                ${words('settings_zone_confirm')}
              </button>
            </div>`
      }
    </div>
  `;
}

function weekendTemplate(state: SettingsState, actions: SettingsActions): TemplateResult {
  const { store, draft, faults } = state;
  const { disabled, describedBy } = managedIn(SETTINGS, 'weekend', state);
  const toggle = (day: (typeof WEEK)[number], isChosen: boolean): Partial<Draft> => ({
    weekend: WEEK.filter((each) => (each === day ? isChosen : draft.weekend.includes(each))),
  });
  const id = `${store}-weekend`;
  return html`
    <fieldset
      id=${id}
      class="field"
      tabindex="-1"
      ?disabled=${disabled}
      aria-describedby=${[`${id}-said`, describedBy].filter(Boolean).join(' ')}
    >
      <legend>${words('settings_weekend_label')}</legend>
      <div class="choices">
        ${weekInOrder().map((day) =>
          choiceTemplate({
            type: 'checkbox',
            name: id,
            label: weekdayName(day),
            checked: draft.weekend.includes(day),
            choose: (isChosen) => actions.edit(toggle(day, isChosen)),
          }),
        )}
      </div>
      ${saidTemplate(id, faults.weekend, words('settings_weekend_hint'))}
    </fieldset>
  `;
}

export const calendarTemplate = (state: SettingsState, actions: SettingsActions): TemplateResult =>
  groupTemplate(state, {
    heading: 'settings_calendar_heading',
    brief: brief(state),
    settings: SETTINGS,
    content: html`
      ${zoneTemplate(state, actions)} ${weekendTemplate(state, actions)}
      ${holidaysTemplate(state, managedIn(SETTINGS, 'holidays', state).describedBy, actions)}
      ${state.managed.includes('holidays') ? nothing : importTemplate(state, actions)}
    `,
  });
