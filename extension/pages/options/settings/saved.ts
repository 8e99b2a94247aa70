// Reads the settings that the worker publishes, and follows them. Knows their shape; what it cannot read is not there.

import { type Holiday, type Settings, type SettingsView, settingsKey, type Weekday } from '../../../protocol';
import { WEEK } from './draft';
import { isDate } from './holidays';
import { isManagedName } from './managed';

/** Calls back with each store's settings now and whenever they change; null: none are published. */
export async function followSettings(
  changed: (store: string, settings: SettingsView | null) => void,
): Promise<void> {
  chrome.storage.session.onChanged.addListener((changes) => {
    for (const [key, { newValue }] of Object.entries(changes))
      if (isKey(key)) changed(storeOf(key), parse(newValue));
  });
  const keys = (await chrome.storage.session.getKeys()).filter(isKey);
  const values = await chrome.storage.session.get(keys);
  for (const [key, value] of Object.entries(values)) changed(storeOf(key), parse(value));
}

const PREFIX = settingsKey('');
const isKey = (key: string): boolean => key.startsWith(PREFIX);
const storeOf = (key: string): string => key.slice(PREFIX.length);

function parse(value: unknown): SettingsView | null {
  if (typeof value !== 'string') return null;
  try {
    const settings: unknown = JSON.parse(value);
    return isSettings(settings) ? { ...settings, managed: managedIn(settings) } : null;
  } catch {
    return null;
  }
}

/** A name that this page does not know is of a setting that it does not show. */
const managedIn = (settings: Settings & { managed?: unknown }): SettingsView['managed'] =>
  Array.isArray(settings.managed) ? settings.managed.filter(isManagedName) : [];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWeekday = (value: unknown): value is Weekday => WEEK.some((day) => day === value);

const isHoliday = (value: unknown): value is Holiday =>
  isObject(value) && typeof value.date === 'string' && isDate(value.date) && typeof value.name === 'string';

const isQuietOrNull = (value: unknown): boolean =>
  value === null || (isObject(value) && typeof value.from === 'number' && typeof value.to === 'number');

const isReminders = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.enabled === 'boolean' &&
  isQuietOrNull(value.quiet) &&
  Array.isArray(value.muted_statuses) &&
  value.muted_statuses.every((id) => typeof id === 'string');

export const isSettings = (value: unknown): value is Settings =>
  isObject(value) &&
  (value.zone === null || typeof value.zone === 'string') &&
  Array.isArray(value.weekend) &&
  value.weekend.every(isWeekday) &&
  Array.isArray(value.holidays) &&
  value.holidays.every(isHoliday) &&
  (value.lead_seconds === null || typeof value.lead_seconds === 'number') &&
  typeof value.sub_status_restarts === 'boolean' &&
  typeof value.sweep_percent === 'number' &&
  typeof value.grace_seconds === 'number' &&
  typeof value.lock_minutes === 'number' &&
  (value.unread_name === 'allow' || value.unread_name === 'refuse') &&
  typeof value.rotate_days === 'number' &&
  isReminders(value.reminders);
