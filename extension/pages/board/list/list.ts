// The orders behind the numbers: asks the worker for one page of them at a time, by filter and sequence.
// Holds what is asked and what came; the core filters, sorts and counts.

import type { BoardListView, ProblemView, Question, SortBy } from '../../../protocol';
import { readList } from '../figures';
import type { Wanted } from '../panels';

export const PAGE_ROWS = 50;

/** The most that the worker gives at once. */
const SAVED_ROWS = 500;

/** What the rows are: orders as they are, stays that ended, or replies. Each kind has columns of its own. */
export type RowKind = 'there' | 'left' | 'answers';

export const kindOf = ({ which }: Pick<Question, 'which'>): RowKind =>
  which === 'left' ? 'left' : which === 'answered' || which === 'repeated' ? 'answers' : 'there';

export class OrdersList {
  question: Question = {
    which: 'overdue',
    status: null,
    age_bin: null,
    from_day: null,
    to_day: null,
    sort: 'due',
    descending: false,
    offset: 0,
    rows: PAGE_ROWS,
  };
  answer: BoardListView | null = null;
  problem: ProblemView | null = null;
  isSaving = false;
  #store: string | null = null;
  #latest = 0;
  readonly #paint: () => void;

  constructor(paint: () => void) {
    this.#paint = paint;
  }

  /** Shows another store's orders, or the same anew. */
  async read(store: string): Promise<void> {
    if (this.#store !== store) this.answer = null;
    this.#store = store;
    this.#latest += 1;
    const mine = this.#latest;
    const { value, problem } = await readList(store, this.question);
    // What was asked later is what is wanted.
    if (mine !== this.#latest) return;
    this.problem = problem;
    if (value !== null) this.answer = value;
    // The last page has gone meanwhile.
    if (value !== null && value.rows.length === 0 && value.total > 0 && this.question.offset > 0) {
      this.question.offset = Math.floor((value.total - 1) / PAGE_ROWS) * PAGE_ROWS;
      await this.read(store);
      return;
    }
    this.#paint();
  }

  async want(wanted: Partial<Wanted>): Promise<void> {
    const next = { ...this.question, ...wanted, offset: 0 };
    const kind = kindOf(next);
    // Each kind is sorted by something else, those of the past by when that was.
    if (kind !== kindOf(this.question)) {
      next.sort = kind === 'there' ? 'due' : 'since';
      next.descending = kind !== 'there';
    }
    if (kind !== 'there') next.age_bin = null;
    if (kind !== 'answers') [next.from_day, next.to_day] = [null, null];
    this.question = next;
    await this.#again();
  }

  async sortBy(sort: SortBy): Promise<void> {
    const isSame = this.question.sort === sort;
    this.question = { ...this.question, sort, descending: isSame && !this.question.descending, offset: 0 };
    await this.#again();
  }

  async turn(pages: number): Promise<void> {
    this.question = { ...this.question, offset: Math.max(0, this.question.offset + pages * PAGE_ROWS) };
    await this.#again();
  }

  async #again(): Promise<void> {
    this.#paint();
    if (this.#store !== null) await this.read(this.#store);
  }

  /** Every order that is asked for, whatever the page. Null: it could not be read. */
  async all(): Promise<BoardListView['rows'] | null> {
    const store = this.#store;
    if (store === null || this.isSaving) return null;
    this.isSaving = true;
    this.#paint();
    const rows: BoardListView['rows'] = [];
    for (let total = 1; rows.length < total; ) {
      const { value, problem } = await readList(store, {
        ...this.question,
        offset: rows.length,
        rows: SAVED_ROWS,
      });
      this.problem = problem;
      if (value === null) break;
      rows.push(...value.rows);
      total = value.rows.length === 0 ? 0 : value.total;
    }
    this.isSaving = false;
    this.#paint();
    return this.problem === null ? rows : null;
  }
}
