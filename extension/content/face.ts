// What one badge shows, worked out from the order's view. Pure but for the words; no DOM, no host page, no clock.

import type { BadgeState, OrderView, ProblemView, StatusView, SubStatusView } from '../protocol';
import { type DueFace, dueFace, dueLines, type TimeText } from './due-face';
import { ageWords, capitalised, listWords, problemWords, word } from './words';

export interface Face {
  state: BadgeState;
  /** The text on the badge; empty while loading. */
  text: string;
  /** Beside the text: how much time is left, or how long it has been over. */
  time: TimeText | null;
  /** What assistive technology says; begins with the status's name. */
  name: string;
  /** The tooltip: what the badge has no room for, line by line. */
  title: string;
  /** Null: the neutral look. */
  colours: { paper: string; ink: string } | null;
  addons: string[];
  isStale: boolean;
  canOpen: boolean;
  /** When any of this changes with time alone, by the service's clock; the age of what is stale does not count. */
  changes_at: number | null;
}

/** What this page knows beyond the view: a change just chosen, or a refusal just told. */
export interface Local {
  target: { status: StatusView; sub_status: SubStatusView | null } | null;
  problem: ProblemView | null;
}

/** `now_ms` is by the service's clock; `zone` is the store's, null: this browser's. */
export function faceOf(
  view: OrderView | null,
  local: Local | null,
  now_ms: number,
  zone: string | null,
): Face {
  if (view === null && local === null) return loadingFace();
  const problem = local?.problem ?? view?.problem ?? null;
  // Where a change is under way, the due time is of the status that it leaves.
  const isDueShown = !local?.target && (view?.state === 'known' || view?.state === 'failed');
  const due = isDueShown ? dueFace(view, now_ms) : null;
  const state = stateOf(view, local, due);
  const target = local?.target ?? (state === 'pending' ? (view?.target ?? null) : null);
  const status = target ? target.status : (view?.status ?? null);
  const sub_status = target ? target.sub_status : (view?.sub_status ?? null);
  if (view?.state === 'loading' && status === null && problem === null) return loadingFace();

  const isUnknown = status === null && (view?.seen_at ?? null) === null;
  const text = isUnknown ? word('badge_unknown') : statusText(status, sub_status);
  const addons = view?.addons ?? [];
  const notes = [
    stateNote(state),
    addons.length > 0
      ? word('badge_addons', listWords(addons.map((addon) => statusText(addon.status, addon.sub_status))))
      : '',
    view?.stale && view.seen_at !== null ? word('time_last_known', ageWords(view.seen_at, now_ms)) : '',
  ].filter((note) => note !== '');
  const verdict = due?.words ? [due.words] : [];
  return {
    state,
    text,
    // The mark that explains the time is away while another is needed.
    time: state === due?.verdict ? due.time : null,
    name: [text, ...verdict, ...notes].join(', '),
    title: [
      text,
      ...verdict.map(capitalised),
      ...(view && isDueShown ? dueLines(view, zone) : []),
      ...notes,
      ...(problem ? [problemWords(problem), problem.detail ?? ''] : []),
    ]
      .join('\n')
      .trim(),
    colours: status && { paper: status.paper, ink: status.ink },
    addons: addons.map((addon) => addon.status.paper),
    isStale: view?.stale ?? false,
    canOpen: state !== 'pending' || problem !== null,
    changes_at: due?.changes_at ?? null,
  };
}

function stateOf(view: OrderView | null, local: Local | null, due: DueFace | null): BadgeState {
  if (local?.problem) return 'failed';
  if (local?.target) return 'pending';
  const state = view?.state ?? 'loading';
  return state === 'known' ? (due?.verdict ?? 'none') : state;
}

export function statusText(status: StatusView | null, sub_status: SubStatusView | null): string {
  if (status === null) return word('badge_no_status');
  return sub_status === null ? status.name : `${status.name} · ${sub_status.name}`;
}

function stateNote(state: BadgeState): string {
  switch (state) {
    case 'pending':
      return word('badge_pending');
    case 'failed':
      return word('badge_failed');
    default:
      return '';
  }
}

function loadingFace(): Face {
  const name = word('badge_loading');
  return {
    state: 'loading',
    text: '',
    time: null,
    name,
    title: name,
    colours: null,
    addons: [],
    isStale: false,
    canOpen: false,
    changes_at: null,
  };
}
