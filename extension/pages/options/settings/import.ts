// Paints the taking over of holidays from a calendar file: the choice of a file, what was found in it, what is wrong
// with it. Knows its state only. What the file says is data: it only ever becomes a text node.

import { html, nothing, type TemplateResult } from 'lit-html';
import { counted } from '../../shared/plural';
import { type MessageName, words } from '../../shared/words';
import { dateAlone, dayAndDate } from './days';
import type { FaultCode } from './ics/fault';
import type { SettingsActions } from './panel';
import type { Import, SettingsState } from './state';

const FAULTS: Record<FaultCode, MessageName> = {
  'too-large': 'settings_ics_too_large',
  'not-utf8': 'settings_ics_not_utf8',
  'not-calendar': 'settings_ics_not_calendar',
  'line-malformed': 'settings_ics_line_malformed',
  'end-unexpected': 'settings_ics_end_unexpected',
  'end-missing': 'settings_ics_end_missing',
  'start-missing': 'settings_ics_start_missing',
  'date-malformed': 'settings_ics_date_malformed',
  'end-before-start': 'settings_ics_end_before_start',
  'rule-malformed': 'settings_ics_rule_malformed',
  'too-many-days': 'settings_ics_too_many_days',
};

function faultTemplate({ file, fault }: Import & { kind: 'fault' }): TemplateResult {
  const said = words(fault === null ? 'settings_ics_unreadable' : FAULTS[fault.code]);
  const line = fault?.line ?? null;
  return html`
    <div class="banner failed">
      <p>${words('settings_ics_refused', file)}</p>
      <p>${line === null ? said : words('settings_ics_in_line', String(line), said)}</p>
      ${fault?.text ? html`<p class="aside"><q class="code" dir="auto">${fault.text}</q></p>` : nothing}
    </div>
  `;
}

function foundTemplate({ file, reading, fresh }: Import & { kind: 'review' }): TemplateResult {
  const { holidays } = reading;
  const [first, last] = [holidays.at(0), holidays.at(-1)];
  return html`
    <p>
      <bdi>${file}</bdi>:
      ${
        first && last
          ? html`${counted('settings_import_days_one', 'settings_import_days_other', holidays.length)}
            ${words('settings_import_span', dateAlone(first.date), dateAlone(last.date))}`
          : words(reading.allDay > 0 ? 'settings_import_outside' : 'settings_import_none')
      }
    </p>
    ${
      reading.timed === 0
        ? nothing
        : html`<p>${counted('settings_import_timed_one', 'settings_import_timed_other', reading.timed)}</p>`
    }
    ${
      holidays.length === 0
        ? nothing
        : html`<p>
            ${
              fresh.length === 0
                ? words('settings_import_all_listed')
                : counted('settings_import_new_one', 'settings_import_new_other', fresh.length)
            }
          </p>`
    }
  `;
}

function reviewTemplate(
  review: Import & { kind: 'review' },
  store: string,
  actions: SettingsActions,
): TemplateResult {
  const { fresh } = review;
  return html`
    <section class="review banner" aria-labelledby="${store}-review">
      <h4 id="${store}-review" tabindex="-1">${words('settings_import_review')}</h4>
      ${foundTemplate(review)}
      ${
        fresh.length === 0
          ? nothing
          : html`<ul class="days" tabindex="0" aria-labelledby="${store}-review">
              ${fresh.map(
                (day) =>
                  html`<li><span class="day">${dayAndDate(day.date)}</span> <bdi>${day.name}</bdi></li>`,
              )}
            </ul>`
      }
      <div class="actions">
        ${
          fresh.length === 0
            ? nothing
            : html`<button type="button" class="primary" @click=${actions.takeImport}>
                ${counted('settings_import_take_one', 'settings_import_take_other', fresh.length)}
              </button>`
        }
        <button type="button" class="quiet" @click=${actions.dropImport}>
          ${words(fresh.length === 0 ? 'settings_import_close' : 'settings_import_drop')}
        </button>
      </div>
    </section>
  `;
}

export function importTemplate({ store, imported }: SettingsState, actions: SettingsActions): TemplateResult {
  const id = `${store}-import`;
  const choose = ({ target }: Event): void => {
    if (!(target instanceof HTMLInputElement)) return;
    const file = target.files?.item(0);
    if (file) actions.importFile(file);
    // The same file, once mended, can be chosen again.
    target.value = '';
  };
  return html`
    <div class="field">
      <label for=${id}>${words('settings_import_label')}</label>
      <input id=${id} type="file" accept=".ics,text/calendar" aria-describedby="${id}-said" @change=${choose} />
      <p class="hint" id="${id}-said">${words('settings_import_hint')}</p>
      <div role="alert">${imported?.kind === 'fault' ? faultTemplate(imported) : nothing}</div>
      ${imported?.kind === 'review' ? reviewTemplate(imported, store, actions) : nothing}
    </div>
  `;
}
