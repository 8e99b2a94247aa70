// What one badge shows, worked out from the order's view. Pure but for the words; no DOM, no host page.

import type { BadgeState, OrderView, ProblemView, StatusView, SubStatusView } from '../protocol';
import { verdictAt } from './due';
import { ageWords, listWords, problemWords, word } from './words';

export interface Face {
  state: BadgeState;
  /** The text on the badge; empty while loading. */
  text: string;
  /** What assistive technology says; begins with the status's name. */
  name: string;
  /** The tooltip: what the badge has no room for, line by line. */
  title: string;
  /** Null: the neutral look. */
  colours: { paper: string; ink: string } | null;
  addons: string[];
  isStale: boolean;
  canOpen: boolean;
}

/** What this page knows beyond the view: a change just chosen, or a refusal just told. */
export interface Local {
  target: { status: StatusView; sub_status: SubStatusView | null } | null;
  problem: ProblemView | null;
}

export function faceOf(view: OrderView | null, local: Local | null, now_ms: number): Face {
  if (view === null && local === null) return loadingFace();
  const problem = local?.problem ?? view?.problem ?? null;
  const state = stateOf(view, local, now_ms);
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
  return {
    state,
    text,
    name: [text, ...notes].join(', '),
    title: [text, ...notes, ...(problem ? [problemWords(problem), problem.detail ?? ''] : [])]
      .join('\n')
      .trim(),
    colours: status && { paper: status.paper, ink: status.ink },
    addons: addons.map((addon) => addon.status.paper),
    isStale: view?.stale ?? false,
    canOpen: state !== 'pending' || problem !== null,
  };
}

function stateOf(view: OrderView | null, local: Local | null, now_ms: number): BadgeState {
  if (local?.problem) return 'failed';
  if (local?.target) return 'pending';
  const state = view?.state ?? 'loading';
  return state === 'known' ? verdictAt(view?.due ?? null, now_ms) : state;
}

export function statusText(status: StatusView | null, sub_status: SubStatusView | null): string {
  if (status === null) return word('badge_no_status');
  return sub_status === null ? status.name : `${status.name} · ${sub_status.name}`;
}

function stateNote(state: BadgeState): string {
  switch (state) {
    case 'due-soon':
      return word('badge_due_soon');
    case 'overdue':
      return word('badge_overdue');
    case 'maybe-overdue':
      return word('badge_maybe_overdue');
    case 'pending':
      return word('badge_pending');
    case 'failed':
      return word('badge_failed');
    case 'loading':
    case 'none':
    case 'ok':
      return '';
  }
}

function loadingFace(): Face {
  const name = word('badge_loading');
  return {
    state: 'loading',
    text: '',
    name,
    title: name,
    colours: null,
    addons: [],
    isStale: false,
    canOpen: false,
  };
}
