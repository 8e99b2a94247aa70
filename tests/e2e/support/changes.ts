// Changes in every state as the worker publishes them, written from a page of the extension's own: states that a list
// goes through in a moment, or after a minute, or never on a good day.

import type { Page } from '@playwright/test';
import type { CatalogView, ChangeState, ChangeView, OrderView } from '../../../extension/protocol';
import { STORE } from './orders';

const STATES: [state: ChangeState, problem: string | null, kind: ChangeView['kind']][] = [
  ['in-doubt', 'in-doubt', 'status'],
  ['blocked', 'offline', 'status'],
  ['asking', 'not-made', 'status'],
  ['asking', 'key-rejected', 'status'],
  ['refused', 'workflow-order', 'status'],
  ['superseded', 'changed-by-someone-else', 'status'],
  ['waiting', null, 'status'],
  ['waiting', null, 'notify'],
  ['sending', null, 'status'],
];

/** The first orders of these get a change to Dispatched, each in another state. */
export function putChanges(page: Page, ids: string[]): Promise<void> {
  return page.evaluate(
    async ({ ids, states, store }) => {
      const stored = await chrome.storage.session.get<Record<string, string>>(null);
      const catalog: CatalogView = JSON.parse(stored[`catalog/${store}`] ?? '{}');
      const status = catalog.statuses.find(({ name }) => name === 'Dispatched');
      const changed = states.map(([state, code, kind], at) => {
        const key = `order/${store}/order/${ids[at]}`;
        const isFailed = ['asking', 'refused', 'superseded'].includes(state);
        const isOpen = !['refused', 'superseded'].includes(state);
        const until = isFailed ? null : Date.now() + 30_000;
        const view: OrderView = {
          ...JSON.parse(stored[key] ?? '{}'),
          state: isFailed ? 'failed' : 'pending',
          target: status && isOpen && kind === 'status' ? { status, sub_status: null } : null,
          change: { state, kind, until, messages: ['email', 'sms'], batch: null },
          problem: code === null ? null : { code, detail: null },
        };
        return [key, JSON.stringify(view)];
      });
      await chrome.storage.session.set(Object.fromEntries(changed));
    },
    { ids, states: STATES, store: STORE },
  );
}
