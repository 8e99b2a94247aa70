// What may be said of an order's due time at an instant: the rule of src/due/verdict.rs, so that a badge flips at its
// instant without asking the worker. Knows neither clock nor DOM.

import type { Deadline, Verdict } from '../protocol';

export function verdictAt(due: Deadline | null, now_ms: number): Verdict {
  if (due === null) return 'none';
  if (now_ms >= due.latest) return 'overdue';
  if (now_ms >= due.earliest) return 'maybe-overdue';
  return now_ms >= due.earliest - due.lead_seconds * 1000 ? 'due-soon' : 'ok';
}
