// What unsettled changes cost: the worker's start with a thousand of them, and the page while 500 orders change at once.
// See README.md.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { endWorker } from '../tests/e2e/support/browser';
import { extensionPage } from '../tests/e2e/support/due';
import { STORE } from '../tests/e2e/support/orders';
import { repository } from '../tests/e2e/support/repository';
import { badges, expect, listUrl, test } from '../tests/e2e/support/test';
import { median } from './median';

const WAITING = 1_000;
const STARTS = 15;
const MANY = 500;

const results: { what: string; result: string }[] = [];

test.use({ sandboxOptions: ['--orders', '1200'] });

test.afterAll(() => {
  mkdirSync(join(repository, 'dist/bench'), { recursive: true });
  writeFileSync(join(repository, 'dist/bench/changes.json'), JSON.stringify(results));
});

test('the start of the worker with waiting changes', async ({ admin }) => {
  // All of them seen before, as orders are that somebody changes.
  await admin.goto(listUrl(`per_page=${WAITING}`));
  await expect(badges(admin)).toHaveCount(WAITING);
  await expect(badges(admin).and(admin.locator('[data-state="loading"]'))).toHaveCount(0, {
    timeout: 60_000,
  });
  const ids = await badges(admin).evaluateAll((hosts) =>
    hosts.map((host) => host.getAttribute('data-order') ?? ''),
  );
  await admin.goto(listUrl('', STORE, 'products'));
  const page = await extensionPage(admin.context());
  const empty: number[] = [];
  const full: number[] = [];
  for (let time = 0; time < STARTS; time += 1) {
    await putIntents(page, []);
    empty.push(await start(page));
    await putIntents(page, ids);
    full.push(await start(page));
  }
  const waiting = await page.evaluate(async (key) => {
    const stored = await chrome.storage.session.get<Record<string, string>>(key);
    return JSON.parse(stored[key] ?? '{}').blocked;
  }, `changes/${STORE}`);
  expect(waiting, 'all were taken up').toBe(WAITING);
  results.push({
    what: `the worker's start with ${WAITING.toLocaleString('en')} waiting changes / with none`,
    result: `${(median(full) / median(empty)).toFixed(2)} ×`,
  });
});

test('500 orders at once', async ({ admin, sandbox }) => {
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
  await admin.addInitScript(() => {
    Object.assign(window, { tasks_: [] });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) Reflect.get(window, 'tasks_').push(duration);
    }).observe({ type: 'longtask' });
  });
  await admin.goto(listUrl(`per_page=${MANY}`));
  await expect(badges(admin)).toHaveCount(MANY);
  await expect(badges(admin).and(admin.locator('[data-state="loading"]'))).toHaveCount(0);
  const longest = async (act: () => Promise<void>): Promise<number> => {
    await admin.evaluate(() => Object.assign(window, { tasks_: [] }));
    await act();
    const tasks: number[] = await admin.evaluate(() => Reflect.get(window, 'tasks_'));
    return Math.max(0, ...tasks);
  };
  const bar = admin.locator('[data-ucos-inline="bulk"]');
  const selecting = await longest(async () => {
    await admin.getByRole('checkbox').first().click();
    await expect(bar).toContainText(`${MANY} orders`);
  });
  await sandbox.forgetRequests();
  const changing = await longest(async () => {
    await bar.getByRole('button', { name: /^Set status of/ }).click();
    await admin.getByRole('option', { name: 'On hold', exact: true }).first().click();
    await admin.getByRole('button', { name: /^Set \d+ orders/ }).click();
    await expect(bar).toContainText(/done/, { timeout: 60_000 });
  });
  const oneWord = await frameForOneWord(admin);
  const posts = (await sandbox.requests()).filter(({ method }) => method === 'POST');
  const words = (longest_ms: number): string =>
    longest_ms === 0 ? 'below 50 ms' : `${longest_ms.toFixed(0)} ms`;
  results.push(
    { what: `${MANY} orders changed at once: change requests`, result: String(posts.length) },
    { what: `${MANY} orders changed at once: the page's longest task`, result: words(changing) },
    {
      what: `the same page with ${MANY} rows changes one letter by itself: its frame`,
      result: `${oneWord.toFixed(0)} ms`,
    },
    { what: `${MANY} orders selected by the page itself: its longest task`, result: words(selecting) },
  );
});

/** How long a frame takes, in ms, in which the page changes one letter of one cell and nothing else: the median of some. */
async function frameForOneWord(page: Page): Promise<number> {
  const frames = await page.evaluate(async () => {
    const cell = [...document.querySelectorAll('[role="row"], tr')][100];
    const text = cell && document.createTreeWalker(cell, NodeFilter.SHOW_TEXT, isLong).nextNode();
    function isLong({ textContent }: Node): number {
      return (textContent ?? '').trim().length > 3 ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
    }
    if (!(text instanceof Text)) throw new Error('no text in the row');
    const said = text.data.slice(0, -1);
    const durations: number[] = [];
    for (let time = 0; time < 20; time += 1) {
      await new Promise<void>((resolve) => {
        requestAnimationFrame(() => {
          const from = performance.now();
          text.data = `${said}${time % 2 === 0 ? 'b' : 'd'}`;
          const { port1, port2 } = new MessageChannel();
          // Comes when the frame has been drawn.
          port1.onmessage = () => {
            durations.push(performance.now() - from);
            resolve();
          };
          port2.postMessage(null);
        });
      });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return durations;
  });
  return median(frames);
}

/** Milliseconds from a message to a sleeping worker to its answer, which it gives when it has started. */
async function start(page: Page): Promise<number> {
  await endWorker(page);
  return page.evaluate(async () => {
    const from = performance.now();
    await chrome.runtime.sendMessage({ nothing: {} });
    return performance.now() - from;
  });
}

/** Writes these orders' changes into the database as the worker keeps them, to be tried again in an hour. */
async function putIntents(page: Page, ids: string[]): Promise<void> {
  await endWorker(page);
  await page.evaluate(
    async ({ ids, store, hour }) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('ucos-inline');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const transaction = database.transaction('intents', 'readwrite');
      const intents = transaction.objectStore('intents');
      intents.clear();
      const status = (name: string) => ({ id: name, name, color: '#336699' });
      for (const id of ids) {
        const record = {
          id: `bench${id}`,
          key: { store, order: { kind: 'order', id } },
          act: { status: { to: status('On hold'), to_sub_status: null } },
          from: status('Packing'),
          from_sub_status: null,
          messages: [],
          batch: null,
          staff: 'Ada',
          made_at: Date.now(),
          tries: 1,
          sends: 0,
          check_first: false,
          state: {
            blocked: { retry_at: Date.now() + hour, problem: { code: 'offline', detail: null } },
          },
        };
        intents.put(new TextEncoder().encode(JSON.stringify(record)), `${store}/order/${id}`);
      }
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onerror = () => reject(transaction.error);
      });
      database.close();
    },
    { ids, store: STORE, hour: 3_600_000 },
  );
}
