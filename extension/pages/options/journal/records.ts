// The records of a journal: read for the list, and written out as CSV and as JSON. Knows the record's shape; no DOM, no
// chrome.* calls.

import { outcomeWords, wantedWords } from '../../../content/past';
import type { JournalEntry } from '../../../protocol';
import { csv, type Field } from '../../shared/csv';
import { words } from '../../shared/words';

/** What cannot be read is left out of the list; the check says that it is there. */
export function entryOf(record: string): JournalEntry | null {
  try {
    return JSON.parse(record).entry;
  } catch {
    return null;
  }
}

/** For people: the words of the page's language, times as ISO 8601. */
export function asCsv(records: string[]): string {
  const entries = records.flatMap((record) => entryOf(record) ?? []);
  return csv([
    [
      words('journal_column_number'),
      words('journal_column_at'),
      words('journal_column_chosen'),
      words('journal_column_order'),
      words('journal_column_order_id'),
      words('journal_column_staff'),
      words('journal_column_confirmed'),
      words('journal_column_account'),
      words('journal_column_from'),
      words('journal_column_to'),
      words('journal_column_what'),
      words('journal_column_channels'),
      words('journal_column_sent'),
      words('journal_column_outcome'),
    ],
    ...entries.map((entry): Field[] => [
      entry.seq,
      new Date(entry.at).toISOString(),
      new Date(entry.made_at).toISOString(),
      entry.name,
      // As text: a spreadsheet's numbers lose digits.
      `${entry.order.kind} ${entry.order.id}`,
      entry.staff,
      words(entry.confirmed ? 'journal_yes' : 'journal_no'),
      entry.account,
      entry.wanted.from,
      entry.wanted.to,
      wantedWords(entry.wanted),
      entry.wanted.channels.join(' '),
      entry.messages_sent,
      outcomeWords(entry) ?? words('journal_done'),
    ]),
  ]);
}

/**
 * For machines, as it is kept, the oldest first, so that it can be checked: `hash` is the SHA-256 of the bytes of `entry` as
 * they stand here, `entry.prev` the hash of the record before.
 */
export const asJson = (records: string[]): string => `[\n${records.toReversed().join(',\n')}\n]\n`;
