// Days in words, for replies to customers. Knows Intl only.

/**
 * "Tuesday, November 24", or the days between which something lies: "Tuesday, November 24 – Thursday, November 26". A
 * zone that this browser does not know is its own.
 */
export function dateWords(earliest: number, latest: number, language: string, zone: string): string {
  const options: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long' };
  const format = (timeZone?: string): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(language, timeZone === undefined ? options : { ...options, timeZone });
  try {
    return format(zone).formatRange(earliest, latest);
  } catch {
    return format().formatRange(earliest, latest);
  }
}
