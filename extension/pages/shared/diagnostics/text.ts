// Writes diagnostics down, for whoever develops this: in English whatever the page speaks, line by line, the same each time.
// Pure: no chrome.* calls, no words. Every text in it is a name of ours, a version or a number.

import type { Facts, StoreFacts } from './facts';

const COUNTS = ['waiting', 'under_way', 'blocked', 'asks'] as const;

/** What is no such name (a store kept by a version to come may hold anything) is told as that. */
const name = (code: string): string => (/^[a-z][a-z0-9-]{0,40}$/.test(code) ? code : 'unknown-name');

const yes = (is: boolean): string => (is ? 'yes' : 'no');

function offset(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? '-' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

function store(facts: StoreFacts, at: number): string[] {
  const since = facts.problem_minutes === null ? '' : ` for ${facts.problem_minutes} min`;
  return [
    `store ${at + 1}: problem ${facts.problem === null ? 'none' : name(facts.problem) + since}`,
    `  staff accounts ${facts.staff_accounts}, key ${facts.key === null ? 'none' : name(facts.key)}, day's requests left ${facts.day_left_percent === null ? 'unknown' : `${facts.day_left_percent} %`}`,
    `  statuses ${facts.statuses}, workflows ${facts.workflows}`,
    `  changes: ${COUNTS.map((kind) => `${kind} ${facts.changes[kind]}`).join(', ')}`,
  ];
}

function page({ page }: Facts): string[] {
  if (page === null) return ['page: no tab of the admin that may be looked into'];
  return [
    `page: ${page.page}, markup ${page.markup ?? 'none'}, rows ${page.rows}, badges ${page.badges}, links to orders ${page.links}, GIDs ${page.gids}`,
    `  main area known ${yes(page.has_main)}, shadow roots ${page.shadow_roots}`,
    ...structureLines(page.structure),
  ];
}

const structureLines = (structure: string[]): string[] =>
  structure.length === 0 ? [] : ['structure of the page:', ...structure.map((line) => `  ${line}`)];

export function diagnosticsText(facts: Facts): string {
  const { managed, refusals, stored, screen } = facts;
  return [
    'UCOS Inline diagnostics',
    `at: ${facts.at.toISOString()}, ${offset(facts.zone_offset_minutes)}`,
    `version: ${facts.version}`,
    `browser: ${facts.browser}`,
    `platform: ${facts.platform}`,
    `languages: browser ${facts.languages.browser}, pages ${facts.languages.page}`,
    `screen: ${screen.width} × ${screen.height} at ${screen.ratio}`,
    `preferences: ${facts.preferences.join(', ') || 'none'}`,
    `access to the admin: ${yes(facts.admin_access)}`,
    managed === null
      ? 'managed: no'
      : `managed: stores ${yes(managed.stores)}, pin ${yes(managed.pin_required)}, service ${yes(managed.own_service)}, faults ${managed.faults}`,
    `switched off: ${facts.switched_off.map(name).join(', ') || 'nothing'}`,
    `stores: ${facts.stores.length}, withheld ${facts.withheld}`,
    ...facts.stores.flatMap(store),
    ...page(facts),
    refusals === null
      ? 'refused messages: none'
      : `refused messages: ${Object.entries(refusals)
          .map(([kind, count]) => `${kind} ${Number(count)}`)
          .join(', ')}`,
    ...(typeof stored === 'string'
      ? [`worker: problem ${name(stored)}`]
      : [
          'worker: answers',
          'stored:',
          ...[...stored].map(
            ([part, { records, bytes }]) => `  ${name(part)}: records ${records}, bytes ${bytes}`,
          ),
        ]),
    `views: ${facts.views.count}, bytes ${facts.views.bytes}`,
    `on disk: ${facts.disk_bytes === null ? 'unknown' : `bytes ${facts.disk_bytes}`}`,
    facts.lately.problems.length === 0
      ? "problems since the browser's start: none"
      : "problems since the browser's start, the latest last:",
    ...facts.lately.problems.map(
      ({ code, during, count, first_at, last_at }) =>
        `  ${time(last_at)} ${name(during)}: ${name(code)}, ${Number(count)} times since ${time(first_at)}`,
    ),
    '',
  ].join('\n');
}

const time = (ms: number): string =>
  Number.isSafeInteger(ms) && Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString() : 'unknown time';

/** The structural report: what of the diagnostics helps to find the rows of a page. */
export function structuralReport(facts: Facts): string {
  return [
    'UCOS Inline structural report',
    `version: ${facts.version}`,
    `browser: ${facts.browser}`,
    ...page(facts),
    '',
  ].join('\n');
}
