// What one badge shows, worked out from the order's view. Pure but for the words; no DOM, no host page, no clock.

import type { BadgeState, ChangeState, OrderView, StatusView, SubStatusView } from '../protocol';
import { changeFace } from './change-face';
import { type DueFace, dueFace, dueLines, type TimeText } from './due-face';
import { type Local, type Standing, standingOf } from './standing';
import { ageWords, capitalised, changeProblemWords, listWords, word } from './words';

export interface Face {
  state: BadgeState;
  /** How the change of it stands; null: there is none. */
  change: ChangeState | null;
  /** Whether the change is one of several orders, of which a bar tells how far they are. */
  isOfMany: boolean;
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
  /** What a press does; null: nothing. */
  press: 'open' | 'undo' | null;
  /** When any of this changes with time alone, by the service's clock; the age of what is stale does not count. */
  changes_at: number | null;
}

interface Known {
  face: Face;
  zone: string | null;
  isReadOnly: boolean;
  /** From when on it was so. */
  at_ms: number;
}

/** Of each view, which is another object as soon as anything in it is news, the face that was worked out last. */
const known = new WeakMap<OrderView, Known>();

/**
 * `now_ms` is by the service's clock; `zone` is the store's, null: this browser's. `isReadOnly`: nothing may be taken back
 * here.
 */
export function faceOf(
  view: OrderView | null,
  local: Local | null,
  now_ms: number,
  zone: string | null,
  isReadOnly = false,
): Face {
  // The age of what is stale, and the time of a change, go on from second to second.
  if (view === null || local !== null || view.stale || view.change !== null)
    return workOut(view, local, now_ms, zone, isReadOnly);
  const last = known.get(view);
  const isSame = last?.zone === zone && last.isReadOnly === isReadOnly;
  if (last && isSame && now_ms >= last.at_ms && now_ms < (last.face.changes_at ?? Number.POSITIVE_INFINITY))
    return last.face;
  const face = workOut(view, local, now_ms, zone, isReadOnly);
  known.set(view, { face, zone, isReadOnly, at_ms: now_ms });
  return face;
}

function workOut(
  view: OrderView | null,
  local: Local | null,
  now_ms: number,
  zone: string | null,
  isReadOnly: boolean,
): Face {
  if (view === null && local === null) return loadingFace();
  const standing = standingOf(view, local);
  const { problem } = standing;
  // Where the order is to go. What a person has to settle is not on its way: the order is where it was.
  const target = standing.state === 'pending' ? standing.target : null;
  // Where a change of the status is under way, the due time is of the status that it leaves.
  const isLeaving = standing.state === 'pending' && (standing.change?.kind ?? 'status') === 'status';
  const isDueShown = view !== null && view.state !== 'loading' && !isLeaving;
  const due = isDueShown ? dueFace(view, now_ms) : null;
  const state = stateOf(view, standing, due);
  const change = changeFace(standing, now_ms, zone, isReadOnly);
  const status = target ? target.status : (view?.status ?? null);
  const sub_status = target ? target.sub_status : (view?.sub_status ?? null);
  if (view?.state === 'loading' && status === null && problem === null) return loadingFace();

  const isUnknown = status === null && (view?.seen_at ?? null) === null;
  const text = isUnknown ? word('badge_unknown') : statusText(status, sub_status);
  const addons = view?.addons ?? [];
  const notes = [
    ...change.notes,
    addons.length > 0
      ? word('badge_addons', listWords(addons.map((addon) => statusText(addon.status, addon.sub_status))))
      : '',
    view?.stale && view.seen_at !== null ? word('time_last_known', ageWords(view.seen_at, now_ms)) : '',
  ].filter((note) => note !== '');
  const verdict = due?.words ? [due.words] : [];
  const name = [text, ...verdict, ...notes].join(', ');
  return {
    state,
    change: standing.change?.state ?? null,
    isOfMany: (standing.change?.batch ?? null) !== null,
    text,
    // The mark that explains the time is away while another is needed.
    time: change.time ?? (state === due?.verdict ? due.time : null),
    name: change.canUndo ? word('badge_name_undo', name) : name,
    title: [
      text,
      ...verdict.map(capitalised),
      ...(view && isDueShown ? dueLines(view, zone) : []),
      ...notes.map(capitalised),
      ...(problem ? [changeProblemWords(problem, standing.change), problem.detail ?? ''] : []),
      change.canUndo ? word('badge_press_undo') : '',
    ]
      .filter((line) => line !== '')
      .join('\n'),
    colours: status && { paper: status.paper, ink: status.ink },
    addons: addons.map((addon) => addon.status.paper),
    isStale: view?.stale ?? false,
    press: change.canUndo ? 'undo' : state !== 'pending' || problem !== null ? 'open' : null,
    changes_at: earliest(due?.changes_at ?? null, change.changes_at),
  };
}

function stateOf(view: OrderView | null, standing: Standing, due: DueFace | null): BadgeState {
  if (standing.state !== 'none') return standing.state;
  return view === null || view.state === 'loading' ? 'loading' : (due?.verdict ?? 'none');
}

export function statusText(status: StatusView | null, sub_status: SubStatusView | null): string {
  if (status === null) return word('badge_no_status');
  return sub_status === null ? status.name : `${status.name} · ${sub_status.name}`;
}

function earliest(...instants: (number | null)[]): number | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length > 0 ? Math.min(...known) : null;
}

function loadingFace(): Face {
  const name = word('badge_loading');
  return {
    state: 'loading',
    change: null,
    isOfMany: false,
    text: '',
    time: null,
    name,
    title: name,
    colours: null,
    addons: [],
    isStale: false,
    press: null,
    changes_at: null,
  };
}
