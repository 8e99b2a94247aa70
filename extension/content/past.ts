// What was wanted of an order and what became of it, in words. Pure but for the words; no chrome.* calls, no DOM.

import type { HistoryView } from '../protocol';
import { channelWords, numberWords, problemWords, word } from './words';

const OUTCOMES: Partial<Record<HistoryView['outcome'], string>> = {
  'said-done': 'card_outcome_said_done',
  refused: 'card_outcome_refused',
  superseded: 'card_outcome_superseded',
  undone: 'card_outcome_undone',
  left: 'card_outcome_left',
};

export function wantedWords({ from, to, items, channels, is_message }: HistoryView['wanted']): string {
  if (is_message) return word('card_history_message', channelWords(channels));
  if (items > 0) {
    const count = word(items === 1 ? 'card_items_one' : 'card_items', numberWords(items));
    return to === null ? word('card_history_cleared', count) : word('card_history_items', count, to);
  }
  const target = to ?? word('badge_no_status');
  return from === null ? target : word('card_history_from', target, from);
}

/** What became of it, where it was not simply made. */
export function outcomeWords({ outcome, problem }: Pick<HistoryView, 'outcome' | 'problem'>): string | null {
  const key = OUTCOMES[outcome];
  if (key === undefined) return null;
  const why = problem?.detail ?? (problem && outcome === 'refused' ? problemWords(problem) : null);
  return why ? word('card_outcome_why', word(key), why) : word(key);
}
