// Paints what is stored, by store and kind, with how much it is; what may be erased has a button, what may not says why.
// Knows views and words. A store's handle is text.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { ProblemView, StoredPart, StoredView } from '../../../protocol';
import { number } from '../../shared/plural';
import { problemBanner } from '../../shared/problem';
import { language, type MessageName, words } from '../../shared/words';

export interface StoredState {
  isOpen: boolean;
  busy: boolean;
  /** Null: not read yet. */
  stored: StoredView[] | null;
  /** What it takes on disk by the browser's word, in bytes; null: it does not say. */
  taken_bytes: number | null;
  /** What a person was asked about and has not answered. */
  asked: Asked | null;
  /** What was erased last. */
  erased: Asked | null;
  problem: ProblemView | null;
}

export interface Asked {
  store: string;
  part: StoredPart;
}

export interface StoredActions {
  toggle: (isOpen: boolean) => void;
  ask: (asked: Asked | null) => void;
  erase: (store: string, part: StoredPart) => void;
}

interface PartWords {
  name: MessageName;
  /** What erasing it means, or why it is not to be erased. */
  why: MessageName;
  isErasable: boolean;
}

/** In the sequence in which they are shown. */
const PARTS: Record<StoredPart, PartWords> = {
  orders: { name: 'stored_orders', why: 'stored_orders_effect', isErasable: true },
  figures: { name: 'stored_figures', why: 'stored_figures_effect', isErasable: true },
  answers: { name: 'stored_answers', why: 'stored_answers_effect', isErasable: true },
  journal: { name: 'stored_journal', why: 'stored_journal_effect', isErasable: true },
  settings: { name: 'stored_settings', why: 'stored_settings_effect', isErasable: true },
  changes: { name: 'stored_changes', why: 'stored_changes_why', isErasable: false },
  statuses: { name: 'stored_statuses', why: 'stored_statuses_why', isErasable: false },
  keys: { name: 'stored_keys', why: 'stored_keys_why', isErasable: false },
  browser: { name: 'stored_browser', why: 'stored_browser_why', isErasable: false },
};

const isPart = (name: string): name is StoredPart => name in PARTS;
const SEQUENCE = Object.keys(PARTS).filter(isPart);

/** "512 bytes", "3.4 kB", "1.2 MB". */
export function sizeWords(bytes: number): string {
  const [unit, size] = (
    [
      ['megabyte', 1e6],
      ['kilobyte', 1e3],
      ['byte', 1],
    ] as const
  ).find(([, size]) => bytes >= size) ?? ['byte', 1];
  return new Intl.NumberFormat(language(), {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: unit === 'byte' || bytes >= 10 * size ? 0 : 1,
  }).format(bytes / size);
}

const isSame = (asked: Asked | null, { store, part }: StoredView): boolean =>
  asked?.store === store && asked.part === part;

function askedTemplate(view: StoredView, { busy }: StoredState, actions: StoredActions): TemplateResult {
  const { store, part } = view;
  return html`
    <tr class="erasing">
      <td colspan="4">
        <p>${words(PARTS[part].why)}</p>
        <button
          type="button"
          class="danger small"
          aria-disabled=${busy ? 'true' : 'false'}
          @click=${() => actions.erase(store, part)}
        >
          ${words('stored_erase_now', words(PARTS[part].name))}
        </button>
        <button type="button" class="quiet small" @click=${() => actions.ask(null)}>${words('stored_keep')}</button>
      </td>
    </tr>
  `;
}

function rowTemplate(view: StoredView, state: StoredState, actions: StoredActions): TemplateResult {
  const { name, why, isErasable } = PARTS[view.part];
  const isAsked = isSame(state.asked, view);
  return html`
    <tr>
      <th scope="row">${words(name)}${isErasable ? nothing : html`<p class="hint">${words(why)}</p>`}</th>
      <td class="number">${number(view.records)}</td>
      <td class="number">${sizeWords(view.bytes)}</td>
      <td>
        ${
          isErasable
            ? html`<button
                type="button"
                class="quiet small"
                aria-expanded=${isAsked ? 'true' : 'false'}
                aria-label=${words('stored_erase_of', words(name), view.store)}
                @click=${() => actions.ask(isAsked ? null : { store: view.store, part: view.part })}
              >
                ${words('stored_erase')}
              </button>`
            : nothing
        }
      </td>
    </tr>
    ${isAsked ? askedTemplate(view, state, actions) : nothing}
  `;
}

function storeTemplate(
  store: string,
  isConnected: boolean,
  state: StoredState,
  actions: StoredActions,
): TemplateResult {
  const parts = (state.stored ?? []).filter((view) => view.store === store);
  const title = store === '' ? words('stored_no_store') : store;
  return html`
    <section>
      <h3 dir="auto">
        ${title} ${store === '' || isConnected ? nothing : html`<span class="aside">${words('stored_not_connected')}</span>`}
      </h3>
      <div class="scroll" role="region" tabindex="0" aria-label=${title}>
        <table>
          <thead>
            <tr>
              <th scope="col">${words('stored_column_kind')}</th>
              <th scope="col" class="number">${words('stored_column_records')}</th>
              <th scope="col" class="number">${words('stored_column_size')}</th>
              <td></td>
            </tr>
          </thead>
          <tbody>
            ${SEQUENCE.flatMap((part) => parts.filter((view) => view.part === part)).map((view) => rowTemplate(view, state, actions))}
          </tbody>
        </table>
      </div>
    </section>
  `;
}

/** Connected stores first, then those of which something is left, then what belongs to none. */
function storesIn(stored: StoredView[], connected: string[]): string[] {
  const all = new Set(stored.map(({ store }) => store));
  const place = (store: string): number => (store === '' ? 2 : connected.includes(store) ? 0 : 1);
  return [...all].toSorted((one, other) => place(one) - place(other) || (one < other ? -1 : 1));
}

export function storedTemplate(
  state: StoredState,
  connected: string[],
  actions: StoredActions,
): TemplateResult {
  const { stored, taken_bytes, erased, problem } = state;
  const toggle = ({ currentTarget }: Event): void => {
    if (currentTarget instanceof HTMLDetailsElement) actions.toggle(currentTarget.open);
  };
  const all = (stored ?? []).reduce((sum, { bytes }) => sum + bytes, 0);
  return html`
    <details class="stored" @toggle=${toggle}>
      <summary>${words('stored_heading')}</summary>
      <p class="hint">${words('stored_note')}</p>
      ${problem === null ? nothing : problemBanner(problem)}
      <p aria-live="polite">
        ${erased === null ? nothing : words('stored_erased', words(PARTS[erased.part].name), erased.store)}
      </p>
      ${
        stored === null
          ? nothing
          : html`
              <p>
                ${words('stored_total', sizeWords(all))}
                ${taken_bytes === null ? nothing : words('stored_taken', sizeWords(taken_bytes))}
              </p>
              ${storesIn(stored, connected).map((store) => storeTemplate(store, connected.includes(store), state, actions))}
            `
      }
    </details>
  `;
}
