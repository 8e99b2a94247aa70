// Reading holidays out of .ics files: what the calendars in circulation look like, and files in which something is
// wrong. No browser: the reader is pure.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { merge, newAmong } from '../../extension/pages/options/settings/holidays';
import { IcsFault } from '../../extension/pages/options/settings/ics/fault';
import { horizonOf, type IcsReading, readIcs } from '../../extension/pages/options/settings/ics/read';
import { fuzz } from '../../fuzz/ics/target';
import { repository } from './support/repository';

const HORIZON = horizonOf(2026);

const fixture = (name: string): Promise<Uint8Array> =>
  readFile(join(repository, 'tests/fixtures/ics', `${name}.ics`));

const read = async (name: string): Promise<IcsReading> => readIcs(await fixture(name), HORIZON);

const readText = (text: string): IcsReading => readIcs(new TextEncoder().encode(text), HORIZON);

const calendar = (...lines: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');

const event = (start: string, ...lines: string[]): string[] => [
  'BEGIN:VEVENT',
  `DTSTART;VALUE=DATE:${start}`,
  ...lines,
  'END:VEVENT',
];

const asText = ({ holidays }: IcsReading): string[] => holidays.map(({ date, name }) => `${date} ${name}`);

test('a calendar that lists each day, folded, with parameters and properties that nothing needs', async () => {
  const reading = await read('canada-2026');
  expect(reading).toMatchObject({ timed: 0, allDay: 10 });
  expect(asText(reading)).toEqual([
    '2026-01-01 New Year’s Day',
    '2026-04-03 Good Friday',
    '2026-05-18 Victoria Day',
    '2026-06-24 Saint-Jean-Baptiste Day, Québec only',
    '2026-07-01 Canada Day',
    '2026-09-07 Labour Day',
    '2026-09-30 National Day for Truth and Reconciliation',
    '2026-10-12 Thanksgiving',
    '2026-12-25 Christmas Day',
    '2026-12-26 Boxing Day',
  ]);
});

test('fixed days by rule, days that move with Easter by RDATE, two days at Christmas', async () => {
  const reading = await read('germany');
  const names = [
    'Neujahr',
    'Karfreitag',
    'Ostermontag',
    'Tag der Arbeit',
    'Christi Himmelfahrt',
    'Tag der Deutschen Einheit',
  ];
  for (const name of names)
    expect(reading.holidays.filter((holiday) => holiday.name === name).length, name).toBe(7);
  expect(reading.holidays.filter(({ name }) => name === 'Weihnachten').length).toBe(14);
  expect(reading.holidays).toHaveLength(56);
  expect(reading.holidays.at(0)?.date).toBe('2025-01-01');
  expect(reading.holidays.at(-1)?.date).toBe('2031-12-26');
  expect(asText(reading).filter((text) => text.startsWith('2028'))).toEqual([
    '2028-01-01 Neujahr',
    '2028-04-14 Karfreitag',
    '2028-04-17 Ostermontag',
    '2028-05-01 Tag der Arbeit',
    '2028-05-25 Christi Himmelfahrt',
    '2028-10-03 Tag der Deutschen Einheit',
    '2028-12-25 Weihnachten',
    '2028-12-26 Weihnachten',
  ]);
});

test('weekdays by rule; exceptions, moved and cancelled occurrences; COUNT and UNTIL', async () => {
  const texts = asText(await read('recurring'));
  const of = (name: string): string[] =>
    texts.filter((text) => text.includes(name)).map((text) => text.slice(0, 10));
  expect(of('Thanksgiving')).toEqual([
    '2025-10-13',
    '2026-10-12',
    '2027-10-11',
    '2028-10-09',
    '2029-10-08',
    '2030-10-14',
    '2031-10-13',
  ]);
  expect(of('Victoria Day')).toEqual([
    '2025-05-19',
    '2026-05-18',
    '2027-05-24',
    '2028-05-22',
    '2029-05-21',
    '2030-05-20',
    '2031-05-19',
  ]);
  expect(of('Civic')).toEqual(['2025-08-04', '2027-08-02', '2028-08-07']);
  expect(of('Founders')).toEqual(['2025-03-10', '2026-03-12', '2028-03-10']);
  expect(texts).toContain('2026-03-12 Founders’ Day (moved)');
  expect(of('Called off')).toEqual([]);
});

test('an event of several days gives each of them, its end not included; names on one day are joined', async () => {
  expect(asText(await read('multi-day'))).toEqual([
    '2026-05-15 No VALUE=DATE',
    '2026-07-28 Summer closing',
    '2026-07-29 Summer closing',
    '2026-07-30 Summer closing, Inventory',
    '2026-07-31 Summer closing',
    '2026-09-10 Written with its own day as its end',
    ...[5, 6, 7, 8, 9, 10, 11].map((day) => `2026-10-${String(day).padStart(2, '0')} A week of weeks`),
    '2026-12-31 Year end',
    '2027-01-01 Year end',
  ]);
});

test('events with a time are left out and counted; tasks are no events', async () => {
  expect(await read('timed')).toEqual({
    holidays: [{ date: '2026-07-03', name: 'Staff day' }],
    timed: 2,
    allDay: 1,
  });
});

test('rules that hardly ever or never occur end all the same', () => {
  const days = (rule: string): string[] =>
    readText(calendar(...event('20240229', `RRULE:${rule}`))).holidays.map(({ date }) => date);
  expect(days('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=TU')).toEqual(['2028-02-29']);
  expect(days('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO')).toEqual([]);
  // The parser would look for ever for the next occurrence of this one.
  expect(() => days('FREQ=DAILY;INTERVAL=2;BYMONTHDAY=-1')).toThrow('rule-malformed in line 5');
});

test('what lies outside the years asked for is left out, and long events are cut to them', () => {
  const reading = readText(
    calendar(
      ...event('19000101', 'DTEND;VALUE=DATE:20250103', 'SUMMARY:Long'),
      ...event('20241231', 'SUMMARY:Before'),
      ...event('20311231', 'DTEND;VALUE=DATE:20330101', 'SUMMARY:Over the end'),
      ...event('20320101', 'SUMMARY:After'),
    ),
  );
  expect(asText(reading)).toEqual(['2025-01-01 Long', '2025-01-02 Long', '2031-12-31 Over the end']);
  expect(reading.allDay).toBe(4);
});

test('an empty calendar, several in one file, an event without a name', () => {
  expect(readText(calendar())).toEqual({ holidays: [], timed: 0, allDay: 0 });
  const two = calendar(...event('20260101')) + calendar(...event('20260102', 'SUMMARY: \\n '));
  expect(asText(readText(two))).toEqual(['2026-01-01 ', '2026-01-02 ']);
});

const BROKEN: [name: string, code: string, line: number | null, text: string][] = [
  ['line', 'line-malformed', 14, 'this line has no colon'],
  ['date', 'date-malformed', 14, '20260230'],
  ['exdate', 'date-malformed', 16, 'tomorrow'],
  ['rule', 'rule-malformed', 15, 'FREQ=FORTNIGHTLY'],
  ['never', 'rule-malformed', 15, 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'],
  ['seconds', 'rule-malformed', 15, 'FREQ=SECONDLY'],
  ['end', 'end-unexpected', 14, 'END:VTODO'],
  ['order', 'end-before-start', 15, '20260201'],
  ['start', 'start-missing', 11, ''],
  ['cut', 'end-missing', 9, 'BEGIN:VEVENT'],
  ['windows-1252', 'not-utf8', 15, ''],
  ['not-a-calendar', 'not-calendar', 1, 'Date;Name'],
  ['daily', 'too-many-days', null, ''],
];

for (const [name, code, line, text] of BROKEN) {
  test(`broken, ${name}: says what is wrong and where`, async () => {
    expect(await faultOf(() => read(`broken-${name}`))).toEqual({ code, line, text });
  });
}

test('a file that is empty, too large, or no text at all', async () => {
  const notCalendar = { code: 'not-calendar', line: null, text: '' };
  expect(await faultOf(async () => readText(''))).toEqual(notCalendar);
  expect(await faultOf(async () => readText('\r\n \r\n'))).toEqual(notCalendar);
  const large = new Uint8Array(1024 * 1024 + 1).fill(10);
  expect(await faultOf(async () => readIcs(large, HORIZON))).toMatchObject({ code: 'too-large' });
  const picture = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 0x1a, 10, 0, 0xff);
  expect(await faultOf(async () => readIcs(picture, HORIZON))).toMatchObject({ code: 'not-utf8', line: 1 });
});

test('merging adds the days that are new, and keeps the names that are there', () => {
  const listed = [
    { date: '2026-12-25', name: 'Christmas' },
    { date: '2026-12-28', name: '' },
  ];
  const found = [
    { date: '2026-12-25', name: 'Christmas Day' },
    { date: '2026-12-26', name: 'Boxing Day' },
  ];
  expect(newAmong(found, listed)).toEqual([found[1]]);
  expect(merge(listed, found)).toEqual([listed[0], found[1], listed[1]]);
});

async function faultOf(reading: () => Promise<unknown>): Promise<unknown> {
  try {
    return await reading();
  } catch (error) {
    if (!(error instanceof IcsFault)) throw error;
    const { code, line, text } = error;
    return { code, line, text };
  }
}

test('what fuzzing left is holidays or a named fault, and soon', async () => {
  test.setTimeout(60_000);
  const folder = join(repository, 'fuzz/corpus/ics');
  const files = await readdir(folder);
  expect(files.length).toBeGreaterThan(20);
  for (const file of files) await test.step(file, async () => fuzz(await readFile(join(folder, file))));
});
