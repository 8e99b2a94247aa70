// Paints what counts as due soon, what restarts the clock, how much is read, and when to remind.
// Knows its state only, and tells what a person does.

import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { CatalogStatusView } from '../../../protocol';
import { counted } from '../../shared/plural';
import { type MessageName, words } from '../../shared/words';
import { choiceTemplate, groupTemplate, managedIn, saidTemplate, textTemplate } from './controls';
import type { Unit } from './draft';
import type { SettingsActions } from './panel';
import type { SettingsState } from './state';

const CLOCK_SETTINGS = ['lead_seconds', 'sub_status_restarts'] as const;
const SWEEP_SETTINGS = ['sweep_percent'] as const;
const REMINDER_SETTINGS = ['reminders', 'quiet_hours'] as const;

const UNITS: [Unit, MessageName][] = [
  ['minutes', 'settings_unit_minutes'],
  ['hours', 'settings_unit_hours'],
  ['days', 'settings_unit_days'],
];

const unitName = (unit: Unit): string =>
  words(UNITS.find(([each]) => each === unit)?.[1] ?? 'settings_unit_hours');

function leadTemplate(state: SettingsState, actions: SettingsActions): TemplateResult {
  const { store, draft, faults } = state;
  const { disabled, describedBy } = managedIn(CLOCK_SETTINGS, 'lead_seconds', state);
  const { lead } = draft;
  const id = `${store}-lead`;
  const chooseUnit = ({ target }: Event): void => {
    const unit = UNITS.find(([each]) => target instanceof HTMLSelectElement && target.value === each)?.[0];
    if (unit) actions.edit({ lead: { ...lead, unit } });
  };
  return html`
    <fieldset class="field" ?disabled=${disabled} aria-describedby=${describedBy ?? nothing}>
      <legend>${words('settings_lead_label')}</legend>
      ${choiceTemplate({
        type: 'radio',
        name: `${id}-kind`,
        label: words('settings_lead_automatic'),
        checked: !lead.isSet,
        choose: () => actions.edit({ lead: { ...lead, isSet: false } }),
      })}
      ${choiceTemplate({
        type: 'radio',
        name: `${id}-kind`,
        label: words('settings_lead_set'),
        checked: lead.isSet,
        choose: () => actions.edit({ lead: { ...lead, isSet: true } }),
      })}
      ${
        lead.isSet
          ? html`<div class="indented inline">
              ${textTemplate({
                id,
                label: words('settings_lead_amount'),
                isLabelHidden: true,
                value: lead.amount,
                fault: faults.lead,
                numeric: true,
                size: 6,
                edit: (amount) => actions.edit({ lead: { ...lead, amount } }),
              })}
              <select aria-label=${words('settings_lead_unit')} .value=${live(lead.unit)} @change=${chooseUnit}>
                ${UNITS.map(([unit, name]) => html`<option value=${unit} ?selected=${unit === lead.unit}>${words(name)}</option>`)}
              </select>
            </div>`
          : nothing
      }
      ${saidTemplate(id, faults.lead, words('settings_lead_hint'))}
    </fieldset>
  `;
}

function restartTemplate(state: SettingsState, actions: SettingsActions): TemplateResult {
  const { store, draft } = state;
  const { disabled, describedBy } = managedIn(CLOCK_SETTINGS, 'sub_status_restarts', state);
  const option = (subStatusRestarts: boolean, label: MessageName): TemplateResult =>
    choiceTemplate({
      type: 'radio',
      name: `${store}-restart`,
      label: words(label),
      checked: draft.subStatusRestarts === subStatusRestarts,
      choose: () => actions.edit({ subStatusRestarts }),
    });
  return html`
    <fieldset class="field" ?disabled=${disabled} aria-describedby=${describedBy ?? nothing}>
      <legend>${words('settings_restart_label')}</legend>
      ${option(false, 'settings_restart_status')} ${option(true, 'settings_restart_sub_status')}
      <p class="hint">${words('settings_restart_hint')}</p>
    </fieldset>
  `;
}

export function clockTemplate(state: SettingsState, actions: SettingsActions): TemplateResult {
  const { lead, subStatusRestarts } = state.draft;
  const brief = [
    lead.isSet ? `${lead.amount} ${unitName(lead.unit)}` : words('settings_automatic'),
    words(subStatusRestarts ? 'settings_restart_sub_status_brief' : 'settings_restart_status_brief'),
  ].join(' · ');
  const content = html`${leadTemplate(state, actions)} ${restartTemplate(state, actions)}`;
  return groupTemplate(state, {
    heading: 'settings_clock_heading',
    brief,
    settings: CLOCK_SETTINGS,
    content,
  });
}

export function sweepTemplate(state: SettingsState, actions: SettingsActions): TemplateResult {
  const { store, draft, faults } = state;
  const id = `${store}-sweep`;
  const isOff = draft.sweepPercent.trim() === '0';
  return groupTemplate(state, {
    heading: 'settings_sweep_heading',
    brief: isOff ? words('settings_off') : words('settings_percent', draft.sweepPercent),
    settings: SWEEP_SETTINGS,
    content: html`
      <div class="field">
        <label for=${id}>${words('settings_sweep_label')}</label>
        <div class="inline">
          ${textTemplate({
            id,
            label: words('settings_sweep_label'),
            isLabelHidden: true,
            value: draft.sweepPercent,
            fault: faults.sweep,
            numeric: true,
            size: 4,
            ...managedIn(SWEEP_SETTINGS, 'sweep_percent', state),
            edit: (sweepPercent) => actions.edit({ sweepPercent }),
          })}
          <span aria-hidden="true">%</span>
        </div>
        ${saidTemplate(id, faults.sweep, words('settings_sweep_hint'))}
      </div>
    `,
  });
}

function quietTemplate(state: SettingsState, actions: SettingsActions): TemplateResult {
  const { store, draft, faults } = state;
  const managed = managedIn(REMINDER_SETTINGS, 'quiet_hours', state);
  const { quiet } = draft;
  const id = `${store}-quiet`;
  const time = (end: 'from' | 'to', label: MessageName): TemplateResult =>
    html`<div class="field">
      ${textTemplate({
        id: end === 'from' ? id : `${id}-to`,
        type: 'time',
        label: words(label),
        value: quiet[end],
        fault: faults.quiet,
        saidBy: `${id}-said`,
        ...managed,
        edit: (value) => actions.edit({ quiet: { ...quiet, [end]: value } }),
      })}
    </div>`;
  return html`
    <div class="field">
      ${choiceTemplate({
        type: 'checkbox',
        name: `${id}-kind`,
        label: words('settings_quiet_label'),
        checked: quiet.isSet,
        ...managed,
        choose: (isSet) => actions.edit({ quiet: { ...quiet, isSet } }),
      })}
      ${
        quiet.isSet
          ? html`<div class="indented inline">
              ${time('from', 'settings_quiet_from')} ${time('to', 'settings_quiet_to')}
            </div>`
          : nothing
      }
      ${saidTemplate(id, faults.quiet, words('settings_quiet_hint'))}
    </div>
  `;
}

function mutedTemplate({ store, draft, catalog }: SettingsState, actions: SettingsActions): TemplateResult {
  const { mutedStatuses } = draft;
  // A status without a limit is never overdue.
  const statuses = (catalog?.statuses ?? []).filter(
    ({ id, limit }) => limit !== null || mutedStatuses.includes(id),
  );
  const choose = ({ id }: CatalogStatusView, isTold: boolean): void => {
    const others = mutedStatuses.filter((each) => each !== id);
    actions.edit({ mutedStatuses: (isTold ? others : [...others, id]).toSorted() });
  };
  if (statuses.length === 0) return html``;
  return html`
    <fieldset class="field">
      <legend>${words('settings_muted_label')}</legend>
      <div class="choices">
        ${statuses.map((status) =>
          choiceTemplate({
            type: 'checkbox',
            name: `${store}-told`,
            label: html`<bdi>${status.name}</bdi>`,
            checked: !mutedStatuses.includes(status.id),
            choose: (isTold) => choose(status, isTold),
          }),
        )}
      </div>
      <p class="hint">${words('settings_muted_hint')}</p>
    </fieldset>
  `;
}

export function remindersTemplate(state: SettingsState, actions: SettingsActions): TemplateResult {
  const { draft } = state;
  const muted = draft.mutedStatuses.length;
  const brief = draft.reminds
    ? [
        words('settings_on'),
        ...(draft.quiet.isSet ? [words('settings_quiet_brief', draft.quiet.from, draft.quiet.to)] : []),
        ...(muted > 0 ? [counted('settings_muted_one', 'settings_muted_other', muted)] : []),
      ].join(' · ')
    : words('settings_off');
  return groupTemplate(state, {
    heading: 'settings_reminders_heading',
    brief,
    settings: REMINDER_SETTINGS,
    content: html`
      ${choiceTemplate({
        type: 'checkbox',
        name: `${state.store}-reminds`,
        label: words('settings_reminders_label'),
        checked: draft.reminds,
        ...managedIn(REMINDER_SETTINGS, 'reminders', state),
        choose: (reminds) => actions.edit({ reminds }),
      })}
      ${draft.reminds ? html`${quietTemplate(state, actions)} ${mutedTemplate(state, actions)}` : nothing}
    `,
  });
}
