// The journals of the connected stores: holds what is looked for and what was read, and turns what a person does into
// commands. Knows the worker's commands; how it looks is section.ts's.

import type { TemplateResult } from 'lit-html';
import type { JournalPage, ProblemView } from '../../../protocol';
import { send } from '../../shared/commands';
import { download } from '../../shared/download';
import { NOTHING_WANTED, questionOf, type Wanted } from './question';
import { asCsv, asJson, entryOf } from './records';
import { type JournalActions, type JournalState, journalTemplate } from './section';

const ROWS = 50;
/** The most that the worker gives at once. */
const EXPORTED_AT_ONCE = 1_000;
/** Typing has paused. */
const PAUSE_MS = 250;

export class StoresJournals {
  readonly #repaint: () => void;
  readonly #states = new Map<string, JournalState>();
  readonly #pauses = new Map<string, ReturnType<typeof setTimeout>>();
  /** By store, which reading is the latest: an answer to an earlier one comes too late. */
  readonly #latest = new Map<string, number>();

  /** `repaint` is called whenever something is to be painted anew. */
  constructor(repaint: () => void) {
    this.#repaint = repaint;
  }

  readonly template = (store: string): TemplateResult => {
    const state = this.#states.get(store) ?? stateOf(store);
    this.#states.set(store, state);
    return journalTemplate(state, this.#actions(state));
  };

  keepOnly(stores: string[]): void {
    for (const store of this.#states.keys()) if (!stores.includes(store)) this.#states.delete(store);
  }

  #actions(state: JournalState): JournalActions {
    return {
      toggle: (isOpen) => {
        if (state.isOpen === isOpen) return;
        state.isOpen = isOpen;
        this.#repaint();
        if (isOpen) void this.#read(state, false);
      },
      want: (wanted) => this.#want(state, wanted),
      more: () => {
        if (state.busy === null) void this.#read(state, true);
      },
      verify: () => {
        if (state.busy === null) void this.#verify(state);
      },
      download: (format) => {
        if (state.busy === null) void this.#download(state, format);
      },
    };
  }

  #want(state: JournalState, wanted: Partial<Wanted>): void {
    Object.assign(state.wanted, wanted);
    clearTimeout(this.#pauses.get(state.store));
    this.#pauses.set(
      state.store,
      setTimeout(() => void this.#read(state, false), PAUSE_MS),
    );
  }

  /** From the end, or on from what is shown. */
  async #read(state: JournalState, isMore: boolean): Promise<void> {
    const mine = (this.#latest.get(state.store) ?? 0) + 1;
    this.#latest.set(state.store, mine);
    state.busy = 'reading';
    this.#repaint();
    const page = await this.#ask(state.store, state.wanted, isMore ? state.next : null, ROWS);
    if (this.#latest.get(state.store) !== mine) return;
    state.busy = null;
    if ('code' in page) state.problem = page;
    else {
      state.problem = null;
      const entries = page.records.flatMap((record) => entryOf(record) ?? []);
      state.entries = isMore ? [...(state.entries ?? []), ...entries] : entries;
      state.next = page.next;
      state.kept = page.kept;
    }
    this.#repaint();
  }

  async #ask(
    store: string,
    wanted: Wanted,
    before: number | null,
    rows: number,
  ): Promise<JournalPage | ProblemView> {
    const reply = await send({ 'read-journal': questionOf(store, wanted, before, rows) });
    if (!reply.ok) return reply.problem;
    return reply.journal ?? { code: 'core-failed', detail: null };
  }

  async #verify(state: JournalState): Promise<void> {
    state.busy = 'checking';
    state.check = null;
    this.#repaint();
    const reply = await send({ 'verify-journal': { store: state.store } });
    state.busy = null;
    state.problem = reply.ok ? null : reply.problem;
    state.check = (reply.ok && reply.check) || null;
    this.#repaint();
  }

  /** All entries that are looked for, not only those that are shown. */
  async #download(state: JournalState, format: 'csv' | 'json'): Promise<void> {
    state.busy = 'exporting';
    state.problem = null;
    this.#repaint();
    const records: string[] = [];
    const wanted = { ...state.wanted };
    let before: number | null = null;
    do {
      const page: JournalPage | ProblemView = await this.#ask(state.store, wanted, before, EXPORTED_AT_ONCE);
      if ('code' in page) {
        state.problem = page;
        break;
      }
      records.push(...page.records);
      before = page.next;
    } while (before !== null);
    state.busy = null;
    this.#repaint();
    if (state.problem !== null) return;
    const [text, type] =
      format === 'csv' ? [asCsv(records), 'text/csv'] : [asJson(records), 'application/json'];
    const day = new Date().toISOString().slice(0, 10);
    download(`ucos-journal-${state.store}-${day}.${format}`, new Blob([text], { type }));
  }
}

const stateOf = (store: string): JournalState => ({
  store,
  isOpen: false,
  wanted: { ...NOTHING_WANTED },
  entries: null,
  next: null,
  kept: 0,
  busy: null,
  check: null,
  problem: null,
});
