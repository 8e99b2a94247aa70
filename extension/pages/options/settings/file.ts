// A store's settings as a file: written, and read again as a whole or not at all. No key, name or order is in it. Pure.

import type { Settings } from '../../../protocol';
import { isSettings } from './saved';

/** Another version of the file's own shape, not of the extension. */
const VERSION = 1;
/** The longest list of holidays takes a fifth of it. */
export const MAX_FILE_BYTES = 512 * 1024;

export type FileFault = 'too-large' | 'unreadable' | 'not-json' | 'not-settings' | 'other-version';

export const asFile = (settings: Settings): string =>
  `${JSON.stringify({ ucos_inline_settings: VERSION, settings }, null, 2)}\n`;

export function readFile(text: string): Settings | FileFault {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return 'not-json';
  }
  if (typeof file !== 'object' || file === null || !('ucos_inline_settings' in file)) return 'not-settings';
  if (file.ucos_inline_settings !== VERSION) return 'other-version';
  return 'settings' in file && isSettings(file.settings) ? picked(file.settings) : 'not-settings';
}

/** What is known of it, and nothing else that may stand there. */
function picked(settings: Settings): Settings {
  const { zone, weekend, holidays, lead_seconds, sub_status_restarts, sweep_percent } = settings;
  const { grace_seconds, lock_minutes, unread_name, rotate_days, reminders } = settings;
  const { enabled, quiet, muted_statuses } = reminders;
  return {
    ...{ zone, weekend, lead_seconds, sub_status_restarts, sweep_percent },
    ...{ grace_seconds, lock_minutes, unread_name, rotate_days },
    holidays: holidays.map(({ date, name }) => ({ date, name })),
    reminders: { enabled, quiet: quiet && { from: quiet.from, to: quiet.to }, muted_statuses },
  };
}
