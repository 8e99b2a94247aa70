// Reads what is set for replies as the worker publishes it, and follows it. Knows its shape; what it cannot read is not
// there.

import { type RepliesView, repliesKey } from '../../../protocol';

/** Calls back with each store's replies now and whenever they change; null: none are published. */
export async function followReplies(
  changed: (store: string, replies: RepliesView | null) => void,
): Promise<void> {
  chrome.storage.session.onChanged.addListener((changes) => {
    for (const [key, { newValue }] of Object.entries(changes))
      if (isKey(key)) changed(storeOf(key), parse(newValue));
  });
  const keys = (await chrome.storage.session.getKeys()).filter(isKey);
  for (const [key, value] of Object.entries(await chrome.storage.session.get(keys)))
    changed(storeOf(key), parse(value));
}

const PREFIX = repliesKey('');
const isKey = (key: string): boolean => key.startsWith(PREFIX);
const storeOf = (key: string): string => key.slice(PREFIX.length);

function parse(value: unknown): RepliesView | null {
  if (typeof value !== 'string') return null;
  try {
    const replies: unknown = JSON.parse(value);
    return isReplies(replies) ? replies : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isLanguage = (value: unknown): boolean => value === 'en' || value === 'fr';
const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';

const isReplies = (value: unknown): value is RepliesView =>
  isObject(value) &&
  typeof value.store === 'string' &&
  isObject(value.settings) &&
  (value.settings.language === null || isLanguage(value.settings.language)) &&
  isTextOrNull(value.settings.link) &&
  isTextOrNull(value.settings.store_name) &&
  typeof value.settings.kept_days === 'number' &&
  Array.isArray(value.templates) &&
  value.templates.every(
    (own) =>
      isObject(own) &&
      typeof own.status === 'string' &&
      isLanguage(own.language) &&
      typeof own.text === 'string',
  ) &&
  Array.isArray(value.statuses) &&
  value.statuses.every(
    (status) =>
      isObject(status) &&
      typeof status.id === 'string' &&
      typeof status.display_name === 'string' &&
      isTextOrNull(status.stage) &&
      typeof status.shows_date === 'boolean',
  );
