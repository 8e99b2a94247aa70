// The options page: connects stores, shows what they are connected to, disconnects them.
// Holds the page's state and turns what a person does into commands.

import { html, nothing, render, type TemplateResult } from 'lit-html';
import { send } from '../shared/commands';
import { Connecting } from '../shared/connect/connecting';
import { helpTemplate } from '../shared/connect/help';
import { Diagnostics } from '../shared/diagnostics/diagnostics';
import { readHandle } from '../shared/handle';
import { counted } from '../shared/plural';
import { followViews, noViews, type Views } from '../shared/views';
import { nameDocument, words } from '../shared/words';
import { StoresChains } from './chains/chains';
import { type DisconnectState, disconnectTemplate } from './disconnect';
import { Find } from './find';
import { StoresJournals } from './journal/journal';
import { policyTemplate } from './policy';
import { refusalsTemplate } from './refusals';
import { StoresReplies } from './replies/replies';
import { StoresSettings } from './settings/settings';
import { Stored } from './stored/stored';
import { type StoresState, storesTemplate } from './stores';
import { headingId } from './waiting/section';
import { StoresWaiting } from './waiting/waiting';

const unfolded = new Set<string>();
let views: Views = noViews();
let asked: DisconnectState | null = null;
const connecting = new Connecting(paint, (store) => unfolded.add(store));
const settings = new StoresSettings(paint);
const waiting = new StoresWaiting(paint);
const journals = new StoresJournals(paint);
const finding = new Find(paint);
const replies = new StoresReplies(paint);
const chains = new StoresChains(paint);
const stored = new Stored(paint);
const diagnostics = new Diagnostics(paint);

const more: StoresState['more'] = (store, catalog) =>
  html`${replies.template(store, catalog)} ${chains.template(store, catalog, replies.viewOf(store))}`;

function paint(): void {
  render(
    html`
      <header>
        <img src="icons/icon-48.png" width="40" height="40" alt="" />
        <div class="title">
          <h1>${words('extension_name')}</h1>
          <p>${words('options_tagline')}</p>
        </div>
        ${views.stores.length > 0 ? finding.template() : nothing}
      </header>
      <main>
        ${connecting.template(askingTemplate())}
        <div class="beside">
          ${policyTemplate(views, (store) => ask(store, null))}
          ${storesTemplate({ views, unfolded, waiting: waiting.template, settings: settings.template, more, journal: journals.template }, { ask, replace: (view) => connecting.replace(view) })} ${helpTemplate()}
          ${stored.template(views.stores.map(({ store }) => store))} ${refusalsTemplate(views.refusals)} ${diagnosticsTemplate()}
        </div>
        ${settings.zonesTemplate()}
      </main>
      ${disconnectTemplate(asked, { confirm: disconnect, cancel: closeDialog, closed })}
    `,
    document.body,
  );
  finding.apply();
}

const diagnosticsTemplate = (): TemplateResult => html`
  <details>
    <summary>${words('diagnostics_heading')}</summary>
    ${diagnostics.template()}
  </details>
`;

/** Leads to the changes that wait for a word in the store that was just connected; they are asked further down. */
function askingTemplate(): TemplateResult | typeof nothing {
  const store = connecting.about;
  if (store === null || !views.stores.some((view) => view.store === store)) return nothing;
  const asking = views.changes.get(store)?.asks ?? 0;
  if (asking === 0) return nothing;
  const said = counted('waiting_word_one', 'waiting_word_other', asking);
  return html`<p><a href="#${headingId(store)}">${said}</a></p>`;
}

function find<T extends Element>(selector: string, type: new () => T): T {
  const found = document.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`the page has no ${selector}`);
  return found;
}

// --- disconnecting

const dialog = (): HTMLDialogElement => find('#disconnect', HTMLDialogElement);

function ask(store: string, staffName: string | null): void {
  asked = { store, staffName, busy: false, problem: null };
  paint();
  dialog().showModal();
}

function closeDialog(): void {
  dialog().close();
}

function closed(): void {
  asked = null;
  paint();
}

async function disconnect(): Promise<void> {
  if (asked === null || asked.busy) return;
  const { store, staffName } = asked;
  asked = { store, staffName, busy: true, problem: null };
  paint();
  const reply = await send({ disconnect: { store, staff_name: staffName } });
  // Meanwhile the dialog may have been closed, and opened for another store.
  const open = asked?.store === store && asked.staffName === staffName;
  if (!reply.ok && open) asked = { store, staffName, busy: false, problem: reply.problem };
  else if (!reply.ok) connecting.tell({ kind: 'failed', problem: reply.problem });
  else {
    const said =
      staffName === null
        ? words('options_disconnected', store)
        : words('options_account_disconnected', staffName, store);
    connecting.tell({ kind: 'done', store, said, notes: [] });
  }
  if (reply.ok && open) {
    closeDialog();
    // The button that opened the dialog goes with its store.
    find('#stores-heading', HTMLHeadingElement).focus();
  }
  paint();
}

// --- from the start

nameDocument('options_title');
paint();

const wanted = readHandle(new URLSearchParams(location.search).get('store') ?? '');
if (wanted.handle !== null) connecting.want(wanted.handle);

void settings.follow();
void replies.follow();
void followViews((read) => {
  views = read;
  connecting.follow(read);
  const stores = views.stores.map(({ store }) => store);
  settings.keepOnly(stores);
  waiting.keepOnly(stores);
  journals.keepOnly(stores);
  replies.keepOnly(stores);
  paint();
});
