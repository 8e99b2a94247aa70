// The replies of the connected stores: holds what is typed, and turns what a person does into state and commands. The
// order of a preview is asked for once, and kept in this page alone.

import type { TemplateResult } from 'lit-html';
import { readListSettings, readOrderView } from '../../../content/view-shapes';
import type { CatalogView, RepliesView, ReplyLanguage } from '../../../protocol';
import { orderKey, settingsKey } from '../../../protocol';
import { send } from '../../shared/commands';
import { loadEngine } from '../settings/engine';
import { defaultOf } from './engine';
import { answerTo } from './preview';
import { followReplies } from './saved';
import { type RepliesActions, sectionTemplate } from './section';
import { orderIn, ownOf, type RepliesState, readDraft, stateOf, statusOf, takeSaved } from './state';

/** How many orders the preview suggests. */
const SUGGESTED = 30;

export class StoresReplies {
  readonly #repaint: () => void;
  readonly #states = new Map<string, RepliesState>();
  readonly #saved = new Map<string, RepliesView | null>();

  /** `repaint` is called whenever something is to be painted anew. */
  constructor(repaint: () => void) {
    this.#repaint = repaint;
    addEventListener('beforeunload', (event) => {
      if ([...this.#states.values()].some(isUnsaved)) event.preventDefault();
    });
  }

  /** From now on what other tabs save is seen here. */
  follow(): Promise<void> {
    return followReplies((store, saved) => {
      this.#saved.set(store, saved);
      const state = this.#states.get(store);
      if (state) takeSaved(state, saved);
      this.#repaint();
    });
  }

  /** What is set for a store; null: nothing is known of it. */
  viewOf(store: string): RepliesView | null {
    return this.#saved.get(store) ?? null;
  }

  readonly template = (store: string, catalog: CatalogView | undefined): TemplateResult => {
    let state = this.#states.get(store);
    if (!state) {
      state = stateOf(store);
      takeSaved(state, this.viewOf(store));
      this.#states.set(store, state);
    }
    state.catalog = catalog;
    return sectionTemplate(state, answerTo(state), this.#actions(state));
  };

  /** A store that is no longer connected takes with it what was typed for it. */
  keepOnly(stores: string[]): void {
    for (const store of this.#states.keys()) if (!stores.includes(store)) this.#states.delete(store);
  }

  #actions(state: RepliesState): RepliesActions {
    const { store } = state;
    return {
      opened: () => void this.#open(state),
      set: (change) => {
        state.draft = { ...state.draft, ...change };
        state.said = null;
        this.#repaint();
      },
      save: () => void this.#save(state),
      edit: (status, language) => this.#edit(state, status, language),
      type: (text) => this.#type(state, text),
      insert: (text) => this.#insert(state, text),
      keep: () => void this.#keep(state, state.editing?.text ?? null),
      reset: () => void this.#keep(state, null),
      close: () => {
        const status = state.editing?.status ?? '';
        state.editing = null;
        this.#repaint();
        document.getElementById(`${store}-edit-${status}`)?.focus();
      },
      wantOrder: (typed) => {
        state.wanted = typed;
        state.wantedFault = null;
        this.#repaint();
      },
      showOrder: () => void this.#showOrder(state),
    };
  }

  async #open(state: RepliesState): Promise<void> {
    const [known, zone] = await Promise.all([knownOrders(state.store), zoneOf(state.store), loadEngine()]);
    Object.assign(state, { known, zone });
    this.#repaint();
  }

  #edit(state: RepliesState, status: string, language: ReplyLanguage): void {
    const stage = statusOf(state, status)?.stage ?? null;
    const text = ownOf(state, status, language)?.text ?? defaultOf(stage, language) ?? '';
    const isOther = state.editing?.status !== status;
    state.editing = { status, language, text };
    state.said = null;
    state.problem = null;
    this.#repaint();
    if (isOther) document.getElementById(`${state.store}-template-heading`)?.focus();
  }

  #type(state: RepliesState, text: string): void {
    if (state.editing) state.editing = { ...state.editing, text };
    state.said = null;
    this.#repaint();
  }

  /** Where the caret is; the person goes on typing behind it. */
  #insert(state: RepliesState, text: string): void {
    const field = document.getElementById(`${state.store}-template`);
    if (!(field instanceof HTMLTextAreaElement)) return;
    field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
    field.focus();
    this.#type(state, field.value);
  }

  async #save(state: RepliesState): Promise<void> {
    const settings = readDraft(state.draft);
    if (settings === null) return;
    await this.#send(state, 'replies_saved', () =>
      send({ 'configure-replies': { store: state.store, settings } }),
    );
  }

  /** Null: the default counts again. */
  async #keep(state: RepliesState, text: string | null): Promise<void> {
    const { editing, store } = state;
    if (editing === null) return;
    const { status, language } = editing;
    const said = text === null ? 'replies_was_reset' : 'replies_saved_template';
    const isKept = await this.#send(state, said, () =>
      send({ 'keep-template': { store, status, language, text } }),
    );
    if (!isKept || text !== null || state.editing !== editing) return;
    const stage = statusOf(state, status)?.stage ?? null;
    state.editing = { ...editing, text: defaultOf(stage, language) ?? '' };
    this.#repaint();
  }

  async #showOrder(state: RepliesState): Promise<void> {
    const order = orderIn(state.wanted);
    if (order === null) {
      state.wantedFault = 'replies_preview_fault';
      this.#repaint();
      return;
    }
    const language = state.editing?.language ?? null;
    await this.#send(state, null, async () => {
      const reply = await send({ 'compose-reply': { store: state.store, order, language } });
      if (reply.ok) state.facts = reply.reply?.facts ?? null;
      return reply;
    });
  }

  /** One at a time. Whether the worker did it. */
  async #send(
    state: RepliesState,
    said: RepliesState['said'],
    act: () => ReturnType<typeof send>,
  ): Promise<boolean> {
    if (state.isBusy) return false;
    Object.assign(state, { isBusy: true, said: null, problem: null });
    this.#repaint();
    const reply = await act();
    state.isBusy = false;
    if (reply.ok) state.said = said;
    else state.problem = reply.problem;
    this.#repaint();
    return reply.ok;
  }
}

function isUnsaved(state: RepliesState): boolean {
  const { editing } = state;
  if (editing === null) return false;
  const stage = statusOf(state, editing.status)?.stage ?? null;
  const kept = ownOf(state, editing.status, editing.language)?.text ?? defaultOf(stage, editing.language);
  return kept !== null && kept !== editing.text;
}

/** Those that are published, with the name of their status: there are no names of orders in views. */
async function knownOrders(store: string): Promise<RepliesState['known']> {
  const prefix = orderKey(store, { kind: 'order', id: '' });
  const keys = (await chrome.storage.session.getKeys()).filter((key) => key.startsWith(prefix));
  const texts = await chrome.storage.session.get<Record<string, unknown>>(keys.slice(-SUGGESTED));
  return Object.values(texts).flatMap((text) => {
    const view = typeof text === 'string' ? readOrderView(text) : null;
    return view?.status ? [{ id: view.id, label: view.status.name }] : [];
  });
}

async function zoneOf(store: string): Promise<string | null> {
  const key = settingsKey(store);
  const text = (await chrome.storage.session.get<Record<string, unknown>>(key))[key];
  return typeof text === 'string' ? (readListSettings(text)?.zone ?? null) : null;
}
