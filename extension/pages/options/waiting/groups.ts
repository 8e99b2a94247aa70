// Puts the changes that wait for a person's word under the question that each asks, and says which of them a press of
// a button is about. Pure: no DOM, no chrome.* calls, no words.

import type { ChangesView, Decision, ProblemView, RefusedView } from '../../../protocol';

/** What is asked: with whose key, whether UCOS has it already, or whether to try again. */
export type Question = 'key-replaced' | 'perhaps-made' | 'not-sent';

/** Changes of which the same is asked for the same reason. */
export interface Group {
  /** Tells it from the other groups of its store. */
  id: string;
  question: Question;
  problem: ProblemView;
  changes: RefusedView[];
}

/** What these were sent for may have come about; all others are known not to have left. */
const PERHAPS_MADE: readonly string[] = ['in-doubt', 'in-doubt-untold', 'message-in-doubt', 'not-made'];

function questionOf({ code }: ProblemView): Question {
  if (code === 'key-replaced') return 'key-replaced';
  return PERHAPS_MADE.includes(code) ? 'perhaps-made' : 'not-sent';
}

/** Names an order within its store. */
export const nameOf = ({ order }: RefusedView): string => `${order.kind}/${order.id}`;

export function groupsOf({ asking }: ChangesView): Group[] {
  const groups = new Map<string, Group>();
  for (const change of asking) {
    const { problem } = change;
    const id = `${problem.code} ${problem.detail ?? ''}`;
    const group = groups.get(id) ?? { id, question: questionOf(problem), problem, changes: [] };
    group.changes.push(change);
    groups.set(id, group);
  }
  const order: Question[] = ['key-replaced', 'perhaps-made', 'not-sent'];
  return [...groups.values()].sort((a, b) => order.indexOf(a.question) - order.indexOf(b.question));
}

/** What may be said of a group, the mildest last. */
export const decisionsFor = (question: Question): Decision[] =>
  question === 'perhaps-made' ? ['made', 'send', 'leave'] : ['send', 'leave'];

/** Those of a group that are ticked; with none ticked all of them. */
export function meant(group: Group, ticked: ReadonlySet<string>): RefusedView[] {
  const chosen = group.changes.filter((change) => ticked.has(nameOf(change)));
  return chosen.length > 0 ? chosen : group.changes;
}
