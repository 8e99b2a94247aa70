// How an order's change stands: what the worker's view says, under what this page knows already of it. Pure; no words,
// no DOM.

import type { ChangeView, OrderView, ProblemView, StatusPairView } from '../protocol';

/** What this page knows beyond the view: a change just chosen, one just taken back, or a refusal just told. */
export interface Local {
  target: StatusPairView | null;
  /** With neither a change nor a problem: the change that the view has was taken back. */
  change: ChangeView | null;
  problem: ProblemView | null;
}

export interface Standing {
  /** `none`: no change, and nothing wrong that this page knows of; then the view's own state counts. */
  state: 'none' | 'pending' | 'failed';
  target: StatusPairView | null;
  change: ChangeView | null;
  problem: ProblemView | null;
}

const NOTHING: Standing = { state: 'none', target: null, change: null, problem: null };

export function standingOf(view: OrderView | null, local: Local | null): Standing {
  if (local?.problem) {
    return { state: 'failed', target: null, change: view?.change ?? null, problem: local.problem };
  }
  if (local) return local.change ? { ...local, state: 'pending' } : NOTHING;
  if (view === null) return NOTHING;
  const { state, target, change, problem } = view;
  return { state: state === 'pending' || state === 'failed' ? state : 'none', target, change, problem };
}

/** Whether the change has not left, so that it may be taken back by pressing its badge. */
export function isUndoable({ change }: Standing, now_ms: number): boolean {
  return change?.state === 'waiting' && change.until !== null && now_ms < change.until;
}

/** Clocks and messages differ by less: 5 s are not to be 6 for a moment. */
const SLACK_MS = 100;

/** Whole seconds until then, never less than one; and when that number changes, or at last is over. */
export function secondsUntil(until: number, now_ms: number): { seconds: number; changes_at: number } {
  const seconds = Math.max(1, Math.ceil((until - SLACK_MS - now_ms) / 1_000));
  return { seconds, changes_at: seconds === 1 ? until : until - SLACK_MS - (seconds - 1) * 1_000 };
}
