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
import { type Wanted, weekWords } from '../panels';
import type { Week } from '../weeks';
import { kindOf, type OrdersList, PAGE_ROWS, type RowKind } from './list';

const ADMIN = 'https://admin.shopify.com/store';

export interface TableGiven {
  store: string;
  list: OrdersList;
  statuses: StatusFigures[];
  weeks: Week[];
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
  answered: 'board_which_answered',
  repeated: 'board_which_repeated',
};

const COLUMNS: Record<RowKind, [SortBy, MessageName][]> = {
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
  answers: [
    ['order', 'board_column_order'],
    ['status', 'board_column_status'],
    ['since', 'board_column_answered_at'],
    ['due', 'board_column_due'],
  ],
};

export const columnsOf = (question: Question): [SortBy, MessageName][] => COLUMNS[kindOf(question)];

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
  if (row.answered !== null && row.entered === null) return ['', ''];
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

/** The last two cells, by what the row is of. */
function cellsOf(row: BoardRowView, { zone, now_ms }: TableGiven): TemplateResult {
  if (row.left !== null)
    return html`<td>${instantWords(row.left.at, zone)}</td>
      <td>${lengthWords(row.left.seconds)}</td>`;
  const [said, at] = dueWords(row, now_ms, zone);
  return html`
    <td>${row.answered === null ? sinceWords(row, zone) : instantWords(row.answered, zone)}</td>
    <td>
      <span class="verdict ${verdictAt(row.due, now_ms)}">${said}</span> <span class="aside">${at}</span>
    </td>
  `;
}

/** An order that was answered may be one that is read no more. */
function statusWords(row: BoardRowView, status: StatusFigures | undefined): string {
  if (row.answered !== null && row.entered === null) return words('board_not_known');
  return status?.name ?? words(row.status === null ? 'board_status_none' : 'board_status_unknown');
}

function rowTemplate(given: TableGiven, row: BoardRowView): TemplateResult {
  const { store, statuses } = given;
  const status = statuses.find(({ id }) => id === row.status);
  const name = statusWords(row, status);
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
      ${cellsOf(row, given)}
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

/** The weeks in which replies were copied, the last first; a week is chosen by its first day. */
function weekTemplate({ list, weeks, filter }: TableGiven): TemplateResult {
  const any = '*';
  return choiceTemplate({
    label: 'board_week',
    chosen: list.question.from_day ?? any,
    options: [
      [any, words('board_every_week')],
      ...weeks.map((week): [string, string] => [week.from, weekWords(week)]).toReversed(),
    ],
    choose: (value) => {
      const week = weeks.find(({ from }) => from === value);
      filter({ from_day: week?.from ?? null, to_day: week?.to ?? null });
    },
  });
}

function filtersTemplate(given: TableGiven): TemplateResult {
  const { list, statuses, ages, filter } = given;
  const { which, status, age_bin } = list.question;
  const kind = kindOf(list.question);
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
    ${kind === 'answers' ? weekTemplate(given) : nothing}
    ${
      kind !== 'there'
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
  if (kindOf(list.question) === 'left')
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
  if (kindOf(list.question) === 'answers')
    return [
      [order ?? '', words('board_column_link'), status ?? '', since ?? '', words('board_column_verdict')],
      ...rows.map((row): Field[] => [
        row.name,
        addressOf(store, row),
        nameOfStatus(row),
        instant(row.answered ?? undefined),
        verdictAt(row.due, now_ms),
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
