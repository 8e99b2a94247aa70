// Paints the connected stores, each with its staff name, its problem, the changes that wait, its statuses in their
// colours, its settings and its journal.
// Knows views only. Names come from the service and are data: text nodes; colours go through the CSSOM.

import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { CatalogStatusView, CatalogView, StoreView } from '../../protocol';
import { problemBanner } from '../shared/problem';
import type { Views } from '../shared/views';
import { words } from '../shared/words';
import { keyTemplate } from './key/key';
import { type Section, sectionsOf } from './sections';

/** Asks whether to disconnect a store, or one of its staff accounts. */
type Disconnect = (store: string, staffName: string | null) => void;

export interface StoresState {
  views: Views;
  /** Handles of stores connected since the page was opened: their statuses are shown unasked. */
  unfolded: ReadonlySet<string>;
  /** Paints the changes of a store that wait. */
  waiting: (view: StoreView, views: Views) => TemplateResult;
  /** Paints its replies to customers, and its statuses beside the recommended chains. */
  more: (store: string, catalog: CatalogView | undefined) => TemplateResult;
  /** Paints what can be set for a store. */
  settings: (store: string, catalog: CatalogView | undefined) => TemplateResult;
  /** Paints what became of the changes of a store. */
  journal: (store: string) => TemplateResult;
}

export interface StoresActions {
  ask: Disconnect;
  replace: (view: StoreView) => void;
}

// `.style` forwards to cssText; a style attribute would be refused by our content security policy.
const statusTemplate = (status: CatalogStatusView): TemplateResult => html`
  <li>
    <span class="pill" dir="auto" .style=${`--paper: ${status.paper}; --ink: ${status.ink}`}>${status.name}</span>
    ${
      status.sub_statuses.length === 0
        ? nothing
        : html`<ul class="sub-statuses">
            ${status.sub_statuses.map((sub) => html`<li><bdi>${sub.name}</bdi></li>`)}
          </ul>`
    }
  </li>
`;

function headingOf(section: Section): string | null {
  if (section.heading === 'addon') return words('options_statuses_addon');
  if (section.heading === 'other') return words('options_statuses_other');
  return section.heading?.name ?? null;
}

function sectionTemplate(section: Section): TemplateResult {
  const heading = headingOf(section);
  return html`
    <div class="group">
      ${heading === null ? nothing : html`<h4><bdi>${heading}</bdi></h4>`}
      <ul class="statuses">
        ${section.statuses.map(statusTemplate)}
      </ul>
    </div>
  `;
}

function catalogTemplate(catalog: CatalogView | undefined, open: boolean): TemplateResult {
  if (catalog === undefined) return html`<p class="hint">${words('options_statuses_unread')}</p>`;
  if (catalog.statuses.length === 0) return html`<p class="hint">${words('options_statuses_none')}</p>`;
  return html`
    <details ?open=${open}>
      <summary>${words('options_statuses', String(catalog.statuses.length))}</summary>
      ${sectionsOf(catalog).map(sectionTemplate)}
    </details>
  `;
}

/** One account is told of beside the store's name; of several each can be disconnected. */
function accountsTemplate(
  { store, accounts }: StoreView,
  disconnect: Disconnect,
): TemplateResult | typeof nothing {
  if (accounts.length < 2) return nothing;
  return html`
    <ul class="accounts" aria-label=${words('options_accounts')}>
      ${accounts.map(({ staff_name, is_active, is_locked }) => {
        const said = [
          ...(is_active ? [words('options_account_active')] : []),
          ...(is_locked ? [words('options_account_locked')] : []),
        ];
        return html`
          <li>
            <span><bdi>${staff_name}</bdi> <span class="aside">${said.join(' · ')}</span></span>
            <button
              type="button"
              class="quiet"
              aria-label=${words('options_account_disconnect_of', staff_name, store)}
              @click=${() => disconnect(store, staff_name)}
            >
              ${words('options_disconnect')}
            </button>
          </li>
        `;
      })}
    </ul>
  `;
}

const storeTemplate = (view: StoreView, state: StoresState, actions: StoresActions): TemplateResult => html`
  <li class="card store">
    <div class="store-head">
      <div>
        <h3>${view.store}</h3>
        ${
          view.staff_name === null
            ? nothing
            : html`<p class="staff">${words('options_store_staff', view.staff_name)}</p>`
        }
      </div>
      <div class="actions">
        <a
          class="button quiet"
          href="https://admin.shopify.com/store/${view.store}/orders"
          aria-label=${words('options_open_orders_of', view.store)}
          >${words('options_open_orders')}</a
        >
        <button
          type="button"
          class="quiet"
          aria-label=${words('options_replace_of', view.store)}
          @click=${() => actions.replace(view)}
        >
          ${words('options_replace')}
        </button>
        <button
          type="button"
          class="quiet"
          aria-label=${words('options_disconnect_of', view.store)}
          @click=${() => actions.ask(view.store, null)}
        >
          ${words('options_disconnect')}
        </button>
      </div>
    </div>
    ${view.problem === null ? nothing : problemBanner(view.problem, view.problem_since)}
    ${accountsTemplate(view, actions.ask)}
    ${state.waiting(view, state.views)} ${keyTemplate(view)}
    ${catalogTemplate(state.views.catalogs.get(view.store), state.unfolded.has(view.store))}
    ${state.settings(view.store, state.views.catalogs.get(view.store))}
    ${state.more(view.store, state.views.catalogs.get(view.store))}
    ${state.journal(view.store)}
  </li>
`;

export const storesTemplate = (state: StoresState, actions: StoresActions): TemplateResult => html`
  <section class="stores" aria-labelledby="stores-heading">
    <h2 id="stores-heading" tabindex="-1">${words('options_stores_heading')}</h2>
    ${
      state.views.stores.length === 0
        ? html`<p class="empty">${words('options_stores_none')}</p>`
        : html`<ul class="store-list">
            ${repeat(
              state.views.stores,
              (view) => view.store,
              (view) => storeTemplate(view, state, actions),
            )}
          </ul>`
    }
  </section>
`;
