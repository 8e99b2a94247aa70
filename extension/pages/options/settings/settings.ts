// The settings of the connected stores: holds what is typed, and turns what a person does into state and commands.
// Knows the worker's command and the published settings; how it all looks is the templates'.

import { html, type TemplateResult } from 'lit-html';
import type { CatalogView, Settings, SettingsView } from '../../../protocol';
import { send } from '../../shared/commands';
import { download } from '../../shared/download';
import { ZONES_LIST } from './calendar';
import { DEFAULTS, type Draft, draftOf, faultOfDay, readDraft, sameDraft } from './draft';
import { loadEngine } from './engine';
import { asFile, MAX_FILE_BYTES, readFile } from './file';
import { cutName, inOrder, merge, newAmong } from './holidays';
import { IcsFault } from './ics/fault';
import { MAX_BYTES } from './ics/lines';
import { horizonOf, readIcs } from './ics/read';
import { withParts } from './managed';
import { panelTemplate, type SettingsActions } from './panel';
import { followSettings } from './saved';
import { emptyDay, isChanged, type SettingsState, stateOf, takeSaved } from './state';
import { guessedZone, zones } from './zones';

const GUESS = guessedZone();

export class StoresSettings {
  readonly #repaint: () => void;
  readonly #states = new Map<string, SettingsState>();
  readonly #saved = new Map<string, SettingsView>();
  #zones: string[] = [];

  /** `repaint` is called whenever something is to be painted anew. */
  constructor(repaint: () => void) {
    this.#repaint = repaint;
    addEventListener('beforeunload', (event) => {
      if ([...this.#states.values()].some((state) => isChanged(state, GUESS))) event.preventDefault();
    });
  }

  /** From now on what other tabs save is seen here. */
  follow(): Promise<void> {
    return followSettings((store, settings) => {
      if (settings === null) {
        this.#saved.delete(store);
        return;
      }
      this.#saved.set(store, settings);
      const state = this.#states.get(store);
      if (state) takeSaved(state, settings, GUESS);
      this.#repaint();
    });
  }

  /** The list that all zone fields choose from. */
  zonesTemplate(): TemplateResult {
    return html`<datalist id=${ZONES_LIST}>${this.#zones.map((zone) => html`<option value=${zone}></option>`)}</datalist>`;
  }

  readonly template = (store: string, catalog: CatalogView | undefined): TemplateResult => {
    const state = this.#states.get(store) ?? stateOf(store, this.#saved.get(store) ?? null, GUESS);
    this.#states.set(store, state);
    state.catalog = catalog;
    return panelTemplate(state, isChanged(state, GUESS), this.#actions(state));
  };

  /** A store that is no longer connected takes with it what was typed for it. */
  keepOnly(stores: string[]): void {
    for (const store of this.#states.keys()) if (!stores.includes(store)) this.#states.delete(store);
  }

  #actions(state: SettingsState): SettingsActions {
    return {
      opened: () => void this.#open(),
      edit: (change) => this.#edit(state, change),
      confirmZone: () => {
        this.#edit(state, { isZoneConfirmed: true });
        focus(`${state.store}-zone`);
      },
      typeDay: (change) => {
        state.day = { ...state.day, ...change, fault: null };
        this.#repaint();
      },
      addDay: () => {
        if (this.#addDay(state)) focus(`${state.store}-holiday`);
      },
      removeDay: (date) => this.#removeDay(state, date),
      removeAllDays: () => {
        this.#edit(state, { holidays: [] });
        focus(`${state.store}-holidays`);
      },
      importFile: (file) => void this.#import(state, file),
      takeImport: () => {
        if (state.imported?.kind !== 'review') return;
        const { holidays } = state.imported.reading;
        state.imported = null;
        this.#edit(state, { holidays: merge(state.draft.holidays, holidays) });
        focus(`${state.store}-holidays`);
      },
      dropImport: () => {
        state.imported = null;
        this.#repaint();
        focus(`${state.store}-import`);
      },
      exportSettings: () => {
        const day = new Date().toISOString().slice(0, 10);
        const blob = new Blob([asFile(state.saved)], { type: 'application/json' });
        download(`ucos-settings-${state.store}-${day}.json`, blob);
      },
      importSettings: (file) => void this.#takeFile(state, file),
      useDefaults: () => this.#take(state, DEFAULTS, 'defaults'),
      previewAt: (local) => {
        state.previewedAt = local;
        this.#repaint();
      },
      save: () => void this.#save(state),
      discard: () => {
        const { store, previewedAt } = state;
        Object.assign(state, {
          ...stateOf(store, { ...state.saved, managed: [...state.managed] }, GUESS),
          previewedAt,
          catalog: state.catalog,
        });
        this.#repaint();
        // The button that was pressed is gone.
        focus(`${store}-settings`);
      },
    };
  }

  async #open(): Promise<void> {
    if (this.#zones.length === 0) this.#zones = zones();
    this.#repaint();
    await loadEngine();
    this.#repaint();
  }

  #edit(state: SettingsState, change: Partial<Draft>): void {
    Object.assign(state.draft, change);
    state.outcome = null;
    state.file = null;
    // Faults are found when saving; from then on each goes when it is mended.
    if (Object.keys(state.faults).length > 0) state.faults = readDraft(state.draft).faults ?? {};
    this.#repaint();
  }

  #addDay(state: SettingsState): boolean {
    const { date, name } = state.day;
    const fault = faultOfDay(date, state.draft.holidays);
    if (fault !== null) {
      state.day.fault = fault;
      this.#repaint();
      focus(`${state.store}-holiday`);
      return false;
    }
    state.day = emptyDay();
    this.#edit(state, { holidays: inOrder([...state.draft.holidays, { date, name: cutName(name) }]) });
    return true;
  }

  #removeDay(state: SettingsState, date: string): void {
    const { holidays } = state.draft;
    const at = holidays.findIndex((day) => day.date === date);
    this.#edit(state, { holidays: holidays.filter((day) => day.date !== date) });
    // The focus stays where it was in the list, as far as there is a list.
    const buttons = document.getElementById(`${state.store}-holiday-list`)?.querySelectorAll('button') ?? [];
    const next = buttons[Math.min(at, buttons.length - 1)];
    if (next) next.focus();
    else focus(`${state.store}-holidays`);
  }

  async #import(state: SettingsState, file: File): Promise<void> {
    state.imported = await readHolidays(file, state.draft.holidays);
    this.#repaint();
    if (state.imported.kind === 'review') focus(`${state.store}-review`);
  }

  async #takeFile(state: SettingsState, file: File): Promise<void> {
    const read =
      file.size > MAX_FILE_BYTES
        ? 'too-large'
        : await file.text().then(readFile, () => 'unreadable' as const);
    if (typeof read === 'string') {
      state.file = { kind: 'fault', fault: read };
      this.#repaint();
    } else this.#take(state, read, 'taken');
  }

  /** Into the form, to be looked at: nothing is saved by it. What the organisation sets stays. */
  #take(state: SettingsState, settings: Settings, kind: 'taken' | 'defaults'): void {
    state.day = emptyDay();
    state.imported = null;
    this.#edit(state, withParts(draftOf(settings, GUESS), state.managed, state.draft));
    state.file = { kind };
    this.#repaint();
  }

  async #save(state: SettingsState): Promise<void> {
    if (state.saving || !isChanged(state, GUESS)) return;
    // A holiday that was typed and not added is meant.
    if (state.day.date !== '' && !this.#addDay(state)) return;
    const { settings, faults } = readDraft(state.draft);
    state.faults = faults ?? {};
    state.outcome = null;
    if (settings === null) {
      this.#repaint();
      focusFirstFault(state);
      return;
    }
    state.saving = true;
    this.#repaint();
    const sent = { ...state.draft };
    const reply = await send({ configure: { store: state.store, settings } });
    if (reply.ok) {
      state.outcome = { kind: 'saved' };
      state.isOvertaken = false;
      // What was saved is shown as it is kept: a zone by its own name, an hour and a half as 90 minutes.
      if (sameDraft(state.draft, sent)) state.draft = draftOf(settings, GUESS);
      takeSaved(state, { ...settings, managed: [...state.managed] }, GUESS);
    } else {
      state.outcome = { kind: 'failed', problem: reply.problem };
    }
    state.saving = false;
    this.#repaint();
  }
}

async function readHolidays(
  file: File,
  listed: Draft['holidays'],
): Promise<NonNullable<SettingsState['imported']>> {
  try {
    if (file.size > MAX_BYTES) throw new IcsFault('too-large');
    const reading = readIcs(new Uint8Array(await file.arrayBuffer()), horizonOf(new Date().getFullYear()));
    return { file: file.name, kind: 'review', reading, fresh: newAmong(reading.holidays, listed) };
  } catch (error) {
    // Anything else: the file has gone, or may not be read.
    return { file: file.name, kind: 'fault', fault: error instanceof IcsFault ? error : null };
  }
}

/** Moves the focus, to what may be folded away. */
function focus(id: string): void {
  const element = document.getElementById(id);
  for (let outer = element?.closest('details'); outer; outer = outer.parentElement?.closest('details'))
    outer.open = true;
  element?.focus();
}

function focusFirstFault({ store, faults }: SettingsState): void {
  const [first] = Object.keys(faults);
  if (first !== undefined) focus(`${store}-${first}`);
}
