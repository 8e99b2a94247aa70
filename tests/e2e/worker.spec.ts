// The browser may end the worker at any moment: whatever it knew is in its stores, and the list is right all the same.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { connect, endWorker, startBrowser } from './support/browser';
import { faultsOf, readList, says } from './support/list';
import type { Sandbox } from './support/sandbox';
import { badges, expect, listUrl, test } from './support/test';

test('the worker ended between every two steps', async ({ browser_, sandbox }) => {
  await sandbox.control('POST', '/stores/maple-and-birch', { enforce_workflow_order: false });
  const { context } = browser_;
  const page = await context.newPage();
  await page.goto('about:blank');
  const end = async (): Promise<void> => {
    // An event of the browser's may have started it again at once.
    await expect
      .poll(async () => {
        await endWorker(page);
        return runningWorkers(page);
      })
      .toEqual([]);
  };

  await end();
  await connect(context, sandbox);
  await end();
  await page.goto(listUrl());
  await isRight(page, sandbox);
  await end();
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await isRight(page, sandbox);
  await end();
  const id = await change(page, sandbox, 0, 'On hold');
  await isRight(page, sandbox);
  await end();
  const other = await context.newPage();
  await other.goto(listUrl('page=2'));
  await isRight(other, sandbox);
  await end();
  await page.reload();
  await isRight(page, sandbox);

  // Two tabs agree, also about a change that the one makes and the other only hears of.
  await end();
  await change(other, sandbox, 1, 'On hold');
  await isRight(other, sandbox);
  await isRight(page, sandbox);
  expect(await readList(page)).toEqual(await readList(other));
  const journal = await sandbox.control<{ order: string }[]>('GET', '/journal?store=maple-and-birch');
  expect(journal, 'each change was made once').toHaveLength(2);
  expect((await sandbox.order('maple-and-birch', id)).status).toBe('On hold');
});

test('the worker ended while it waits for an answer', async ({ admin, sandbox }) => {
  await sandbox.control('POST', '/faults', { path: '/v1/orders', kind: 'latency', milliseconds: 4000 });
  await sandbox.forgetRequests();
  await admin.goto(listUrl());
  await expect.poll(async () => (await sandbox.requests()).length).toBe(1);
  await endWorker(admin);
  await isRight(admin, sandbox);
});

test('the browser started again: still connected, and badges come', async ({ sandbox }) => {
  const profile = await mkdtemp(join(tmpdir(), 'ucos-inline-'));
  const first = await startBrowser(sandbox, { profile });
  await connect(first.context, sandbox);
  const before = await first.context.newPage();
  await before.goto(listUrl());
  await isRight(before, sandbox);
  await first.close();

  const second = await startBrowser(sandbox, { profile });
  const after = await second.context.newPage();
  await after.goto(listUrl());
  await isRight(after, sandbox);
  await after.getByRole('button', { name: 'Next', exact: true }).click();
  await isRight(after, sandbox);
  await second.close();
  await rm(profile, { recursive: true, force: true });
});

const isRight = (page: Page, sandbox: Sandbox): Promise<void> =>
  expect.poll(() => faultsOf(page, sandbox)).toEqual([]);

/** The addresses of the service workers that run, as the browser tells them. */
async function runningWorkers(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const status = new Map<string, string>();
  session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const { scriptURL, runningStatus } of versions) status.set(scriptURL, runningStatus);
  });
  await session.send('ServiceWorker.enable');
  await expect.poll(() => status.size, 'the extension has a worker').toBeGreaterThan(0);
  await session.detach();
  return [...status].flatMap(([url, running]) => (running === 'stopped' ? [] : url));
}

/** Gives the order in a row of the list another status, through its badge. Its id. */
async function change(page: Page, sandbox: Sandbox, row: number, status: string): Promise<string> {
  const badge = badges(page).nth(row);
  const id = (await badge.getAttribute('data-order')) ?? '';
  expect((await sandbox.order('maple-and-birch', id)).status).not.toBe(status);
  await badge.getByRole('button').click();
  await page.getByRole('option', { name: status }).first().click();
  await expect.poll(async () => (await sandbox.order('maple-and-birch', id)).status).toBe(status);
  const name = async (): Promise<string> => (await readList(page)).rows[row]?.badges[0]?.name ?? '';
  await expect.poll(async () => says(await name(), status)).toBe(true);
  return id;
}
