// The form that connects a store, as pages use it: holds its state, reads its fields, and turns what a person does into
// the command. The key and the PIN are in their fields, and in one command. Knows the worker's command and the fields.

import type { TemplateResult } from 'lit-html';
import type { ProblemView, StoreView } from '../../../protocol';
import { send } from '../commands';
import { readHandle } from '../handle';
import { noViews, type Views } from '../views';
import { words } from '../words';
import { type FieldName, keyNeedsTrimming, readField } from './fields';
import { type FormState, formTemplate, type Outcome } from './form';

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

function find<T extends Element>(selector: string, type: new () => T): T {
  const found = document.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`the page has no ${selector}`);
  return found;
}

const input = (field: FieldName): HTMLInputElement => find(`#${field}`, HTMLInputElement);

export class Connecting {
  readonly #repaint: () => void;
  readonly #connected: (store: string) => void;
  #views: Views = noViews();
  readonly #form: FormState = {
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

  /** `repaint` is called whenever something is to be painted anew, `connected` when a store was. */
  constructor(repaint: () => void, connected: (store: string) => void) {
    this.#repaint = repaint;
    this.#connected = connected;
  }

  /** `more` says what a page adds to the good news. */
  template(more: unknown): TemplateResult {
    return formTemplate(this.#form, more, {
      submit: (event) => {
        event.preventDefault();
        if (!this.#form.busy) void this.#connect();
      },
      edit: (field) => this.#edit(field),
      pasteKey: (event) => this.#pasteKey(event),
      showKey: () => {
        this.#form.keyShown = !this.#form.keyShown;
        this.#repaint();
      },
    });
  }

  /** The store that was just connected, or that the last good news was about; null: there is none. */
  get about(): string | null {
    const { outcome } = this.#form;
    return outcome?.kind === 'done' ? outcome.store : null;
  }

  /** Says below the form what came of something else. */
  tell(outcome: Outcome): void {
    this.#form.outcome = outcome;
  }

  /** Takes what is known of the stores and of the organisation's policy. The form is painted already. */
  follow(views: Views): void {
    this.#views = views;
    this.#form.allowed = views.policy?.stores ?? null;
    this.#form.pinRequired = views.policy?.pin_required ?? false;
    this.#offerOnlyStore();
    if (!this.#form.busy) this.#offerName();
  }

  /** Fills in a store. */
  want(handle: string): void {
    input('store').value = handle;
  }

  /** Begins to replace a store's key: the same store and name, and room for the new key. */
  replace({ store, staff_name }: StoreView): void {
    if (this.#form.busy) return;
    this.#form.faults = {};
    this.#form.notes = {};
    this.#form.outcome = null;
    input('store').value = store;
    input('key').value = '';
    input('name').value = staff_name ?? '';
    this.#form.isNameOffered = false;
    this.#form.replaces = staff_name;
    this.#repaint();
    input('key').focus();
  }

  /** Where one store alone may be connected there is nothing to choose. */
  #offerOnlyStore(): void {
    const [only, ...more] = this.#form.allowed ?? [];
    const isConnected = this.#views.stores.some(({ store }) => store === only);
    if (only !== undefined && more.length === 0 && !isConnected && input('store').value === '')
      input('store').value = only;
  }

  /**
   * The name that the store's admin shows, until somebody types another; where a key is to be replaced, that of its
   * owner. It is the page's text, and so a suggestion: whoever connects confirms it.
   */
  #offerName(): void {
    const { handle } = readHandle(input('store').value);
    const connected = this.#views.stores.find(({ store }) => store === handle);
    this.#form.replaces = connected?.staff_name ?? null;
    const name = input('name');
    if (name.value !== '' && !this.#form.isNameOffered) return;
    const offered = (handle === null ? null : this.#views.who.get(handle)) ?? connected?.staff_name ?? '';
    name.value = offered;
    this.#form.isNameOffered = offered !== '';
  }

  // Fields are judged when the form is sent, and not when they are left: words that appear under a field move the
  // button away from a pointer that is just pressing it.

  /** What the field holds once put right, which the field then shows; null if something is wrong with it. */
  #take(field: FieldName): string | null {
    const { faults, notes } = this.#form;
    const reading = readField[field](input(field).value);
    if (reading.value === null) {
      faults[field] = reading.fault;
      delete notes[field];
      return null;
    }
    if (reading.note) notes[field] = reading.note;
    input(field).value = reading.value;
    return reading.value;
  }

  #edit(field: FieldName): void {
    if (field === 'name') this.#form.isNameOffered = false;
    if (field === 'store') this.#offerName();
    delete this.#form.faults[field];
    delete this.#form.notes[field];
    this.#repaint();
  }

  /** A one-line field drops line ends by itself, and silently: what is pasted is looked at before. */
  #pasteKey(event: ClipboardEvent): void {
    const pasted = event.clipboardData?.getData('text/plain') ?? '';
    if (this.#form.busy || !keyNeedsTrimming(pasted)) return;
    // After the input event, which clears the notes.
    setTimeout(() => {
      this.#form.notes.key = { message: 'options_key_trimmed', values: [] };
      this.#repaint();
    });
  }

  async #connect(): Promise<void> {
    const form = this.#form;
    form.faults = {};
    form.outcome = null;
    form.keyShown = false;
    const store = this.#take('store');
    const key = this.#take('key');
    const staffName = this.#take('name');
    const pin = this.#take('pin');
    if (store === null || key === null || staffName === null || pin === null) {
      this.#repaint();
      const wrong = FIELD_NAMES.find((field) => form.faults[field]);
      if (wrong) input(wrong).focus();
      return;
    }
    form.busy = true;
    this.#repaint();
    const reply = await send({
      connect: { store, key, staff_name: staffName, pin: pin === '' ? null : pin },
    });
    form.busy = false;
    if (reply.ok) this.#succeed(store, staffName);
    else this.#fail(reply.problem);
    find('[role=status]', HTMLElement).scrollIntoView({ block: 'nearest' });
  }

  #succeed(store: string, staffName: string): void {
    const form = this.#form;
    const notes = FIELD_NAMES.flatMap((field) => form.notes[field] ?? []);
    form.outcome = { kind: 'done', store, said: words('options_connected', store, staffName), notes };
    form.notes = {};
    input('store').value = '';
    input('key').value = '';
    input('pin').value = '';
    form.replaces = null;
    form.isNameOffered = false;
    this.#connected(store);
    this.#repaint();
  }

  #fail(problem: ProblemView): void {
    this.#form.outcome = { kind: 'failed', problem };
    this.#repaint();
    const field = FIELD_OF_PROBLEM[problem.code];
    if (field) input(field).select();
  }
}
