// The settings as they stand in the form: texts as typed, whole or not. From saved settings and back, with what is
// wrong in which field. Pure: no DOM, no chrome.* calls.

import type { Holiday, QuietHours, Settings, UnreadName, Weekday } from '../../../protocol';
import type { MessageName } from '../../shared/words';
import { isDate, MAX_HOLIDAYS } from './holidays';
import { findZone } from './zones';

export type Unit = 'minutes' | 'hours' | 'days';

export interface Draft {
  zone: string;
  /** Whether a person has said that it is the store's; until then the browser's is only a guess. */
  isZoneConfirmed: boolean;
  weekend: Weekday[];
  holidays: Holiday[];
  lead: { isSet: boolean; amount: string; unit: Unit };
  subStatusRestarts: boolean;
  sweepPercent: string;
  graceSeconds: string;
  lockMinutes: string;
  unreadName: UnreadName;
  rotation: { isSet: boolean; days: string };
  reminds: boolean;
  quiet: { isSet: boolean; from: string; to: string };
  mutedStatuses: string[];
}

export type DraftField =
  | 'zone'
  | 'weekend'
  | 'holidays'
  | 'lead'
  | 'grace'
  | 'lock'
  | 'rotation'
  | 'sweep'
  | 'quiet';
export type Faults = Partial<Record<DraftField, MessageName>>;

/** What a store has of which nobody has set anything: the core's own defaults. */
export const DEFAULTS: Settings = {
  zone: null,
  weekend: ['sat', 'sun'],
  holidays: [],
  lead_seconds: null,
  sub_status_restarts: false,
  sweep_percent: 30,
  grace_seconds: 5,
  lock_minutes: 15,
  unread_name: 'allow',
  rotate_days: 90,
  reminders: { enabled: true, quiet: null, muted_statuses: [] },
};

export const WEEK: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const SECONDS: Record<Unit, number> = { minutes: 60, hours: 3600, days: 86_400 };
const LONGEST_LEAD_SECONDS = 60 * SECONDS.days;
const LARGEST_SWEEP_PERCENT = 80;
const LONGEST_GRACE_SECONDS = 30;
const LONGEST_LOCK_MINUTES = 24 * 60;
const ROTATION_DAYS = { least: 30, most: 365 };

export function draftOf(settings: Settings, guessedZone: string): Draft {
  const { lead_seconds: lead, reminders } = settings;
  const unit: Unit =
    lead === null
      ? 'hours'
      : lead % SECONDS.days === 0
        ? 'days'
        : lead % SECONDS.hours === 0
          ? 'hours'
          : 'minutes';
  return {
    zone: settings.zone ?? guessedZone,
    isZoneConfirmed: settings.zone !== null,
    weekend: WEEK.filter((day) => settings.weekend.includes(day)),
    holidays: settings.holidays,
    lead: { isSet: lead !== null, amount: lead === null ? '4' : String(lead / SECONDS[unit]), unit },
    subStatusRestarts: settings.sub_status_restarts,
    sweepPercent: String(settings.sweep_percent),
    graceSeconds: String(settings.grace_seconds),
    lockMinutes: String(settings.lock_minutes),
    unreadName: settings.unread_name,
    rotation: {
      isSet: settings.rotate_days > 0,
      days: String(settings.rotate_days || DEFAULTS.rotate_days),
    },
    reminds: reminders.enabled,
    quiet: {
      isSet: reminders.quiet !== null,
      from: timeOf(reminders.quiet?.from ?? 20 * 60),
      to: timeOf(reminders.quiet?.to ?? 8 * 60),
    },
    mutedStatuses: reminders.muted_statuses.toSorted(),
  };
}

/** Whether saving one would save the same as saving the other, as far as can be seen without reading them. */
export const sameDraft = (one: Draft, other: Draft): boolean => JSON.stringify(one) === JSON.stringify(other);

export type DraftReading = { settings: Settings; faults: null } | { settings: null; faults: Faults };

export function readDraft(draft: Draft): DraftReading {
  const zone = findZone(draft.zone);
  const lead = readLead(draft.lead);
  const grace = readGrace(draft.graceSeconds);
  const lock = readLock(draft.lockMinutes);
  const rotation = readRotation(draft.rotation);
  const sweep = readWhole(draft.sweepPercent);
  const quiet = readQuiet(draft.quiet);
  const faults: Faults = {
    ...(zone === null ? { zone: 'settings_zone_unknown' } : {}),
    ...(draft.weekend.length === WEEK.length ? { weekend: 'settings_weekend_all' } : {}),
    ...(draft.holidays.length > MAX_HOLIDAYS ? { holidays: 'settings_holidays_too_many' } : {}),
    ...(lead === 'fault' ? { lead: 'settings_lead_fault' } : {}),
    ...(grace === null ? { grace: 'settings_grace_fault' } : {}),
    ...(lock === null ? { lock: 'settings_lock_fault' } : {}),
    ...(rotation === null ? { rotation: 'settings_rotation_fault' } : {}),
    ...(sweep === null || sweep > LARGEST_SWEEP_PERCENT ? { sweep: 'settings_sweep_fault' } : {}),
    ...(quiet === 'fault' ? { quiet: 'settings_quiet_fault' } : {}),
  };
  if (
    zone === null ||
    lead === 'fault' ||
    grace === null ||
    lock === null ||
    rotation === null ||
    sweep === null ||
    quiet === 'fault' ||
    Object.keys(faults).length > 0
  )
    return { settings: null, faults };
  const settings: Settings = {
    zone: draft.isZoneConfirmed ? zone : null,
    weekend: draft.weekend,
    holidays: draft.holidays,
    lead_seconds: lead,
    sub_status_restarts: draft.subStatusRestarts,
    sweep_percent: sweep,
    grace_seconds: grace,
    lock_minutes: lock,
    unread_name: draft.unreadName,
    rotate_days: rotation,
    reminders: { enabled: draft.reminds, quiet, muted_statuses: draft.mutedStatuses },
  };
  return { settings, faults: null };
}

function readLead({ isSet, amount, unit }: Draft['lead']): number | null | 'fault' {
  if (!isSet) return null;
  // A comma is a decimal point to most of the world.
  const number = /^\d+(?:[.,]\d+)?$/.test(amount.trim())
    ? Number(amount.trim().replace(',', '.'))
    : Number.NaN;
  const seconds = Math.round(number * SECONDS[unit]);
  return seconds <= LONGEST_LEAD_SECONDS ? seconds : 'fault';
}

/** A grace in seconds as typed; null: it is none. */
export function readGrace(text: string): number | null {
  const seconds = readWhole(text);
  return seconds === null || seconds > LONGEST_GRACE_SECONDS ? null : seconds;
}

/** A time without use in minutes as typed; null: it is none. */
export function readLock(text: string): number | null {
  const minutes = readWhole(text);
  return minutes === null || minutes > LONGEST_LOCK_MINUTES ? null : minutes;
}

/** In days; 0: never; null: it is no such number. */
function readRotation({ isSet, days }: Draft['rotation']): number | null {
  if (!isSet) return 0;
  const whole = readWhole(days) ?? 0;
  return whole >= ROTATION_DAYS.least && whole <= ROTATION_DAYS.most ? whole : null;
}

const readWhole = (text: string): number | null =>
  /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : null;

function readQuiet({ isSet, from, to }: Draft['quiet']): QuietHours | null | 'fault' {
  if (!isSet) return null;
  const [start, end] = [minutesOf(from), minutesOf(to)];
  return start === null || end === null || start === end ? 'fault' : { from: start, to: end };
}

function minutesOf(time: string): number | null {
  const [, hours, minutes] = /^(\d{2}):(\d{2})/.exec(time) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');

const timeOf = (minutes: number): string =>
  `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;

/** What is wrong with a day that is to be added; null: nothing. */
export function faultOfDay(date: string, listed: Holiday[]): MessageName | null {
  if (!isDate(date)) return 'settings_holiday_no_date';
  return listed.some((holiday) => holiday.date === date) ? 'settings_holiday_listed' : null;
}
