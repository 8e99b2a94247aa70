// The table of orders: filters, sorted columns, one page of rows, each with a link to its order in the admin; and the
// same rows as CSV. Knows lit-html and words. Names are data: text nodes only.

import { html, nothing, type TemplateResult } from 'lit-html';
import { verdictAt } from '../../../content/due';
import type { BoardRowView, Question, SortBy, Which } from '../../../protocol';
import type { Field } from '../../shared/csv';
import { number } from '../../shared/plural';
import { problemBanner } from '../../shared/problem';
import { type MessageName, words } from '../../shared/words';
import type { StatusFigures } from '../figures';
import { instantWords, lengthWords, rangeWords } from '../formats';
import type { Wanted } from '../panels';
import { type OrdersList, PAGE_ROWS } from './list';

const ADMIN = 'https://admin.shopify.com/store';

export interface TableGiven {
  store: string;
  list: OrdersList;
  statuses: StatusFigures[];
  zone: string | null;
  /** The service's time. */
  now_ms: number;
  /** The bins of ages, in words. */
  ages: string[];
  filter: (wanted: Partial<Wanted>) => void;
  sort: (by: SortBy) => void;
  turn: (pages: number) => void;
  save: () => void;
}

const WHICH: Record<Which, MessageName> = {
  overdue: 'board_overdue',
  'maybe-overdue': 'board_maybe_overdue',
  'due-next': 'board_due_next',
  all: 'board_which_all',
  cancelled: 'board_cancelled',
  left: 'board_which_left',
};

/** The columns of orders that are there, and of those that left. */
const COLUMNS: Record<'there' | 'left', [SortBy, MessageName][]> = {
  there: [
    ['order', 'board_column_order'],
    ['status', 'board_column_status'],
    ['since', 'board_column_since'],
    ['due', 'board_column_due'],
  ],
  left: [
    ['order', 'board_column_order'],
    ['status', 'board_column_left_status'],
    ['since', 'board_column_left_at'],
    ['due', 'board_column_stayed'],
  ],
};

export const columnsOf = ({ which }: Question): [SortBy, MessageName][] =>
  COLUMNS[which === 'left' ? 'left' : 'there'];

export const addressOf = (store: string, { order }: BoardRowView): string =>
  `${ADMIN}/${store}/${order.kind === 'draft' ? 'draft_orders' : 'orders'}/${order.id}`;

const nameOf = (row: BoardRowView): string => row.name || row.order.id;

/** Since when an order is in its status, no more than is known. */
function sinceWords({ entered }: BoardRowView, zone: string | null): string {
  if (entered === null) return '';
  return entered.earliest <= 0
    ? words('board_since_before', instantWords(entered.latest, zone))
    : rangeWords(entered.earliest, entered.latest, zone);
}

/** The verdict in words, and when it is due. */
function dueWords(row: BoardRowView, now_ms: number, zone: string | null): [string, string] {
  const { due } = row;
  if (due === null) return [words('board_no_due'), ''];
  // An entry of which there is no telling how early leaves only the latest.
  const at =
    row.entered !== null && row.entered.earliest <= 0
      ? instantWords(due.latest, zone)
      : rangeWords(due.earliest, due.latest, zone);
  const verdict = verdictAt(due, now_ms);
  if (verdict === 'overdue')
    return [words('board_overdue_by', lengthWords((now_ms - due.latest) / 1000)), at];
  if (verdict === 'maybe-overdue') return [words('board_maybe_overdue'), at];
  return [words('board_due_in', lengthWords((due.earliest - now_ms) / 1000)), at];
}

function rowTemplate(given: TableGiven, row: BoardRowView): TemplateResult {
  const { store, zone, now_ms, statuses } = given;
  const status = statuses.find(({ id }) => id === row.status);
  const verdict = verdictAt(row.due, now_ms);
  const [said, at] = dueWords(row, now_ms, zone);
  const name = status?.name ?? words(row.status === null ? 'board_status_none' : 'board_status_unknown');
  return html`
    <tr>
      <th scope="row"><a href=${addressOf(store, row)} target="_blank" dir="auto">${nameOf(row)}</a></th>
      <td>
        ${
          status?.paper
            ? html`<span class="pill" dir="auto" .style=${`--paper: ${status.paper}; --ink: ${status.ink}`}>${name}</span>`
            : name
        }
      </td>
      ${
        row.left === null
          ? html`<td>${sinceWords(row, zone)}</td>
              <td><span class="verdict ${verdict}">${said}</span> <span class="aside">${at}</span></td>`
          : html`<td>${instantWords(row.left.at, zone)}</td>
              <td>${lengthWords(row.left.seconds)}</td>`
      }
    </tr>
  `;
}

function headingTemplate(given: TableGiven, [by, message]: [SortBy, MessageName]): TemplateResult {
  const { sort, descending } = given.list.question;
  const sorted = sort === by ? (descending ? 'descending' : 'ascending') : 'none';
  return html`
    <th scope="col" aria-sort=${sorted}>
      <button type="button" class="heading" @click=${() => given.sort(by)}>
        ${words(message)}<span class="arrow" aria-hidden="true"
          >${sorted === 'none' ? '' : sorted === 'ascending' ? '↑' : '↓'}</span
        >
      </button>
    </th>
  `;
}

interface Choice {
  label: MessageName;
  chosen: string;
  options: [value: string, text: string][];
  choose: (value: string) => void;
}

const choiceTemplate = ({ label, chosen, options, choose }: Choice): TemplateResult => html`
  <label class="choice">
    ${words(label)}
    <select
      @change=${(event: Event) =>
        event.currentTarget instanceof HTMLSelectElement ? choose(event.currentTarget.value) : undefined}
    >
      ${options.map(([value, text]) => html`<option value=${value} .selected=${value === chosen}>${text}</option>`)}
    </select>
  </label>
`;

const isWhich = (value: string): value is Which => value in WHICH;

function filtersTemplate({ list, statuses, ages, filter }: TableGiven): TemplateResult {
  const { which, status, age_bin } = list.question;
  const any = '*';
  const orAny = (value: string): string | null => (value === any ? null : value);
  return html`
    ${choiceTemplate({
      label: 'board_filter_which',
      chosen: which,
      options: Object.entries(WHICH).map(([value, message]) => [value, words(message)]),
      choose: (value) => (isWhich(value) ? filter({ which: value }) : undefined),
    })}
    ${choiceTemplate({
      label: 'board_column_status',
      chosen: status ?? any,
      options: [
        [any, words('board_every_status')],
        ...statuses.map(({ filter, name }): [string, string] => [filter, name]),
      ],
      choose: (value) => filter({ status: orAny(value) }),
    })}
    ${
      which === 'left'
        ? nothing
        : choiceTemplate({
            label: 'board_column_age',
            chosen: age_bin === null ? any : String(age_bin),
            options: [
              [any, words('board_every_age')],
              ...ages.map((text, bin): [string, string] => [String(bin), text]),
            ],
            choose: (value) => filter({ age_bin: value === any ? null : Number(value) }),
          })
    }
  `;
}

function pagerTemplate({ list, turn }: TableGiven): TemplateResult | typeof nothing {
  const { answer, question } = list;
  if (answer === null || answer.total === 0) return nothing;
  const last = Math.min(question.offset + PAGE_ROWS, answer.total);
  const isFirst = question.offset === 0;
  const isLast = last >= answer.total;
  return html`
    <div class="pager">
      <p>${words('board_rows', number(question.offset + 1), number(last), number(answer.total))}</p>
      <button type="button" class="quiet small" ?disabled=${isFirst} @click=${() => turn(-1)}>
        ${words('board_previous')}
      </button>
      <button type="button" class="quiet small" ?disabled=${isLast} @click=${() => turn(1)}>
        ${words('board_next')}
      </button>
    </div>
  `;
}

export function ordersTemplate(given: TableGiven): TemplateResult {
  const { list } = given;
  const { answer, problem, question } = list;
  return html`
    <section class="orders">
      <h2 id="orders-heading" tabindex="-1">${words('board_orders')}</h2>
      <div class="above">
        <div class="choices">${filtersTemplate(given)}</div>
        <div class="tools">
          <button
            type="button"
            class="quiet small"
            aria-label=${words('board_save_csv_of', words('board_orders'))}
            aria-disabled=${list.isSaving ? 'true' : nothing}
            @click=${given.save}
          >
            CSV
          </button>
        </div>
      </div>
      ${problem === null ? nothing : problemBanner(problem)}
      <p role="status">
        ${answer?.total === 0 ? html`<span class="none">${words('board_none_found')}</span>` : nothing}
      </p>
      ${
        answer === null || answer.total === 0
          ? nothing
          : html`
              <div class="scroll" role="region" tabindex="0" aria-label=${words('board_orders')}>
                <table>
                  <thead>
                    <tr>
                      ${columnsOf(question).map((column) => headingTemplate(given, column))}
                    </tr>
                  </thead>
                  <tbody>
                    ${answer.rows.map((row) => rowTemplate(given, row))}
                  </tbody>
                </table>
              </div>
            `
      }
      ${pagerTemplate(given)}
    </section>
  `;
}

const instant = (at_ms: number | undefined): string | null =>
  at_ms === undefined || at_ms <= 0 ? null : new Date(at_ms).toISOString();

/** All rows as they are saved: instants in UTC, both ends of what is not known exactly. */
export function savedRows(given: TableGiven, rows: BoardRowView[]): Field[][] {
  const { store, statuses, now_ms, list } = given;
  const names = new Map(statuses.map(({ id, name }) => [id, name]));
  const nameOfStatus = ({ status }: BoardRowView): string => names.get(status) ?? status ?? '';
  const [order, status, since, due] = columnsOf(list.question).map(([, message]) => words(message));
  if (list.question.which === 'left')
    return [
      [order ?? '', words('board_column_link'), status ?? '', since ?? '', words('board_column_seconds')],
      ...rows.map((row): Field[] => [
        row.name,
        addressOf(store, row),
        nameOfStatus(row),
        instant(row.left?.at),
        row.left?.seconds ?? null,
      ]),
    ];
  const range = (name: string | undefined): string[] => [
    words('board_column_earliest', name ?? ''),
    words('board_column_latest', name ?? ''),
  ];
  return [
    [
      order ?? '',
      words('board_column_link'),
      status ?? '',
      ...range(since),
      ...range(due),
      words('board_column_verdict'),
    ],
    ...rows.map((row): Field[] => [
      row.name,
      addressOf(store, row),
      nameOfStatus(row),
      instant(row.entered?.earliest),
      instant(row.entered?.latest),
      instant(row.due?.earliest),
      instant(row.due?.latest),
      verdictAt(row.due, now_ms),
    ]),
  ];
}
