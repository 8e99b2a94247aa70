// The parts of the board: orders by status, ages, overdue by day, time in status, replies by week. Each with its chart, its table and the
// ways from its numbers to the orders. Knows figures and words.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { BoardView, Question } from '../../protocol';
import { counted, number } from '../shared/plural';
import { words } from '../shared/words';
import { columnsScene, type Part } from './charts/columns';
import { statusesScene } from './charts/statuses';
import { trendScene } from './charts/trend';
import { type StatusFigures, sumOf } from './figures';
import { dayLong, dayShort, daysWords, edgeWords, lengthWords } from './formats';
import type { Cell, PanelParts } from './panel';
import type { Week } from './weeks';

/** Which orders a number leads to; days are of answers alone. */
export type Wanted = Pick<Question, 'which' | 'status' | 'age_bin'> &
  Partial<Pick<Question, 'from_day' | 'to_day'>>;

export interface Drawn {
  board: BoardView;
  statuses: StatusFigures[];
  weeks: Week[];
  /** The room of a chart, in px. */
  width: number;
  /** The status whose ages are shown, as filters name it; null: all of them. */
  agesOf: string | null;
  chooseAges: (status: string | null) => void;
  lead: (wanted: Wanted) => void;
}

/** A number that leads to its orders; nothing leads from zero. */
function numberCell(count: number, label: string, follow: () => void): Cell {
  const shown =
    count === 0
      ? number(0)
      : html`<button type="button" class="figure" aria-label=${label} @click=${follow}>${number(count)}</button>`;
  return { shown, saved: count };
}

const nameCell = ({ name, paper, ink }: StatusFigures): Cell => ({
  shown:
    paper === null
      ? name
      : html`<span class="pill" dir="auto" .style=${`--paper: ${paper}; --ink: ${ink}`}>${name}</span>`,
  saved: name,
});

const ordersWords = (count: number): string => counted('board_orders_one', 'board_orders_other', count);

export function statusesPanel({ statuses, width, lead }: Drawn): PanelParts {
  const shown = statuses.filter(({ orders }) => orders > 0);
  const label = (status: StatusFigures): string =>
    [
      words('board_of_status', status.name, ordersWords(status.orders)),
      ...(status.overdue > 0 ? [words('board_overdue_count', number(status.overdue))] : []),
      ...(status.maybe_overdue > 0 ? [words('board_maybe_count', number(status.maybe_overdue))] : []),
    ].join(', ');
  const to = (status: StatusFigures, which: Question['which']) => (): void =>
    lead({ which, status: status.filter, age_bin: null });
  const cell = (status: StatusFigures, count: number, which: Question['which'], said: string): Cell =>
    numberCell(count, words('board_of_status', status.name, said), to(status, which));
  return {
    name: 'statuses',
    heading: words('board_statuses'),
    note: null,
    choices: nothing,
    scene: statusesScene(shown, width, label, (status) => to(status, 'all')()),
    legend: [
      { ink: 'overdue', look: 'area', text: words('board_overdue') },
      { ink: 'maybe', look: 'hatched', text: words('board_maybe_overdue') },
      { ink: 'rest', look: 'area', text: words('board_not_overdue') },
    ],
    columns: [
      { heading: words('board_column_status'), isNumber: false },
      { heading: words('board_column_orders'), isNumber: true },
      { heading: words('board_overdue'), isNumber: true },
      { heading: words('board_maybe_overdue'), isNumber: true },
      { heading: words('board_due_next'), isNumber: true },
    ],
    rows: shown.map((status) => [
      nameCell(status),
      cell(status, status.orders, 'all', ordersWords(status.orders)),
      cell(status, status.overdue, 'overdue', words('board_overdue_count', number(status.overdue))),
      cell(
        status,
        status.maybe_overdue,
        'maybe-overdue',
        words('board_maybe_count', number(status.maybe_overdue)),
      ),
      cell(status, status.due_next, 'due-next', words('board_due_next_count', number(status.due_next))),
    ]),
    empty: shown.length === 0 ? words('board_no_orders') : null,
  };
}

/** The bins of ages in words: "less than 4 hours", "1 day to 2 days", "90 days or more". */
export const ageWords = (edges: number[]): string[] =>
  Array.from({ length: edges.length + 1 }, (_, bin) => {
    const [from, to] = [edges[bin - 1], edges[bin]];
    if (from === undefined) return words('board_age_below', edgeWords(to ?? 0, 'long'));
    if (to === undefined) return words('board_age_from', edgeWords(from, 'long'));
    return words('board_age_between', edgeWords(from, 'long'), edgeWords(to, 'long'));
  });

function agesChoice({ statuses, agesOf, chooseAges }: Drawn): TemplateResult {
  const change = (event: Event): void => {
    if (event.currentTarget instanceof HTMLSelectElement)
      chooseAges(event.currentTarget.value === '*' ? null : event.currentTarget.value);
  };
  return html`
    <label class="choice">
      ${words('board_column_status')}
      <select @change=${change}>
        <option value="*" .selected=${agesOf === null}>${words('board_every_status')}</option>
        ${statuses
          .filter(({ orders }) => orders > 0)
          .map(
            ({ filter, name }) =>
              html`<option value=${filter} .selected=${agesOf === filter}>${name}</option>`,
          )}
      </select>
    </label>
  `;
}

export function agesPanel(drawn: Drawn): PanelParts {
  const { board, statuses, width, agesOf, lead } = drawn;
  const edges = board.age_edges_hours;
  const chosen = statuses.filter(({ filter }) => agesOf === null || filter === agesOf);
  const sums = (of: (status: StatusFigures) => number[]): number[] =>
    Array.from({ length: edges.length + 1 }, (_, bin) => sumOf(chosen, (status) => of(status)[bin] ?? 0));
  const known = sums((status) => status.known);
  const atLeast = sums((status) => status.at_least);
  const named = ageWords(edges);
  const label = (bin: number): string => {
    const both = (known[bin] ?? 0) + (atLeast[bin] ?? 0);
    const said = words('board_of_status', named[bin] ?? '', ordersWords(both));
    return (atLeast[bin] ?? 0) === 0
      ? said
      : [said, words('board_at_least_count', number(atLeast[bin] ?? 0))].join(', ');
  };
  const follow = (bin: number): void => lead({ which: 'all', status: agesOf, age_bin: bin });
  const bins = named.map(
    (_, bin): Part => ({
      below: bin === 0 ? number(0) : edgeWords(edges[bin - 1] ?? 0, 'narrow'),
      solid: known[bin] ?? 0,
      hatched: atLeast[bin] ?? 0,
      label: label(bin),
    }),
  );
  return {
    name: 'ages',
    heading: words('board_ages'),
    note: atLeast.some((count) => count > 0) ? words('board_ages_note') : null,
    choices: agesChoice(drawn),
    scene: columnsScene(bins, 'edges', width, follow),
    legend: [
      { ink: 'rest', look: 'area', text: words('board_age_known') },
      { ink: 'rest', look: 'hatched', text: words('board_age_at_least') },
    ],
    columns: [
      { heading: words('board_column_age'), isNumber: false },
      { heading: words('board_column_orders'), isNumber: true },
      { heading: words('board_age_known'), isNumber: true },
      { heading: words('board_age_at_least'), isNumber: true },
    ],
    rows: bins.map((bin, at) => [
      { shown: named[at], saved: named[at] ?? '' },
      numberCell(bin.solid + bin.hatched, bin.label, () => follow(at)),
      { shown: number(bin.solid), saved: bin.solid },
      { shown: number(bin.hatched), saved: bin.hatched },
    ]),
    empty: sumOf(statuses, ({ orders }) => orders) === 0 ? words('board_no_orders') : null,
  };
}

export function trendPanel({ board, width }: Drawn): PanelParts {
  const { trend } = board;
  return {
    name: 'trend',
    heading: words('board_trend'),
    note: words('board_trend_note'),
    choices: nothing,
    scene: trendScene(trend, width),
    legend: [
      { ink: 'overdue', look: 'solid', text: words('board_overdue') },
      { ink: 'maybe', look: 'dashed', text: words('board_overdue_or_maybe') },
    ],
    columns: [
      { heading: words('board_column_day'), isNumber: false },
      { heading: words('board_overdue'), isNumber: true },
      { heading: words('board_maybe_overdue'), isNumber: true },
    ],
    rows: trend
      .map(({ date, overdue, maybe_overdue }): Cell[] => [
        { shown: dayLong(date), saved: date },
        { shown: number(overdue), saved: overdue },
        { shown: number(maybe_overdue), saved: maybe_overdue },
      ])
      .toReversed(),
    empty: trend.length === 0 ? words('board_trend_empty') : null,
  };
}

export function staysPanel({ statuses, lead }: Drawn): PanelParts {
  const left = statuses.filter((status) => status.left > 0 || status.too_wide > 0);
  const length = (seconds: number | null): Cell => ({
    shown: seconds === null ? words('board_not_known') : lengthWords(seconds),
    saved: seconds,
  });
  return {
    name: 'stays',
    heading: words('board_stays'),
    note: words('board_stays_note'),
    choices: nothing,
    scene: null,
    legend: [],
    isTableOnly: true,
    columns: [
      { heading: words('board_column_status'), isNumber: false },
      { heading: words('board_column_median'), isNumber: true },
      { heading: words('board_column_ninth'), isNumber: true },
      { heading: words('board_column_observed'), isNumber: true },
      { heading: words('board_column_too_wide'), isNumber: true },
    ],
    rows: left.map((status) => [
      nameCell(status),
      length(status.median_seconds),
      length(status.ninth_seconds),
      numberCell(
        status.left,
        words('board_of_status', status.name, counted('board_left_one', 'board_left_other', status.left)),
        () => lead({ which: 'left', status: status.filter, age_bin: null }),
      ),
      { shown: number(status.too_wide), saved: status.too_wide },
    ]),
    empty: left.length === 0 ? words('board_stays_empty') : null,
  };
}

/** A week in words: "9 – 15 Mar 2026". */
export const weekWords = ({ from, to }: Week): string => daysWords(Date.parse(from), Date.parse(to));

export function answersPanel({ weeks, width, lead }: Drawn): PanelParts {
  const replies = (count: number): string => counted('board_replies_one', 'board_replies_other', count);
  const again = (count: number): string => words('board_again_count', number(count));
  const label = (week: Week): string =>
    [
      words('board_of_status', weekWords(week), replies(week.answers)),
      ...(week.repeats > 0 ? [again(week.repeats)] : []),
    ].join(', ');
  const follow = (week: Week | undefined, which: 'answered' | 'repeated'): void => {
    if (week !== undefined)
      lead({ which, status: null, age_bin: null, from_day: week.from, to_day: week.to });
  };
  const parts = weeks.map(
    (week): Part => ({
      below: dayShort(Date.parse(week.from)),
      solid: week.answers - week.repeats,
      hatched: week.repeats,
      label: label(week),
    }),
  );
  return {
    name: 'answers',
    heading: words('board_answers'),
    note: words('board_answers_note'),
    choices: nothing,
    scene: columnsScene(parts, 'columns', width, (place) => follow(weeks[place], 'answered')),
    legend: [
      { ink: 'rest', look: 'area', text: words('board_replies_first') },
      { ink: 'rest', look: 'hatched', text: words('board_replies_again') },
    ],
    columns: [
      { heading: words('board_week'), isNumber: false },
      { heading: words('board_column_replies'), isNumber: true },
      { heading: words('board_replies_again'), isNumber: true },
    ],
    rows: weeks
      .map((week): Cell[] => [
        { shown: weekWords(week), saved: week.from },
        numberCell(week.answers, label(week), () => follow(week, 'answered')),
        numberCell(week.repeats, words('board_of_status', weekWords(week), again(week.repeats)), () =>
          follow(week, 'repeated'),
        ),
      ])
      .toReversed(),
    empty: weeks.length === 0 ? words('board_answers_empty') : null,
  };
}
