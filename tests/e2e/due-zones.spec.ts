// Due times in the browser, whose zones come from `Intl`, against those of the native program, whose zones come from
// the time-zone database that it brings along: around changes of the clocks and ends of years, in zones of all kinds.
// Only what lies where the two databases have other offsets is not compared, and the report says so.

import { expect, test } from '@playwright/test';
import type { DueAnswer, DueQuestion, Settings, Weekday } from '../../dist/core/ucos_inline.js';
import { bundle, chromiumOptions, openBarePage } from './support/bare-page';
import { buildNativeDue, nativeDueTimes, nativeOffsetChanges } from './support/native-due';
import type { OffsetChange } from './support/zones-in-page';

const ZONES = [
  'Africa/Cairo', // summer time begins at midnight, ends at midnight
  'Africa/Casablanca', // turns its clocks for Ramadan
  'Africa/El_Aaiun',
  'Africa/Johannesburg',
  'Africa/Juba',
  'Africa/Lagos',
  'America/Asuncion', // at midnight, then no more
  'America/Bogota',
  'America/Campo_Grande', // at midnight
  'America/Caracas', // by half an hour, without summer time
  'America/Chicago',
  'America/Havana', // begins at 00:00, ends at 01:00
  'America/Los_Angeles',
  'America/Mexico_City',
  'America/New_York',
  'America/Nuuk', // the change falls on the evening before
  'America/Phoenix',
  'America/Santiago', // at midnight
  'America/Sao_Paulo', // at midnight
  'America/Scoresbysund', // at midnight, back into the day before
  'America/St_Johns', // at 00:01, back into the day before, until 2011
  'America/Toronto',
  'America/Vancouver',
  'Antarctica/Casey', // by three hours, once back over midnight
  'Antarctica/Troll', // by two hours
  'Asia/Amman',
  'Asia/Beirut', // at midnight
  'Asia/Colombo',
  'Asia/Damascus', // at midnight
  'Asia/Dhaka', // an hour before midnight
  'Asia/Gaza',
  'Asia/Jerusalem',
  'Asia/Kathmandu', // 5 h 45 min ahead
  'Asia/Kolkata',
  'Asia/Pyongyang', // by half an hour, at midnight
  'Asia/Shanghai',
  'Asia/Tehran', // at midnight
  'Asia/Tokyo',
  'Atlantic/Azores', // at midnight, back into the day before
  'Australia/Adelaide',
  'Australia/Eucla', // 8 h 45 min ahead
  'Australia/Lord_Howe', // by half an hour
  'Europe/Berlin',
  'Europe/Dublin', // winter is the exception
  'Europe/Istanbul',
  'Europe/London',
  'Europe/Volgograd',
  'Pacific/Apia', // had no 30 December 2011
  'Pacific/Auckland',
  'Pacific/Chatham', // 12 h 45 min ahead
  'Pacific/Easter',
  'Pacific/Fakaofo', // had no 30 December 2011
  'Pacific/Fiji',
  'Pacific/Kiritimati', // 14 h ahead
  'Pacific/Norfolk',
  'UTC',
];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Orders enter their status between these. */
const FROM = Date.UTC(2000, 0, 1);
const TO = Date.UTC(2036, 0, 1);
/** By then all of them are due. */
const END = Date.UTC(2039, 0, 1);
const DAY_SECONDS = 86_400;

test.use({ launchOptions: chromiumOptions });

let script: string;

test.beforeAll(async () => {
  // The first time, all of the core's test dependencies are compiled as well.
  test.setTimeout(900_000);
  await buildNativeDue();
  script = await bundle('tests/e2e/support/zones-in-page.ts', 'zones_');
});

test.beforeEach(async ({ page }) => {
  await openBarePage(page, script);
  await page.evaluate(() => window.zones_.ready);
});

for (const [index, zone] of ZONES.entries()) {
  test(`due times in ${zone} are those of the native program`, async ({ page }) => {
    const changes = await page.evaluate(([name, from, to]) => window.zones_.offsetChanges(name, from, to), [
      zone,
      FROM,
      END,
    ] as const);
    const disagreements = disagreementsOf(changes, await nativeOffsetChanges(zone, FROM, END));
    const before = changes.filter(({ at }) => at < TO);
    let casesLeftOut = 0;
    for (const question of questions(zone, before, randomNumbers(index + 1))) {
      const answer: DueAnswer = JSON.parse(
        await page.evaluate((asked) => window.zones_.dueTimes(asked), JSON.stringify(question)),
      );
      const cases = casesOf(question);
      const native = await nativeDueTimes(cases);
      expect([answer.due?.length, native.length]).toEqual([cases.length, cases.length]);

      const compared = cases.flatMap((asked, n) => {
        const [here, there] = [answer.due?.[n] ?? Number.NaN, native[n] ?? Number.NaN];
        // A due time depends on the offsets from the entry to itself, and on no others.
        const [from, to] = [Date.parse(asked.entered), Math.min(here, there)];
        if (disagreements.some((apart) => apart.from <= to && from < apart.to)) return [];
        return [{ line: JSON.stringify(asked), browser: inWords(here), native: inWords(there) }];
      });
      // All of these are due some day.
      const different = compared.filter((one) => one.browser !== one.native || one.browser === 'none');
      expect(different.slice(0, 3), `${different.length} of ${compared.length} differ`).toEqual([]);
      // A browser some years old is no reason to fail, but one that leaves nothing to compare is.
      expect(compared.length).toBeGreaterThan(cases.length / 2);
      casesLeftOut += cases.length - compared.length;
    }
    if (casesLeftOut > 0) {
      const spans = disagreements.map(({ from, to }) => `${inWords(from)} to ${inWords(to)}`).join(', ');
      const description = `${casesLeftOut} cases: the two databases have other offsets from ${spans}`;
      test.info().annotations.push({ type: 'left out', description });
    }
  });
}

test('neither has a due time where no day counts, or in a zone that does not exist', async ({ page }) => {
  const everyDay: Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const limits = [{ seconds: DAY_SECONDS, skip_weekends: true, skip_holidays: true }];
  const refused = [
    { settings: settings('America/Toronto', everyDay, []), entered: [FROM], limits },
    { settings: settings('Mars/Olympus', ['sun'], []), entered: [FROM], limits },
  ];
  const answers = await page.evaluate(
    (asked) => asked.map((question) => window.zones_.dueTimes(question)),
    refused.map((question) => JSON.stringify(question)),
  );
  expect(answers).toEqual(['{"due":[null]}', '{"due":null}']);
  expect(await nativeDueTimes(refused.flatMap(casesOf))).toEqual([null, null]);
});

/** Two calendars for a zone: the usual weekend, and another, by which the Sundays of most changes do count. */
function questions(zone: string, changes: OffsetChange[], random: (below: number) => number): DueQuestion[] {
  const newYears = Array.from({ length: 36 }, (_, year) => Date.UTC(2000 + year, 0, 1));
  const near = (at: number): number => at + DAY - random(10 * DAY);
  // On whole half hours too, so that limits also end exactly with a day.
  const nearInHalfHours = (at: number): number => near(at) - (near(at) % (HOUR / 2));
  const entered = [
    ...changes.slice(1).flatMap(({ at }) => [at, near(at), nearInHalfHours(at)]),
    ...newYears.map(near),
  ];
  const limits = [
    { seconds: 0, skip_weekends: true, skip_holidays: true },
    { seconds: random(2 * DAY_SECONDS), skip_weekends: false, skip_holidays: false },
    { seconds: 1800 * random(8 * 48), skip_weekends: false, skip_holidays: true },
    { seconds: 5 * DAY_SECONDS, skip_weekends: true, skip_holidays: false },
    { seconds: 45 * DAY_SECONDS + 1, skip_weekends: true, skip_holidays: true },
    { seconds: random(400 * DAY_SECONDS), skip_weekends: true, skip_holidays: true },
  ];
  const everyNthChange = (nth: number): string[] =>
    changes.filter((_, n) => n % nth === 1).map(({ at, offset }) => isoDate(at + offset));
  const holidays = [...newYears.map(isoDate), ...everyNthChange(3)];
  const weekends: Weekday[][] = [['fri'], ['thu', 'fri'], ['mon'], ['fri', 'sat'], [], ['wed', 'sat', 'mon']];
  const weekend = weekends[random(weekends.length)] ?? [];
  return [
    { settings: settings(zone, ['sat', 'sun'], holidays), entered, limits },
    { settings: settings(zone, weekend, everyNthChange(2)), entered, limits },
  ];
}

function settings(zone: string, weekend: Weekday[], dates: string[]): Settings {
  return {
    zone,
    weekend,
    holidays: dates.map((date) => ({ date, name: '' })),
    lead_seconds: null,
    sub_status_restarts: false,
    sweep_percent: 30,
    grace_seconds: 5,
    lock_minutes: 15,
    unread_name: 'allow',
    rotate_days: 90,
    reminders: { enabled: true, quiet: null, muted_statuses: [] },
  };
}

/** The same for the native program, in the order in which the answers come. */
function casesOf({ settings, entered, limits }: DueQuestion) {
  const { zone, weekend } = settings;
  const holidays = settings.holidays.map(({ date }) => date);
  return limits.flatMap((limit) =>
    entered.map((at) => ({
      ...limit,
      entered: new Date(at).toISOString(),
      zone: zone ?? '',
      weekend,
      holidays,
    })),
  );
}

interface Span {
  from: number;
  to: number;
}

/** When the two have different offsets. Governments decide late: one of the databases may be the newer one. */
function disagreementsOf(browser: OffsetChange[], native: OffsetChange[]): Span[] {
  const offsetAt = (changes: OffsetChange[], at: number) => changes.findLast((one) => one.at <= at)?.offset;
  const starts = [...new Set([...browser, ...native].map(({ at }) => at))].sort((a, b) => a - b);
  return starts
    .map((from, n) => ({ from, to: starts[n + 1] ?? Number.POSITIVE_INFINITY }))
    .filter(({ from }) => offsetAt(browser, from) !== offsetAt(native, from));
}

function isoDate(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function inWords(at: number): string {
  return Number.isFinite(at) ? new Date(at).toISOString() : 'none';
}

/** The same whole numbers for the same seed (Lehmer's generator). */
function randomNumbers(seed: number): (below: number) => number {
  let state = (seed * 7_919) % 2_147_483_647;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * below);
  };
}
