// The options page: connects stores, shows what they are connected to, disconnects them.
// Holds the page's state and turns what a person does into commands. The key and the PIN are
// in their fields, and in one command.

import { html, nothing, render } from 'lit-html';
import type { ProblemView, StoreView } from '../../protocol';
import { send } from '../shared/commands';
import { readHandle } from '../shared/handle';
import { followViews, noViews, type Views } from '../shared/views';
import { nameDocument, words } from '../shared/words';
import { StoresChains } from './chains/chains';
import { type DisconnectState, disconnectTemplate } from './disconnect';
import { type FieldName, keyNeedsTrimming, readField } from './fields';
import { Find } from './find';
import { type FormState, formTemplate } from './form';
import { helpTemplate } from './help';
import { StoresJournals } from './journal/journal';
import { policyTemplate } from './policy';
import { refusalsTemplate } from './refusals';
import { StoresReplies } from './replies/replies';
import { StoresSettings } from './settings/settings';
import { Stored } from './stored/stored';
import { type StoresState, storesTemplate } from './stores';
import { StoresWaiting } from './waiting/waiting';

const FIELD_NAMES: readonly FieldName[] = ['store', 'key', 'name', 'pin'];

/** The field in which a problem that the worker found is to be mended. */
const FIELD_OF_PROBLEM: Partial<Record<string, FieldName>> = {
  'key-empty': 'key',
  'key-malformed': 'key',
  'key-rejected': 'key',
  'store-malformed': 'store',
  'store-not-allowed': 'store',
  'name-empty': 'name',
  'pin-too-short': 'pin',
};

const form: FormState = {
  busy: false,
  keyShown: false,
  faults: {},
  notes: {},
  outcome: null,
  allowed: null,
  pinRequired: false,
  replaces: null,
  isNameOffered: false,
};
const unfolded = new Set<string>();
let views: Views = noViews();
let asked: DisconnectState | null = null;
const settings = new StoresSettings(paint);
const waiting = new StoresWaiting(paint);
const journals = new StoresJournals(paint);
const finding = new Find(paint);
const replies = new StoresReplies(paint);
const chains = new StoresChains(paint);
const stored = new Stored(paint);

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
        ${formTemplate(form, asking(), { submit, edit, pasteKey, showKey })}
        <div class="beside">
          ${policyTemplate(views, (store) => ask(store, null))}
          ${storesTemplate({ views, unfolded, waiting: waiting.template, settings: settings.template, more, journal: journals.template }, { ask, replace })} ${helpTemplate()}
          ${stored.template(views.stores.map(({ store }) => store))} ${refusalsTemplate(views.refusals)}
        </div>
        ${settings.zonesTemplate()}
      </main>
      ${disconnectTemplate(asked, { confirm: disconnect, cancel: closeDialog, closed })}
    `,
    document.body,
  );
  finding.apply();
}

/** How many changes wait for a word in the store that was just connected. */
function asking(): number {
  const isConnected = (store: string): boolean => views.stores.some((view) => view.store === store);
  if (form.outcome?.kind !== 'done' || !isConnected(form.outcome.store)) return 0;
  return views.changes.get(form.outcome.store)?.asks ?? 0;
}

function find<T extends Element>(selector: string, type: new () => T): T {
  const found = document.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`the page has no ${selector}`);
  return found;
}

const input = (field: FieldName): HTMLInputElement => find(`#${field}`, HTMLInputElement);

// --- the form

// Fields are judged when the form is sent, and not when they are left: words that appear under a field move the
// button away from a pointer that is just pressing it.

/** What the field holds once put right, which the field then shows; null if something is wrong with it. */
function take(field: FieldName): string | null {
  const reading = readField[field](input(field).value);
  if (reading.value === null) {
    form.faults[field] = reading.fault;
    delete form.notes[field];
    return null;
  }
  if (reading.note) form.notes[field] = reading.note;
  input(field).value = reading.value;
  return reading.value;
}

function edit(field: FieldName): void {
  if (field === 'name') form.isNameOffered = false;
  if (field === 'store') offerName();
  delete form.faults[field];
  delete form.notes[field];
  paint();
}

/**
 * The name that the store's admin shows, until somebody types another; where a key is to be replaced, that of its owner.
 * It is the page's text, and so a suggestion: whoever connects confirms it.
 */
function offerName(): void {
  const { handle } = readHandle(input('store').value);
  const connected = views.stores.find(({ store }) => store === handle);
  form.replaces = connected?.staff_name ?? null;
  const name = input('name');
  if (name.value !== '' && !form.isNameOffered) return;
  const offered = (handle === null ? null : views.who.get(handle)) ?? connected?.staff_name ?? '';
  name.value = offered;
  form.isNameOffered = offered !== '';
}

/** Begins to replace a store's key: the same store and name, and room for the new key. */
function replace({ store, staff_name }: StoreView): void {
  if (form.busy) return;
  form.faults = {};
  form.notes = {};
  form.outcome = null;
  input('store').value = store;
  input('key').value = '';
  input('name').value = staff_name ?? '';
  form.isNameOffered = false;
  form.replaces = staff_name;
  paint();
  input('key').focus();
}

/** A one-line field drops line ends by itself, and silently: what is pasted is looked at before. */
function pasteKey(event: ClipboardEvent): void {
  const pasted = event.clipboardData?.getData('text/plain') ?? '';
  if (form.busy || !keyNeedsTrimming(pasted)) return;
  // After the input event, which clears the notes.
  setTimeout(() => {
    form.notes.key = { message: 'options_key_trimmed', values: [] };
    paint();
  });
}

function showKey(): void {
  form.keyShown = !form.keyShown;
  paint();
}

function submit(event: SubmitEvent): void {
  event.preventDefault();
  if (!form.busy) void connect();
}

async function connect(): Promise<void> {
  form.faults = {};
  form.outcome = null;
  form.keyShown = false;
  const store = take('store');
  const key = take('key');
  const staffName = take('name');
  const pin = take('pin');
  if (store === null || key === null || staffName === null || pin === null) {
    paint();
    const wrong = FIELD_NAMES.find((field) => form.faults[field]);
    if (wrong) input(wrong).focus();
    return;
  }
  form.busy = true;
  paint();
  const reply = await send({ connect: { store, key, staff_name: staffName, pin: pin === '' ? null : pin } });
  form.busy = false;
  if (reply.ok) connected(store, staffName);
  else refused(reply.problem);
  find('[role=status]', HTMLElement).scrollIntoView({ block: 'nearest' });
}

function connected(store: string, staffName: string): void {
  const notes = FIELD_NAMES.flatMap((field) => form.notes[field] ?? []);
  form.outcome = { kind: 'done', store, said: words('options_connected', store, staffName), notes };
  form.notes = {};
  input('store').value = '';
  input('key').value = '';
  input('pin').value = '';
  form.replaces = null;
  form.isNameOffered = false;
  unfolded.add(store);
  paint();
}

function refused(problem: ProblemView): void {
  form.outcome = { kind: 'failed', problem };
  paint();
  const field = FIELD_OF_PROBLEM[problem.code];
  if (field) input(field).select();
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
  else if (!reply.ok) form.outcome = { kind: 'failed', problem: reply.problem };
  else {
    const said =
      staffName === null
        ? words('options_disconnected', store)
        : words('options_account_disconnected', staffName, store);
    form.outcome = { kind: 'done', store, said, notes: [] };
  }
  if (reply.ok && open) {
    closeDialog();
    // The button that opened the dialog goes with its store.
    find('#stores-heading', HTMLHeadingElement).focus();
  }
  paint();
}

/** Where one store alone may be connected there is nothing to choose. */
function offerOnlyStore(): void {
  const [only, ...more] = form.allowed ?? [];
  const isConnected = views.stores.some(({ store }) => store === only);
  if (only !== undefined && more.length === 0 && !isConnected && input('store').value === '')
    input('store').value = only;
}

// --- from the start

nameDocument('options_title');
paint();

const wanted = readHandle(new URLSearchParams(location.search).get('store') ?? '');
if (wanted.handle !== null) input('store').value = wanted.handle;

void settings.follow();
void replies.follow();
void followViews((read) => {
  views = read;
  form.allowed = read.policy?.stores ?? null;
  form.pinRequired = read.policy?.pin_required ?? false;
  offerOnlyStore();
  const stores = views.stores.map(({ store }) => store);
  settings.keepOnly(stores);
  waiting.keepOnly(stores);
  journals.keepOnly(stores);
  if (!form.busy) offerName();
  replies.keepOnly(stores);
  paint();
});
