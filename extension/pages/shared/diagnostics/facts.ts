// Gathers what diagnostics tell: versions, counts, names of problems. What could name a person, an order or a store is not
// taken up here, so that no text that is made of it can hold any. Knows chrome.*, the worker's commands and views.

import type { Survey } from '../../../content/host/survey';
import type { KeyView, LatelyView, RefusalsView, StoredPart } from '../../../protocol';
import { LATELY_KEY } from '../../../protocol';
import { switchedOff } from '../../../switches';
import { send } from '../commands';
import { parse, readViews } from '../views';

/** TypeScript's own types do not have it yet. */
interface AgentData {
  platform: string;
  getHighEntropyValues(hints: string[]): Promise<{
    fullVersionList?: { brand: string; version: string }[];
    platformVersion?: string;
  }>;
}

declare global {
  interface Navigator {
    userAgentData?: AgentData;
  }
}

const ADMIN = 'https://admin.shopify.com/*';

export interface StoreFacts {
  staff_accounts: number;
  problem: string | null;
  /** In minutes; null: there is none. */
  problem_minutes: number | null;
  day_left_percent: number | null;
  /** How near its replacement is; null: no key. */
  key: KeyView['rotation'] | null;
  statuses: number;
  workflows: number;
  changes: { waiting: number; under_way: number; blocked: number; asks: number };
}

export interface Facts {
  at: Date;
  version: string;
  browser: string;
  platform: string;
  languages: { browser: string; page: string };
  zone_offset_minutes: number;
  screen: { width: number; height: number; ratio: number };
  preferences: string[];
  admin_access: boolean;
  managed: { stores: boolean; pin_required: boolean; own_service: boolean; faults: number } | null;
  withheld: number;
  stores: StoreFacts[];
  refusals: RefusalsView | null;
  lately: LatelyView;
  /** By kind, over all stores; or the name of the problem there was with the worker. */
  stored: Map<StoredPart, { records: number; bytes: number }> | string;
  /** In `storage.session`. */
  views: { count: number; bytes: number };
  disk_bytes: number | null;
  /** Features that are off in some store or in all, by the package. */
  switched_off: string[];
  /** Null: no tab shows the admin, or none that may be looked into. */
  page: Survey | null;
}

/** The tab of the admin that was in front last. */
async function adminTab(): Promise<number | null> {
  const tabs = await chrome.tabs.query({ url: ADMIN });
  const [latest] = tabs.toSorted((one, other) => (other.lastAccessed ?? 0) - (one.lastAccessed ?? 0));
  return latest?.id ?? null;
}

/** What that tab's page is made of; null where it cannot be looked into. */
export async function surveyOf(tab: number): Promise<Survey | null> {
  try {
    const [frame] = await chrome.scripting.executeScript({ target: { tabId: tab }, files: ['survey.js'] });
    return isSurvey(frame?.result) ? frame.result : null;
  } catch {
    // An error page, a tab that is closing, or the person withholds the site from us.
    return null;
  }
}

const isSurvey = (value: unknown): value is Survey =>
  typeof value === 'object' &&
  value !== null &&
  'page' in value &&
  'structure' in value &&
  Array.isArray(value.structure);

export async function gather(): Promise<Facts> {
  const tab = await adminTab();
  const [views, reply, session, bytes, access, estimate, agent, page] = await Promise.all([
    readViews(),
    send({ 'measure-storage': {} }),
    chrome.storage.session.getKeys(),
    chrome.storage.session.getBytesInUse(),
    chrome.permissions.contains({ origins: [ADMIN] }),
    navigator.storage.estimate().catch(() => null),
    agentWords(),
    tab === null ? null : surveyOf(tab),
  ]);
  const lately = parse((await chrome.storage.session.get(LATELY_KEY))[LATELY_KEY]);
  const at = new Date();
  const minutesSince = (since: number | null): number | null =>
    since === null ? null : Math.round((at.getTime() - since) / 60_000);
  const { policy } = views;
  return {
    at,
    version: chrome.runtime.getManifest().version,
    ...agent,
    languages: { browser: navigator.language, page: chrome.i18n.getUILanguage() },
    zone_offset_minutes: -at.getTimezoneOffset(),
    screen: { width: screen.width, height: screen.height, ratio: devicePixelRatio },
    preferences: [
      'prefers-color-scheme: dark',
      'prefers-reduced-motion: reduce',
      'prefers-contrast: more',
      'forced-colors: active',
    ].filter((query) => matchMedia(`(${query})`).matches),
    admin_access: access,
    managed: policy && {
      stores: policy.stores !== null,
      pin_required: policy.pin_required,
      own_service: policy.api_base !== null,
      faults: policy.faults.length,
    },
    withheld: views.withheld.length,
    stores: views.stores.map((view) => {
      const changes = views.changes.get(view.store);
      const catalog = views.catalogs.get(view.store);
      return {
        staff_accounts: view.accounts.length,
        problem: view.problem?.code ?? null,
        problem_minutes: minutesSince(view.problem_since),
        day_left_percent: view.day_left_percent,
        key: view.key?.rotation ?? null,
        statuses: catalog?.statuses.length ?? 0,
        workflows: catalog?.groups.length ?? 0,
        changes: {
          waiting: changes?.waiting ?? 0,
          under_way: changes?.under_way ?? 0,
          blocked: changes?.blocked ?? 0,
          asks: changes?.asks ?? 0,
        },
      };
    }),
    refusals: views.refusals,
    lately: isLately(lately) ? lately : { problems: [] },
    stored: reply.ok ? byKind(reply.stored ?? []) : reply.problem.code,
    views: { count: session.length, bytes },
    disk_bytes: estimate?.usage ?? null,
    switched_off: switchedOff(),
    page,
  };
}

function byKind(
  stored: readonly { part: StoredPart; records: number; bytes: number }[],
): Map<StoredPart, { records: number; bytes: number }> {
  const sums = new Map<StoredPart, { records: number; bytes: number }>();
  for (const { part, records, bytes } of stored) {
    const sum = sums.get(part) ?? { records: 0, bytes: 0 };
    sums.set(part, { records: sum.records + records, bytes: sum.bytes + bytes });
  }
  return sums;
}

const isLately = (value: unknown): value is LatelyView =>
  typeof value === 'object' && value !== null && 'problems' in value && Array.isArray(value.problems);

/** The browser's and the system's names and versions, without more of the device than that. */
async function agentWords(): Promise<{ browser: string; platform: string }> {
  const data = navigator.userAgentData;
  if (!data) return { browser: navigator.userAgent, platform: '' };
  const { fullVersionList = [], platformVersion = '' } = await data.getHighEntropyValues([
    'fullVersionList',
    'platformVersion',
  ]);
  return {
    browser: fullVersionList
      // One of them is no browser but a name made up so that nobody relies on the list.
      .filter(({ brand }) => !/not.?a.?brand/i.test(brand.replace(/[^a-z]/gi, '')))
      .map(({ brand, version }) => `${brand} ${version}`)
      .join(', '),
    platform: `${data.platform} ${platformVersion}`.trim(),
  };
}
