// What this browser knows of an order's past, as sentences. Pure but for the words and the nodes; no chrome.* calls.

import type { HistoryView } from '../../protocol';
import { outcomeWords, wantedWords } from '../past';
import { dateWords } from '../times';
import { element } from '../ui/dom';
import { ageWords } from '../words';

/** "Dispatched (was Packing) · Ada · 3 minutes ago", and what became of it where it was not simply made. */
export function historyItem(entry: HistoryView, now_ms: number, zone: string | null): HTMLElement {
  const { at, staff, wanted } = entry;
  const when = element(
    'time',
    { datetime: new Date(at).toISOString(), title: dateWords(at, zone) },
    ageWords(at, now_ms),
  );
  const who = staff === null ? [] : [element('bdi', {}, staff), ' · '];
  const made = element('li', {}, element('bdi', { class: 'what' }, wantedWords(wanted)), ' · ', ...who, when);
  const outcome = outcomeWords(entry);
  if (outcome !== null) made.append(element('p', { class: 'quiet' }, outcome));
  return made;
}
