// Paints the holidays: one can be typed in, each can be taken out. Knows its state only, and tells what a person does.

import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Holiday } from '../../../protocol';
import { counted } from '../../shared/plural';
import { words } from '../../shared/words';
import { saidTemplate, textTemplate } from './controls';
import { dayAndDate } from './days';
import type { SettingsActions } from './panel';
import type { SettingsState } from './state';

const removeTemplate = (day: Holiday, actions: SettingsActions): TemplateResult => html`
  <button
    type="button"
    class="quiet remove"
    aria-label=${words(
      'settings_holiday_remove_of',
      [dayAndDate(day.date), day.name].filter((part) => part !== '').join(', '),
    )}
    @click=${() => actions.removeDay(day.date)}
  >
    ${words('settings_holiday_remove')}
  </button>
`;

/** Without actions it can only be read. */
const dayTemplate = (day: Holiday, actions: SettingsActions | null): TemplateResult => html`
  <li>
    <span class="day">${dayAndDate(day.date)}</span>
    <bdi class="day-name">${day.name}</bdi>
    ${actions ? removeTemplate(day, actions) : nothing}
  </li>
`;

const listTemplate = (
  store: string,
  holidays: Holiday[],
  actions: SettingsActions | null,
): TemplateResult => html`
  <ul
    class="days"
    id="${store}-holiday-list"
    tabindex=${actions ? nothing : '0'}
    aria-labelledby="${store}-holidays"
  >
    ${repeat(
      holidays,
      (day) => day.date,
      (day) => dayTemplate(day, actions),
    )}
  </ul>
`;

/** `managedBy` is the id of what says that the organisation sets them; then there is nothing to do but to read. */
export function holidaysTemplate(
  state: SettingsState,
  managedBy: string | undefined,
  actions: SettingsActions,
): TemplateResult {
  const { store, draft } = state;
  const isManaged = managedBy !== undefined;
  return html`
    <section class="field" aria-labelledby="${store}-holidays" aria-describedby=${managedBy ?? nothing}>
      <div class="field-head">
        <h4 id="${store}-holidays" tabindex="-1">
          ${counted('settings_holidays_one', 'settings_holidays_other', draft.holidays.length)}
        </h4>
        ${
          isManaged || draft.holidays.length < 2
            ? nothing
            : html`<button type="button" class="quiet" @click=${actions.removeAllDays}>
                ${words('settings_holidays_clear')}
              </button>`
        }
      </div>
      ${
        draft.holidays.length === 0
          ? nothing
          : guard([draft.holidays, isManaged], () =>
              listTemplate(store, draft.holidays, isManaged ? null : actions),
            )
      }
      ${isManaged ? nothing : addingTemplate(state, actions)}
    </section>
  `;
}

function addingTemplate({ store, day, faults }: SettingsState, actions: SettingsActions): TemplateResult {
  const id = `${store}-holiday`;
  const fault = day.fault ?? faults.holidays;
  return html`
      <div class="adding">
        <div class="field">
          ${textTemplate({
            id,
            type: 'date',
            label: words('settings_holiday_date'),
            value: day.date,
            fault,
            edit: (date) => actions.typeDay({ date }),
            enter: actions.addDay,
          })}
        </div>
        <div class="field grows">
          ${textTemplate({
            id: `${id}-name`,
            label: words('settings_holiday_name'),
            value: day.name,
            fault: undefined,
            saidBy: `${id}-said`,
            edit: (name) => actions.typeDay({ name }),
            enter: actions.addDay,
          })}
        </div>
        <button type="button" class="quiet" @click=${actions.addDay}>${words('settings_holiday_add')}</button>
      </div>
      ${saidTemplate(id, fault, words('settings_holidays_hint'))}
  `;
}
