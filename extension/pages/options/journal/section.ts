// Paints a store's journal: what is looked for, the entries, whether it is whole, and the exports. Knows its state only, and
// tells what a person does. Names and sentences of the service are text nodes.

import { html, nothing, type TemplateResult } from 'lit-html';
import { outcomeWords, wantedWords } from '../../../content/past';
import type { JournalBreak, JournalCheck, JournalEntry, ProblemView } from '../../../protocol';
import { counted, number } from '../../shared/plural';
import { problemBanner } from '../../shared/problem';
import { dateAndTime, dateOf, type MessageName, words } from '../../shared/words';
import type { Outcome, Wanted } from './question';

export interface JournalState {
  store: string;
  isOpen: boolean;
  wanted: Wanted;
  /** The latest first; null: not read yet. */
  entries: JournalEntry[] | null;
  /** Where to go on; null: there are no more. */
  next: number | null;
  kept: number;
  busy: 'reading' | 'checking' | 'exporting' | null;
  check: JournalCheck | null;
  problem: ProblemView | null;
}

export interface JournalActions {
  toggle: (isOpen: boolean) => void;
  want: (wanted: Partial<Wanted>) => void;
  more: () => void;
  verify: () => void;
  download: (format: 'csv' | 'json') => void;
}

const OUTCOMES: readonly [Outcome, MessageName][] = [
  ['done', 'journal_done'],
  ['found-done', 'journal_found_done'],
  ['said-done', 'card_outcome_said_done'],
  ['refused', 'card_outcome_refused'],
  ['superseded', 'card_outcome_superseded'],
  ['undone', 'card_outcome_undone'],
  ['left', 'card_outcome_left'],
];

const FAULTS: Record<JournalBreak['fault'], MessageName> = {
  missing: 'journal_fault_missing',
  altered: 'journal_fault_altered',
  exchanged: 'journal_fault_exchanged',
  beyond: 'journal_fault_beyond',
  'head-missing': 'journal_fault_head_missing',
};

export const journalTemplate = (state: JournalState, actions: JournalActions): TemplateResult => html`
  <details
    class="journal"
    ?open=${state.isOpen}
    @toggle=${({ target }: Event) => target instanceof HTMLDetailsElement && actions.toggle(target.open)}
  >
    <summary>${words('journal_heading')}</summary>
    ${state.isOpen ? openTemplate(state, actions) : nothing}
  </details>
`;

function openTemplate(state: JournalState, actions: JournalActions): TemplateResult {
  return html`
    <p class="hint">${words('journal_note')}</p>
    ${fieldsTemplate(state, actions)}
    <p class="said" role="status">${saying(state)}</p>
    ${state.problem ? problemBanner(state.problem) : nothing}
    ${
      state.entries && state.entries.length > 0
        ? html`<ol class="entries" reversed>${state.entries.map((entry) => entryTemplate(state.store, entry))}</ol>`
        : nothing
    }
    ${
      state.next !== null && state.entries !== null
        ? html`<button type="button" class="quiet" aria-disabled=${state.busy ? 'true' : 'false'} @click=${actions.more}>
            ${words('journal_more')}
          </button>`
        : nothing
    }
    ${checkTemplate(state)}
    <div class="actions">
      <button type="button" class="quiet" aria-disabled=${state.busy ? 'true' : 'false'} @click=${actions.verify}>
        ${words('journal_verify')}
      </button>
      <button
        type="button"
        class="quiet"
        aria-disabled=${state.busy ? 'true' : 'false'}
        @click=${() => actions.download('csv')}
      >
        ${words('journal_csv')}
      </button>
      <button
        type="button"
        class="quiet"
        aria-disabled=${state.busy ? 'true' : 'false'}
        @click=${() => actions.download('json')}
      >
        ${words('journal_json')}
      </button>
    </div>
  `;
}

function fieldsTemplate({ store, wanted }: JournalState, actions: JournalActions): TemplateResult {
  const id = (field: string): string => `${store}-journal-${field}`;
  const value = ({ target }: Event): string =>
    target instanceof HTMLInputElement || target instanceof HTMLSelectElement ? target.value : '';
  return html`
    <search class="journal-fields">
      <div>
        <label for=${id('text')}>${words('journal_search')}</label>
        <input
          id=${id('text')}
          type="search"
          maxlength="200"
          autocomplete="off"
          placeholder=${words('journal_search_hint')}
          .value=${wanted.text}
          @input=${(event: Event) => actions.want({ text: value(event) })}
        />
      </div>
      <div>
        <label for=${id('outcome')}>${words('journal_outcome')}</label>
        <select
          id=${id('outcome')}
          @change=${(event: Event) =>
            actions.want({ outcome: OUTCOMES.find(([outcome]) => outcome === value(event))?.[0] ?? '' })}
        >
          <option value="" ?selected=${wanted.outcome === ''}>${words('journal_any')}</option>
          ${OUTCOMES.map(
            ([outcome, name]) =>
              html`<option value=${outcome} ?selected=${wanted.outcome === outcome}>${words(name)}</option>`,
          )}
        </select>
      </div>
      <div>
        <label for=${id('from')}>${words('journal_from')}</label>
        <input
          id=${id('from')}
          type="date"
          .value=${wanted.from}
          @change=${(event: Event) => actions.want({ from: value(event) })}
        />
      </div>
      <div>
        <label for=${id('to')}>${words('journal_to')}</label>
        <input
          id=${id('to')}
          type="date"
          .value=${wanted.to}
          @change=${(event: Event) => actions.want({ to: value(event) })}
        />
      </div>
    </search>
  `;
}

function entryTemplate(store: string, entry: JournalEntry): TemplateResult {
  const { order, name, staff, account, confirmed } = entry;
  const page = order.kind === 'order' ? 'orders' : 'draft_orders';
  const outcome = outcomeWords(entry);
  const who = staff ?? account;
  return html`
    <li value=${entry.seq}>
      <p>
        <a href="https://admin.shopify.com/store/${store}/${page}/${order.id}" target="_blank" dir="auto"
          >${name || order.id}</a
        >
        <bdi>${wantedWords(entry.wanted)}</bdi>
      </p>
      <p class="aside">
        <time datetime=${new Date(entry.at).toISOString()}>${dateAndTime(entry.at)}</time>
        ${who === null ? nothing : html`· <bdi>${who}</bdi>`}
        ${confirmed ? nothing : html`<span class="tag">${words('journal_not_confirmed')}</span>`}
        ${account !== null && staff !== null && account !== staff ? html`· ${words('journal_with_key_of', account)}` : nothing}
        ${entry.messages_sent === null ? nothing : html`· ${counted('journal_sent_one', 'journal_sent_other', entry.messages_sent)}`}
      </p>
      ${outcome === null ? nothing : html`<p class="aside">${outcome}</p>`}
    </li>
  `;
}

function checkTemplate({ check }: JournalState): TemplateResult | typeof nothing {
  if (check === null) return nothing;
  const { kept, since, seal, broken } = check;
  if (broken)
    return html`
      <div class="banner failed" role="alert">
        <p>${words('journal_broken', number(broken.seq), words(FAULTS[broken.fault]))}</p>
        <p class="aside">${words('journal_broken_advice')}</p>
      </div>
    `;
  return html`
    <div class="banner done" role="status">
      <p>
        ${
          since === null
            ? words('journal_whole_empty')
            : counted('journal_whole_one', 'journal_whole_other', kept, dateOf(since))
        }
      </p>
      <p class="aside">${words('journal_seal')} <code class="code">${seal}</code></p>
    </div>
  `;
}

function saying(state: JournalState): string {
  if (state.busy === 'reading') return words('journal_reading');
  if (state.busy === 'checking') return words('journal_checking');
  if (state.busy === 'exporting') return words('journal_exporting');
  if (state.entries === null) return '';
  if (state.kept === 0) return words('journal_empty');
  if (state.entries.length === 0)
    return words(state.next === null ? 'journal_none_found' : 'journal_none_found_yet');
  return words('journal_shown', number(state.entries.length), number(state.kept));
}
