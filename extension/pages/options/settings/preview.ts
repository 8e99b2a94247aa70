// Paints when an order would be due in each status that has a limit, by the settings as they stand in the form.
// The core itself computes it. Names of statuses come from the service and are data.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { CatalogStatusView, LimitView, Settings } from '../../../protocol';
import { words } from '../../shared/words';
import { saidTemplate, textTemplate } from './controls';
import { instantFormat, limitWords } from './days';
import { readDraft } from './draft';
import { ask, engineState } from './engine';
import type { SettingsActions } from './panel';
import type { SettingsState } from './state';
import { findZone, instantOf } from './zones';

type Limited = CatalogStatusView & { limit: LimitView };

const isLimited = (status: CatalogStatusView): status is Limited => status.limit !== null;

const rowTemplate = (status: Limited, due: string): TemplateResult => html`
  <tr>
    <th scope="row">
      <span class="pill" dir="auto" .style=${`--paper: ${status.paper}; --ink: ${status.ink}`}>${status.name}</span>
    </th>
    <td>${limitWords(status.limit)}</td>
    <td class="due">${due}</td>
  </tr>
`;

const tableTemplate = (statuses: Limited[], due: string[], caption: string): TemplateResult => html`
  <table class="due-times">
    <caption>${caption}</caption>
    <thead>
      <tr>
        <th scope="col">${words('settings_preview_status')}</th>
        <th scope="col">${words('settings_preview_limit')}</th>
        <th scope="col">${words('settings_preview_due')}</th>
      </tr>
    </thead>
    <tbody>
      ${statuses.map((status, at) => rowTemplate(status, due[at] ?? ''))}
    </tbody>
  </table>
`;

function answerTemplate(state: SettingsState, statuses: Limited[]): TemplateResult {
  const said = (text: string): TemplateResult => html`<p class="hint">${text}</p>`;
  if (engineState() === 'failed') return said(words('settings_preview_failed'));
  const { zone, settings } = previewed(state);
  if (zone === null || settings === null) return said(words('settings_preview_not_yet'));
  const entered = state.previewedAt === '' ? Date.now() : instantOf(state.previewedAt, zone);
  if (entered === null) return said(words('settings_preview_no_time'));
  const answer = ask({
    settings: { ...settings, zone },
    entered: [entered],
    limits: statuses.map(({ limit }) => limit),
  });
  if (answer === null) return said(words('settings_preview_loading'));
  if (answer.due === null) return said(words('settings_preview_not_yet'));
  const format = instantFormat(zone, 'short');
  const due = answer.due.map((instant) =>
    instant === null ? words('settings_preview_never') : format.format(instant),
  );
  return tableTemplate(
    statuses,
    due,
    words('settings_preview_caption', instantFormat(zone, 'long').format(entered)),
  );
}

/** Only what the calendar is made of has to be right: a fault elsewhere in the form does not hide the preview. */
function previewed({ draft, saved }: SettingsState): { zone: string | null; settings: Settings | null } {
  const { lead, quiet } = draft;
  const calendar = {
    ...draft,
    lead: { ...lead, isSet: false },
    quiet: { ...quiet, isSet: false },
    sweepPercent: '0',
  };
  const { settings } = readDraft(calendar);
  return { zone: findZone(draft.zone), settings: settings && { ...saved, ...settings } };
}

export function previewTemplate(state: SettingsState, actions: SettingsActions): TemplateResult {
  const statuses = (state.catalog?.statuses ?? []).filter(isLimited);
  const id = `${state.store}-preview`;
  return html`
    <section class="preview" aria-labelledby="${id}-heading">
      <h4 id="${id}-heading">${words('settings_preview_heading')}</h4>
      ${
        statuses.length === 0
          ? html`<p class="hint">${words('settings_preview_no_limits')}</p>`
          : html`
              <div class="field">
                <div class="inline">
                  ${textTemplate({
                    id,
                    type: 'datetime-local',
                    label: words('settings_preview_at'),
                    value: state.previewedAt,
                    fault: undefined,
                    edit: actions.previewAt,
                  })}
                  ${
                    state.previewedAt === ''
                      ? nothing
                      : html`<button type="button" class="quiet" @click=${() => actions.previewAt('')}>
                          ${words('settings_preview_now')}
                        </button>`
                  }
                </div>
                ${saidTemplate(id, undefined, words('settings_preview_hint'))}
              </div>
              ${answerTemplate(state, statuses)}
            `
      }
    </section>
  `;
}
