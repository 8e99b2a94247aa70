// What is known, typed and under way in the settings of one store, and how saved settings and typed ones meet.
// Pure: no DOM, no chrome.* calls.

import type { CatalogView, Holiday, ProblemView, Settings } from '../../../protocol';
import type { MessageName } from '../../shared/words';
import { DEFAULTS, type Draft, draftOf, type Faults, sameDraft } from './draft';
import type { IcsFault } from './ics/fault';
import type { IcsReading } from './ics/read';

/** A file that was chosen: what would come out of it, or why nothing can. */
export type Import = { file: string } & (
  | { kind: 'review'; reading: IcsReading; fresh: Holiday[] }
  | { kind: 'fault'; fault: IcsFault | null }
);

export interface SettingsState {
  readonly store: string;
  /** What is typed is compared with this. */
  saved: Settings;
  draft: Draft;
  faults: Faults;
  /** A holiday that is being typed. */
  day: { date: string; name: string; fault: MessageName | null };
  imported: Import | null;
  saving: boolean;
  outcome: { kind: 'saved' } | { kind: 'failed'; problem: ProblemView } | null;
  /** Whether other settings were saved since this form was begun, by another tab. */
  isOvertaken: boolean;
  /** For which local time the preview is; empty: now. */
  previewedAt: string;
  catalog: CatalogView | undefined;
}

export const emptyDay = (): SettingsState['day'] => ({ date: '', name: '', fault: null });

export function stateOf(store: string, saved: Settings | null, guessedZone: string): SettingsState {
  const settings = saved ?? DEFAULTS;
  return {
    store,
    saved: settings,
    draft: draftOf(settings, guessedZone),
    faults: {},
    day: emptyDay(),
    imported: null,
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

/** Takes in settings that were saved, here or elsewhere. What was typed stays; a form that was not touched follows. */
export function takeSaved(state: SettingsState, saved: Settings, guessedZone: string): void {
  const draft = draftOf(saved, guessedZone);
  const isUntouched = sameDraft(state.draft, draftOf(state.saved, guessedZone));
  const isSame = sameDraft(state.draft, draft);
  const isNews = !sameDraft(draft, draftOf(state.saved, guessedZone));
  state.saved = saved;
  if (isUntouched || isSame) {
    state.draft = draft;
    state.isOvertaken = false;
    if (isUntouched && isNews) state.faults = {};
  } else if (isNews && !state.saving) {
    state.isOvertaken = true;
  }
}
