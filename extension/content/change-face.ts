// What a badge says of the change of its order: the words, the countdown while it may be taken back, and when any of
// them changes by itself. Pure but for the words; no DOM, no clock.

import type { ChangeView } from '../protocol';
import type { TimeText } from './due-face';
import { isUndoable, type Standing, secondsUntil } from './standing';
import { clockWords, secondsWords } from './times';
import { channelWords, word } from './words';

export interface ChangeFace {
  /** After the status's name, each a part of a sentence. */
  notes: string[];
  /** Beside the status's name: that it may be taken back, and how long; null: nothing. */
  time: TimeText | null;
  canUndo: boolean;
  /** By the service's clock. */
  changes_at: number | null;
}

/** Steps in which the name tells the time left: one that changed every second would be read out every second. */
const NAME_STEP_SECONDS = 5;

export function changeFace(
  standing: Standing,
  now_ms: number,
  zone: string | null,
  isReadOnly = false,
): ChangeFace {
  const { state, target, change, problem } = standing;
  const idle = { time: null, canUndo: false, changes_at: null };
  if (change === null || state === 'none') {
    const note = { none: '', pending: word('badge_pending'), failed: word('badge_failed') }[state];
    return { ...idle, notes: [note] };
  }
  const what = change.kind === 'status' ? '' : word(`badge_kind_${change.kind}`);
  // What this page was just told comes before what the view says.
  if (state === 'failed') {
    const wanted = target?.status.name;
    const isKnown = problem !== null && change.state === 'asking' && wanted !== undefined;
    return { ...idle, notes: [word('badge_failed'), what, isKnown ? word('badge_asking', wanted) : ''] };
  }
  const at = change.until === null ? null : clockWords(change.until, zone);
  switch (change.state) {
    case 'waiting': {
      if (isReadOnly || change.until === null || !isUndoable(standing, now_ms)) break;
      const { seconds, changes_at } = secondsUntil(change.until, now_ms);
      const named = Math.ceil(seconds / NAME_STEP_SECONDS) * NAME_STEP_SECONDS;
      const left = secondsWords(seconds, 'narrow');
      return {
        notes: [what, word('badge_waiting', secondsWords(named, 'long')), effectWords(change)],
        time: { wide: word('badge_undo_wide', left), narrow: word('badge_undo_narrow', left) },
        canUndo: true,
        changes_at,
      };
    }
    case 'in-doubt':
      return { ...idle, notes: [what, word('badge_in_doubt'), at ? word('badge_read_back', at) : ''] };
    case 'blocked':
      return { ...idle, notes: [what, word('badge_blocked'), at ? word('badge_tried_again', at) : ''] };
  }
  return { ...idle, notes: [what, word('badge_pending')] };
}

/** Whom it reaches; what waits and messages nobody touches the Shopify order. */
export function effectWords({ kind, messages }: ChangeView): string {
  if (messages.length > 0) return word('badge_messages', channelWords(messages));
  return kind === 'status' ? word('badge_touches_order') : '';
}
