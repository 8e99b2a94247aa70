// Which parts of the form the organisation sets: what stands there is what it says, whatever was typed, and all else
// is left alone. Pure: no DOM, no chrome.* calls.

import type { Managed } from '../../../protocol';
import type { MessageName } from '../../shared/words';
import type { Draft } from './draft';

/** What belongs to each name: the members of the draft, and the label that it has on the page. */
const PARTS: Record<Managed, { fields: (keyof Draft)[]; label: MessageName }> = {
  zone: { fields: ['zone', 'isZoneConfirmed'], label: 'settings_zone_label' },
  weekend: { fields: ['weekend'], label: 'settings_weekend_label' },
  holidays: { fields: ['holidays'], label: 'settings_managed_holidays' },
  lead_seconds: { fields: ['lead'], label: 'settings_lead_label' },
  sub_status_restarts: { fields: ['subStatusRestarts'], label: 'settings_restart_label' },
  sweep_percent: { fields: ['sweepPercent'], label: 'settings_sweep_label' },
  grace_seconds: { fields: ['graceSeconds'], label: 'settings_grace_label' },
  lock_minutes: { fields: ['lockMinutes'], label: 'settings_lock_label' },
  reminders: { fields: ['reminds'], label: 'settings_reminders_label' },
  quiet_hours: { fields: ['quiet'], label: 'settings_quiet_label' },
};

export const isManagedName = (name: unknown): name is Managed =>
  typeof name === 'string' && Object.hasOwn(PARTS, name);

export const labelOf = (name: Managed): MessageName => PARTS[name].label;

/** The draft with these parts taken from another. */
export function withParts(draft: Draft, names: Iterable<Managed>, from: Draft): Draft {
  const fields = [...names].flatMap((name) => PARTS[name].fields);
  return { ...draft, ...Object.fromEntries(fields.map((field) => [field, from[field]])) };
}
