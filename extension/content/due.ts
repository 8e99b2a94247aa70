// What may be said of a due time at an instant, and when that changes by itself: the rule of src/due/verdict.rs, so that
// no page has to ask. Pure: `now_ms` is a value, by the service's clock. Knows no words, no DOM.

import type { Deadline, Verdict } from '../protocol';

export function verdictAt(due: Deadline | null, now_ms: number): Verdict {
  if (due === null) return 'none';
  if (now_ms >= due.latest) return 'overdue';
  if (now_ms >= due.earliest) return 'maybe-overdue';
  return now_ms >= leadBegins(due) ? 'due-soon' : 'ok';
}

/** When the verdict changes next by itself; null: never again. */
export function nextChangeAfter(due: Deadline | null, now_ms: number): number | null {
  if (due === null) return null;
  return [leadBegins(due), due.earliest, due.latest].find((at) => at > now_ms) ?? null;
}

const leadBegins = ({ earliest, lead_seconds }: Deadline): number => earliest - lead_seconds * 1_000;
