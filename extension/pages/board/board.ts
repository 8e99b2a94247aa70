// The managers' board: what is in each status, what is late, for how long, and how that changes. A page of its own and
// Chrome's side panel. Holds the page's state and turns what a person does into questions to the worker; the core counts.

import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { BoardView, ProblemView, Question, SortBy } from '../../protocol';
import { catalogKey, settingsKey, summaryKey } from '../../protocol';
import { csv } from '../shared/csv';
import { download } from '../shared/download';
import { number } from '../shared/plural';
import { problemBanner } from '../shared/problem';
import { followViews, noViews, type Views } from '../shared/views';
import { language, nameDocument, words } from '../shared/words';
import { hatchingsTemplate } from './charts/paint';
import { readBoard, type StatusFigures, statusesOf, sumOf } from './figures';
import { agoWords, instantWords } from './formats';
import { kindOf, OrdersList } from './list/list';
import { ordersTemplate, savedRows, type TableGiven } from './list/table';
import { type PanelActions, panelTemplate } from './panel';
import {
  agesPanel,
  ageWords,
  answersPanel,
  type Drawn,
  statusesPanel,
  staysPanel,
  trendPanel,
  type Wanted,
} from './panels';
import { keepPreferences, loadPreferences, NO_PREFERENCES } from './preferences';
import { firstDayOf, type Week, weeksOf } from './weeks';

/** However fast views change, the figures are asked for no more often. */
const BETWEEN_READINGS_MS = 2_000;

const WIDEST_CHART_PX = 640;

let views: Views = noViews();
let preferences = NO_PREFERENCES;
let store: string | null = null;
let board: BoardView | null = null;
let statuses: StatusFigures[] = [];
let problem: ProblemView | null = null;
/** When the figures came, by this page's clock. */
let cameAt = 0;
let agesOf: string | null = null;
let width = 480;
/** The window that the board can stand beside; null: it does so already. */
let beside: number | null = null;

const list = new OrdersList(paint);
/** Whether a person has said which orders to list; until then the most pressing that there are. */
let isListChosen = false;

/** The service's time now, as well as it is known. */
const now_ms = (): number => (board?.at ?? 0) + performance.now() - cameAt;

// --- painting

const weeks = (figures: BoardView): Week[] => weeksOf(figures.answers, firstDayOf(language()));

const tableGiven = (shown: string, figures: BoardView): TableGiven => ({
  store: shown,
  list,
  statuses,
  weeks: weeks(figures),
  zone: figures.zone,
  now_ms: now_ms(),
  ages: ageWords(figures.age_edges_hours),
  filter: (wanted) => {
    isListChosen = true;
    void list.want(wanted);
  },
  sort: (by) => void sort(by),
  turn: (pages) => void list.turn(pages),
  save: () => void save(),
});

const fileName = (name: string): string =>
  `ucos-${store}-${name}-${new Date(now_ms()).toISOString().slice(0, 10)}`;

const actions: PanelActions = {
  isFolded: (name) => preferences.folded.includes(name),
  fold: (name, isFolded) => {
    if (isFolded !== preferences.folded.includes(name)) prefer({ folded: toggled(preferences.folded, name) });
  },
  isTable: (name) => preferences.as_table.includes(name),
  showTable: (name) => prefer({ as_table: toggled(preferences.as_table, name) }),
  fileName,
};

const toggled = (names: string[], name: string): string[] =>
  names.includes(name) ? names.filter((one) => one !== name) : [...names, name];

function prefer(chosen: Partial<typeof preferences>): void {
  preferences = { ...preferences, ...chosen };
  keepPreferences(preferences);
  paint();
}

function headTemplate(): TemplateResult {
  return html`
    <header>
      <img src="icons/icon-48.png" width="32" height="32" alt="" />
      <h1>${words('board_heading')}</h1>
      ${
        views.stores.length > 1
          ? html`<label class="choice">
              ${words('board_store')}
              <select @change=${chooseStore}>
                ${views.stores.map((view) => html`<option .selected=${view.store === store}>${view.store}</option>`)}
              </select>
            </label>`
          : html`<p class="store-name">${store ?? nothing}</p>`
      }
      ${
        beside === null
          ? html`<a href="board.html" target="_blank">${words('board_open_tab')}</a>`
          : html`<button type="button" class="quiet small" @click=${openBeside}>${words('board_open_beside')}</button>`
      }
    </header>
  `;
}

function tilesTemplate({ cancelled }: BoardView): TemplateResult {
  const tile = (which: Wanted['which'], label: string, count: number): TemplateResult => html`
    <li>
      <button type="button" class="tile ${which}" @click=${() => lead({ which, status: null, age_bin: null })}>
        <span class="count">${number(count)}</span> ${label}
      </button>
    </li>
  `;
  const sum = (of: (status: StatusFigures) => number): number => sumOf(statuses, of);
  return html`
    <ul class="tiles">
      ${tile(
        'overdue',
        words('board_overdue'),
        sum(({ overdue }) => overdue),
      )}
      ${tile(
        'maybe-overdue',
        words('board_maybe_overdue'),
        sum(({ maybe_overdue }) => maybe_overdue),
      )}
      ${tile(
        'due-next',
        words('board_due_next'),
        sum(({ due_next }) => due_next),
      )}
      ${tile(
        'all',
        words('board_column_orders'),
        sum(({ orders }) => orders),
      )}
      ${cancelled === 0 ? nothing : tile('cancelled', words('board_cancelled'), cancelled)}
    </ul>
  `;
}

function ageOfFigures({ swept_at, at, zone }: BoardView): TemplateResult {
  const said =
    swept_at === null
      ? words('board_not_swept')
      : words('board_swept', agoWords((at - swept_at) / 1000), instantWords(at, zone));
  return html`<p class="note">${said}</p>`;
}

function boardTemplate(shown: string, figures: BoardView): TemplateResult {
  const drawn: Drawn = {
    board: figures,
    statuses,
    weeks: weeks(figures),
    width,
    agesOf,
    chooseAges,
    lead,
  };
  const panels = [statusesPanel, agesPanel, trendPanel, staysPanel, answersPanel].map((of) => of(drawn));
  return html`
    ${tilesTemplate(figures)} ${ageOfFigures(figures)}
    <div class="panels">${panels.map((panel) => panelTemplate(panel, actions))}</div>
    ${ordersTemplate(tableGiven(shown, figures))}
  `;
}

function bodyTemplate(): TemplateResult | typeof nothing {
  if (store === null)
    return html`
      <div class="empty">
        <p>${words('board_not_connected')}</p>
        <p><a class="button primary" href="options.html" target="_blank">${words('popup_connect')}</a></p>
      </div>
    `;
  if (board === null)
    return problem === null ? html`<p class="empty">${words('board_loading')}</p>` : nothing;
  return boardTemplate(store, board);
}

function paint(): void {
  render(
    html`
      ${headTemplate()}
      <main>${problem === null ? nothing : problemBanner(problem)} ${bodyTemplate()}</main>
      ${hatchingsTemplate()}
    `,
    document.body,
  );
}

// --- what a person does

function lead(wanted: Wanted): void {
  isListChosen = true;
  void list.want({ from_day: null, to_day: null, ...wanted });
  const heading = document.querySelector('#orders-heading');
  if (!(heading instanceof HTMLElement)) return;
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ block: 'start' });
}

async function sort(by: SortBy): Promise<void> {
  const done = list.sortBy(by);
  // How those are sorted that left or were answered is not what the rest are sorted by.
  if (kindOf(list.question) === 'there')
    prefer({ sort: list.question.sort, descending: list.question.descending });
  await done;
}

async function save(): Promise<void> {
  if (store === null || board === null) return;
  const given = tableGiven(store, board);
  const rows = await list.all();
  if (rows !== null)
    download(
      `${fileName('orders')}.csv`,
      new Blob([csv(savedRows(given, rows))], { type: 'text/csv;charset=utf-8' }),
    );
}

function chooseAges(status: string | null): void {
  agesOf = status;
  paint();
}

function chooseStore(event: Event): void {
  if (event.currentTarget instanceof HTMLSelectElement) show(event.currentTarget.value);
}

function show(chosen: string): void {
  if (chosen === store) return;
  store = chosen;
  board = null;
  agesOf = null;
  list.question = {
    ...list.question,
    status: null,
    age_bin: null,
    from_day: null,
    to_day: null,
    offset: 0,
  };
  prefer({ store: chosen });
  read(true);
}

/** At once: after anything else, the browser no longer counts it as the person's doing. */
function openBeside(): void {
  if (beside !== null) void chrome.sidePanel.open({ windowId: beside });
}

// --- reading

let isReading = false;
let isWanted = false;
let readAt = Number.NEGATIVE_INFINITY;
let waiting: ReturnType<typeof setTimeout> | undefined;

/** Reads figures and orders: at once, or, where it is only that something changed, not too often. */
function read(isUrgent = false): void {
  isWanted = true;
  if (isReading || document.visibilityState === 'hidden') return;
  clearTimeout(waiting);
  const pause_ms = isUrgent ? 0 : Math.max(0, readAt + BETWEEN_READINGS_MS - performance.now());
  waiting = setTimeout(() => void readAll(), pause_ms);
}

async function readAll(): Promise<void> {
  isReading = true;
  isWanted = false;
  const asked = store;
  if (asked !== null) await readOf(asked);
  isReading = false;
  readAt = performance.now();
  if (isWanted || asked !== store) read(asked !== store);
}

async function readOf(asked: string): Promise<void> {
  const answer = await readBoard(asked);
  if (asked !== store) return;
  problem = answer.problem;
  if (answer.value !== null) {
    board = answer.value;
    cameAt = performance.now();
    statuses = statusesOf(board, views.catalogs.get(asked));
  }
  if (!isListChosen) list.question.which = mostPressing();
  paint();
  await list.read(asked);
}

/** Overdue orders if there are any, else those that may be, else those that will be, else all. */
function mostPressing(): Question['which'] {
  if (statuses.some(({ overdue }) => overdue > 0)) return 'overdue';
  if (statuses.some(({ maybe_overdue }) => maybe_overdue > 0)) return 'maybe-overdue';
  return statuses.some(({ due_next }) => due_next > 0) ? 'due-next' : 'all';
}

/** What says that figures are others now. */
function isNews(key: string): boolean {
  if (store === null) return false;
  return (
    [summaryKey(store), catalogKey(store), settingsKey(store)].includes(key) ||
    key.startsWith(`order/${store}/`)
  );
}

function follow(read_: Views): void {
  views = read_;
  const stores = views.stores.map((view) => view.store);
  if (store !== null && !stores.includes(store)) {
    store = null;
    board = null;
  }
  const remembered = stores.find((one) => one === preferences.store);
  const first = store ?? remembered ?? stores[0];
  if (first !== undefined && first !== store) show(first);
  else if (store !== null && board !== null) statuses = statusesOf(board, views.catalogs.get(store));
  paint();
}

// --- from the start

nameDocument('board_title');

new ResizeObserver(([entry]) => {
  const panel = document.querySelector('.panel');
  const room = panel instanceof HTMLElement ? panel.clientWidth - 32 : (entry?.contentRect.width ?? 480) - 64;
  const fitting = Math.max(240, Math.min(WIDEST_CHART_PX, Math.floor(room)));
  if (fitting === width) return;
  width = fitting;
  paint();
}).observe(document.body);

const [tab, kept] = await Promise.all([chrome.tabs.getCurrent(), loadPreferences()]);
beside = tab?.windowId ?? null;
preferences = kept;
list.question.sort = isSort(kept.sort) ? kept.sort : 'due';
list.question.descending = kept.descending;

function isSort(name: string | null): name is SortBy {
  return name === 'order' || name === 'status' || name === 'since' || name === 'due';
}

chrome.storage.session.onChanged.addListener((changes) => {
  if (Object.keys(changes).some(isNews)) read();
});
document.addEventListener('visibilitychange', () => {
  if (isWanted) read();
});
void followViews(follow);
