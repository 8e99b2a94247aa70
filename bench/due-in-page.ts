// What the benchmark of due times runs in the page: the core as it ships, its rivals, and the clock.

import init, { type DueAnswer, type DueQuestion, dueTimes } from '../dist/core/ucos_inline.js';
import { dateFns, dateFnsOnce, nativeTemporal, polyfilledTemporal, type Rival, type Work } from './rivals';

export type { Work } from './rivals';

declare global {
  interface Window {
    due_: typeof import('./due-in-page');
  }
}

/** Resolves when the core is there. */
export const ready = init({ module_or_path: '/core.wasm' });

/** From numbers to numbers: JSON is written and read on both sides, since that is how due times reach a page. */
const core: Rival = ({ zone, holidays, entered, seconds }) => {
  const question: DueQuestion = {
    settings: {
      zone,
      weekend: ['sat', 'sun'],
      holidays: holidays.map((date) => ({ date, name: '' })),
      lead_seconds: null,
      sub_status_restarts: false,
      sweep_percent: 30,
      grace_seconds: 5,
      lock_minutes: 15,
      unread_name: 'allow',
      rotate_days: 90,
      reminders: { enabled: true, quiet: null, muted_statuses: [] },
    },
    entered,
    limits: [{ seconds, skip_weekends: true, skip_holidays: true }],
  };
  const { due }: DueAnswer = JSON.parse(dueTimes(JSON.stringify(question)));
  return (due ?? []).map((at) => at ?? Number.NaN);
};

const contestants: Record<string, Rival | undefined> = {
  core,
  dateFns,
  dateFnsOnce,
  nativeTemporal,
  polyfilledTemporal,
};

/** Those that this browser can run. */
export function names(): string[] {
  return Object.keys(contestants).filter((name) => contestants[name] !== undefined);
}

export function dueOf(name: string, work: Work): number[] {
  return contestants[name]?.(work) ?? [];
}

/** Milliseconds that `work` takes, on average over as many runs as the clock needs to tell. */
export function measure(name: string, work: Work): number {
  const enough = 50;
  const start = performance.now();
  let runs = 0;
  let taken = 0;
  while (taken < enough) {
    dueOf(name, work);
    runs += 1;
    taken = performance.now() - start;
  }
  return taken / runs;
}
