// What this browser knows of an order's past, as sentences. Pure but for the words and the nodes; no chrome.* calls.

import type { HistoryView } from '../../protocol';
import { dateWords } from '../times';
import { element } from '../ui/dom';
import { ageWords, problemWords, word } from '../words';
import { channelWords, countWords } from './model';

const OUTCOMES: Partial<Record<HistoryView['outcome'], string>> = {
  'said-done': 'card_outcome_said_done',
  refused: 'card_outcome_refused',
  superseded: 'card_outcome_superseded',
  undone: 'card_outcome_undone',
  left: 'card_outcome_left',
};

/** "Dispatched (was Packing) · Ada · 3 minutes ago", and what became of it where it was not simply made. */
export function historyItem(entry: HistoryView, now_ms: number, zone: string | null): HTMLElement {
  const { at, staff, outcome, problem } = entry;
  const when = element(
    'time',
    { datetime: new Date(at).toISOString(), title: dateWords(at, zone) },
    ageWords(at, now_ms),
  );
  const who = staff === null ? [] : [element('bdi', {}, staff), ' · '];
  const made = element('li', {}, element('bdi', { class: 'what' }, wantedWords(entry)), ' · ', ...who, when);
  const key = OUTCOMES[outcome];
  if (key !== undefined) {
    const why = problem?.detail ?? (problem && outcome === 'refused' ? problemWords(problem) : null);
    made.append(element('p', { class: 'quiet' }, why ? word('card_outcome_why', word(key), why) : word(key)));
  }
  return made;
}

/** What was wanted, in words. */
function wantedWords({ wanted: { from, to, items, channels, is_message } }: HistoryView): string {
  if (is_message) return word('card_history_message', channelWords(channels));
  if (items > 0) {
    const count = countWords('card_items', items);
    return to === null ? word('card_history_cleared', count) : word('card_history_items', count, to);
  }
  const target = to ?? word('badge_no_status');
  return from === null ? target : word('card_history_from', target, from);
}
