// Time zones as the browser knows them: which there are, which one a person means, local times to instants.
// Pure: no DOM, no chrome.* calls, no words.

/** The zone of this device. */
export const guessedZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zones to choose from; others have a second name for one of these. */
export const zones = (): string[] => Intl.supportedValuesOf('timeZone');

const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '_');

/** Zones by their names, and by their cities alone; null where several zones have a city of that name. */
let index: Map<string, string | null> | null = null;

function indexOfZones(): Map<string, string | null> {
  const byName = new Map<string, string | null>();
  for (const zone of zones()) {
    const city = plain(zone.slice(zone.lastIndexOf('/') + 1));
    byName.set(city, byName.has(city) ? null : zone);
  }
  for (const zone of zones()) byName.set(plain(zone), zone);
  return byName;
}

/** The IANA name of what was typed: a zone's name in whatever case, or its city alone. Null: there is none, or several. */
export function findZone(typed: string): string | null {
  const wanted = plain(typed);
  index ??= indexOfZones();
  const known = index.get(wanted);
  // An offset is no zone: it knows no daylight saving.
  if (known !== undefined || !/^[a-z]/.test(wanted)) return known ?? null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: wanted }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** How far ahead of UTC the zone is at an instant, in ms. */
function offsetAt(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const of = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return local - Math.floor(instant / 1000) * 1000;
}

/**
 * The instant at which the clocks of a zone show a local time, `2026-03-08T14:30`; null if it is no time. Of a time
 * that comes twice the first; one that is left out in spring is read as if the clocks had not been changed yet.
 */
export function instantOf(local: string, zone: string): number | null {
  const asUtc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) ? Date.parse(`${local}Z`) : Number.NaN;
  if (Number.isNaN(asUtc)) return null;
  const day = 86_400_000;
  const candidates = [offsetAt(asUtc - day, zone), offsetAt(asUtc + day, zone)].map(
    (offset) => asUtc - offset,
  );
  const shown = candidates.filter((instant) => instant + offsetAt(instant, zone) === asUtc);
  return shown.length > 0 ? Math.min(...shown) : (candidates[0] ?? null);
}
