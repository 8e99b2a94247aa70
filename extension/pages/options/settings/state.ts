// What is known, typed and under way in the settings of one store, and how saved settings and typed ones meet.
// Pure: no DOM, no chrome.* calls.

import type { CatalogView, Holiday, Managed, ProblemView, Settings, SettingsView } from '../../../protocol';
import type { MessageName } from '../../shared/words';
import { DEFAULTS, type Draft, draftOf, type Faults, readDraft, sameDraft } from './draft';
import type { FileFault } from './file';
import type { IcsFault } from './ics/fault';
import type { IcsReading } from './ics/read';
import { withParts } from './managed';

/** A file that was chosen: what would come out of it, or why nothing can. */
export type Import = { file: string } & (
  | { kind: 'review'; reading: IcsReading; fresh: Holiday[] }
  | { kind: 'fault'; fault: IcsFault | null }
);

export interface SettingsState {
  readonly store: string;
  /** What is typed is compared with this. */
  saved: Settings;
  /** The settings that the organisation sets. */
  managed: readonly Managed[];
  draft: Draft;
  faults: Faults;
  /** A holiday that is being typed. */
  day: { date: string; name: string; fault: MessageName | null };
  imported: Import | null;
  /** What the settings as a whole were last taken from, or why they were not; null: nothing of the kind. */
  file: { kind: 'taken' | 'defaults' } | { kind: 'fault'; fault: FileFault } | null;
  saving: boolean;
  outcome: { kind: 'saved' } | { kind: 'failed'; problem: ProblemView } | null;
  /** Whether other settings were saved since this form was begun, by another tab. */
  isOvertaken: boolean;
  /** For which local time the preview is; empty: now. */
  previewedAt: string;
  catalog: CatalogView | undefined;
}

export const emptyDay = (): SettingsState['day'] => ({ date: '', name: '', fault: null });

export function stateOf(store: string, saved: SettingsView | null, guessedZone: string): SettingsState {
  const { managed, ...settings } = saved ?? { ...DEFAULTS, managed: [] };
  return {
    store,
    saved: settings,
    managed,
    draft: draftOf(settings, guessedZone),
    faults: {},
    day: emptyDay(),
    imported: null,
    file: null,
    saving: false,
    outcome: null,
    isOvertaken: false,
    previewedAt: '',
    catalog: undefined,
  };
}

/** Whether anything would be lost with the page. */
export const isChanged = (state: SettingsState, guessedZone: string): boolean =>
  state.day.date !== '' || !sameDraft(state.draft, draftOf(state.saved, guessedZone));

/**
 * Takes in settings that were saved, here or elsewhere. What was typed stays; a form that was not touched follows. What
 * the organisation sets, or has ceased to set, follows by itself: nobody has typed it.
 */
export function takeSaved(state: SettingsState, saved: SettingsView, guessedZone: string): void {
  const { managed, ...settings } = saved;
  const draft = draftOf(settings, guessedZone);
  const moved = new Set([...state.managed, ...managed]);
  const before = withParts(draftOf(state.saved, guessedZone), moved, draft);
  state.draft = withParts(state.draft, moved, draft);
  const isUntouched = sameDraft(state.draft, before);
  const isSame = sameDraft(state.draft, draft);
  const isNews = !sameDraft(draft, before);
  state.saved = settings;
  state.managed = managed;
  // A day that was being typed, or found in a file, has no list to go to any more.
  if (managed.includes('holidays')) Object.assign(state, { day: emptyDay(), imported: null });
  if (Object.keys(state.faults).length > 0 && moved.size > 0)
    state.faults = readDraft(state.draft).faults ?? {};
  if (isUntouched || isSame) {
    state.draft = draft;
    state.isOvertaken = false;
    if (isUntouched && isNews) state.faults = {};
  } else if (isNews && !state.saving) {
    state.isOvertaken = true;
  }
}
