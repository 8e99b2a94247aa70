// The toolbar popup: orders are found here, what the tab in front is about is told, and which stores this browser is
// connected to, as whom, what is wrong if something is, and what waits. Here an account is locked, unlocked or switched
// to. Knows views and the current tab's address.

import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { ChangesView, StoreView } from '../../protocol';
import { Diagnostics } from '../shared/diagnostics/diagnostics';
import { surveyOf } from '../shared/diagnostics/facts';
import { handleInAddress } from '../shared/handle';
import { counted } from '../shared/plural';
import { problemBanner } from '../shared/problem';
import { rotationWords } from '../shared/rotation';
import { followViews, noViews, type Views } from '../shared/views';
import { language, nameDocument, words } from '../shared/words';
import { Accounts, headingId } from './accounts';
import { Copying } from './copying';
import { Here, tabOf } from './here';
import type { Telling } from './order-line';
import { Search } from './search';

/** The tab in front. The host permission lets us read addresses of the admin, and no others. */
async function tabInFront(): Promise<chrome.tabs.Tab | null> {
  const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
  return tab ?? null;
}

/** In ms: how often a page without rows is looked at again, while it may still be loading. */
const LOOK_AGAIN = 1_000;

/** Says whether the tab's page lists orders in a markup in which no rows are found, until there are rows. */
async function followPage(id: number): Promise<void> {
  const page = await surveyOf(id);
  if (page === null || page.page !== 'list') return;
  const was = isUnknown;
  isUnknown = page.structure.length > 0;
  if (isUnknown !== was) paint();
  if (page.rows === 0) setTimeout(() => void followPage(id), LOOK_AGAIN);
}

const ordersTemplate = (store: string): TemplateResult => html`
  <a
    class="button quiet"
    href="https://admin.shopify.com/store/${store}/orders"
    target="_blank"
    aria-label=${words('popup_open_orders_of', store)}
    >${words('popup_open_orders')}</a
  >
`;

/** Changes that are not settled, and how many of them go on only with a person's word. */
function waitingTemplate(changes: ChangesView | undefined): TemplateResult | typeof nothing {
  if (changes === undefined) return nothing;
  const asking = changes.asks;
  const waiting = changes.waiting + changes.under_way + changes.blocked + asking;
  if (waiting === 0) return nothing;
  const wait = counted('popup_waiting_one', 'popup_waiting_other', waiting);
  if (asking === 0) return html`<p class="waits">${wait}</p>`;
  const said =
    asking === waiting
      ? counted('waiting_word_one', 'waiting_word_other', asking)
      : words('popup_waiting_and_asking', wait, counted('popup_asking_one', 'popup_asking_other', asking));
  return html`
    <p class="waits asks">
      ${said} <a href="options.html" target="_blank" @click=${openOptions}>${words('popup_decide')}</a>
    </p>
  `;
}

function standingTemplate(view: StoreView): TemplateResult {
  // That it is locked is said with the field that unlocks it.
  if (view.problem?.code === 'locked') return html`${accounts.activeTemplate(view)}`;
  return html`
    <div class="standing">
      ${view.problem === null ? html`<p class="well">${words('popup_connected')}</p>` : problemBanner(view.problem)}
      ${accounts.activeTemplate(view)}
    </div>
  `;
}

/** Only what somebody has to do something about. */
function keyTemplate({ key }: StoreView): TemplateResult | typeof nothing {
  const said = key && (rotationWords(key) ?? (key.messages_needlessly ? words('key_needlessly') : null));
  if (!said) return nothing;
  return html`
    <p class="waits asks">
      ${said} <a href="options.html" target="_blank" @click=${openOptions}>${words('popup_options')}</a>
    </p>
  `;
}

/** Below this, what nobody asks for is read less often. */
const LOW_PERCENT = 20;

function budgetTemplate({ day_left_percent: left }: StoreView): TemplateResult | typeof nothing {
  if (left === null) return nothing;
  const percent = new Intl.NumberFormat(language(), { style: 'percent' }).format(left / 100);
  if (left > LOW_PERCENT) return html`<p class="waits">${words('popup_requests_left', percent)}</p>`;
  return html`<p class="waits low">${words('popup_requests_low', percent)}</p>`;
}

const storeTemplate = (
  view: StoreView,
  changes: ChangesView | undefined,
  inTab: boolean,
): TemplateResult => html`
  <li class="store">
    <div class="store-head">
      <div>
        <h2 id=${headingId(view.store)} tabindex="-1">${view.store} ${inTab ? html`<span class="tag">${words('popup_this_tab')}</span>` : nothing}</h2>
        ${view.staff_name === null ? nothing : html`<p class="staff">${words('popup_staff', view.staff_name)}</p>`}
      </div>
      ${ordersTemplate(view.store)}
    </div>
    ${here.orderTemplate(view.store, telling(view.store), copying)} ${here.summaryTemplate(view.store)}
    ${standingTemplate(view)} ${waitingTemplate(changes)} ${keyTemplate(view)} ${budgetTemplate(view)}
    ${accounts.othersTemplate(view)}
  </li>
`;

/** The store of the tab in front comes first. */
function tabFirst(stores: StoreView[], tabStore: string | null): StoreView[] {
  const inTab = (view: StoreView): boolean => view.store === tabStore;
  return [...stores.filter(inTab), ...stores.filter((view) => !inTab(view))];
}

/** Where there is something to search with: what is locked has a field of its own. */
function searchTemplate({ stores }: Views, tabStore: string | null): TemplateResult | typeof nothing {
  const open = tabFirst(stores, tabStore).filter(({ problem }) => problem?.code !== 'locked');
  if (open.length === 0) return nothing;
  return search.template(
    open.map(({ store }) => store),
    telling,
  );
}

const telling = (store: string): Telling => here.telling(store, views.catalogs.get(store));

function storesTemplate(
  { stores, changes }: Views,
  tabStore: string | null,
): TemplateResult | typeof nothing {
  if (stores.length === 0) return nothing;
  const inTab = (view: StoreView): boolean => view.store === tabStore;
  const ordered = tabFirst(stores, tabStore);
  return html`<ul aria-label=${words('popup_stores')}>
    ${ordered.map((view) => storeTemplate(view, changes.get(view.store), inTab(view)))}
  </ul>`;
}

/** What is there to connect: the store in the tab, or any at all. */
function invitationTemplate(
  { stores: views, policy }: Views,
  tabStore: string | null,
): TemplateResult | typeof nothing {
  if (tabStore !== null && policy?.stores && !policy.stores.includes(tabStore))
    return html`<div class="invitation"><p>${words('popup_tab_not_allowed', tabStore)}</p></div>`;
  if (tabStore !== null && !views.some((view) => view.store === tabStore)) {
    return html`
      <div class="invitation">
        <p>${words('popup_tab_not_connected', tabStore)}</p>
        <a class="button primary" href="options.html?store=${tabStore}" target="_blank"
          >${words('popup_connect_this', tabStore)}</a
        >
      </div>
    `;
  }
  if (views.length > 0) return nothing;
  return html`
    <div class="invitation">
      <p>${words('popup_none')}</p>
      <a class="button primary" href="options.html" target="_blank" @click=${openOptions}
        >${words('popup_connect')}</a
      >
    </div>
  `;
}

/** Goes to the options page that is already open, if one is. */
function openOptions(event: Event): void {
  event.preventDefault();
  void chrome.runtime.openOptionsPage().then(() => window.close());
}

const popupTemplate = (views: Views, tabStore: string | null): TemplateResult => html`
  <header>
    <img src="icons/icon-32.png" width="20" height="20" alt="" />
    <h1>${words('extension_name')}</h1>
    ${views.stores.length > 0 ? html`<a href="board.html" target="_blank">${words('popup_board')}</a>` : nothing}
    <a href="options.html" target="_blank" @click=${openOptions}>${words('popup_options')}</a>
  </header>
  <main>
    ${isUnknown ? diagnostics.unknownPageTemplate() : nothing}
    ${searchTemplate(views, tabStore)} ${invitationTemplate(views, tabStore)} ${storesTemplate(views, tabStore)}
  </main>
  ${
    isUnknown
      ? nothing
      : html`<footer>
          <details>
            <summary>${words('popup_help')}</summary>
            ${diagnostics.template()}
          </details>
        </footer>`
  }
`;

const accounts = new Accounts(paint);
const copying = new Copying(paint);
const search = new Search(paint, copying);
const diagnostics = new Diagnostics(paint);
let isUnknown = false;
let views: Views = noViews();

let isOffered = false;

function paint(): void {
  render(popupTemplate(views, tabStore), document.body);
  // Whoever opens the popup of a locked account most often wants to unlock it, and else to find an order. Once: also where
  // that becomes known only after the first paint, and not to somebody who is at something else by then.
  const locked = isOffered ? null : document.querySelector<HTMLInputElement>('.locked + .unlock input');
  const field = isOffered ? null : (locked ?? document.querySelector<HTMLInputElement>('#search'));
  if (!field) return;
  isOffered = true;
  if (document.activeElement === document.body) field.focus();
}

nameDocument('popup_title');
const tab = await tabInFront();
const address = tab?.url ?? '';
const tabStore = handleInAddress(address);
const here = new Here(tabOf(address));
await followViews((read) => {
  views = read;
  paint();
});
await here.follow(() => views.stores.map(({ store }) => store), paint);
if (tab?.id !== undefined && tabOf(address).list !== null) await followPage(tab.id);
