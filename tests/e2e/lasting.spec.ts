// Changes outlast what they were made in: the tab, the worker, the browser, this copy of the extension. Of three orders
// one waits its grace, one is on its way and one is in doubt when it ends; all are made once, each customer is messaged
// once.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type Browser, connect, endWorker, startBrowser } from './support/browser';
import { setGrace } from './support/grace';
import { KNOWN } from './support/list';
import {
  badgeOf,
  channelsFor,
  choose,
  journalOf,
  listed,
  messagesOf,
  move,
  nameOf,
  openList,
  postsFor,
  STORE,
} from './support/orders';
import { repository } from './support/repository';
import type { Sandbox } from './support/sandbox';
import { expect, listUrl, test } from './support/test';

/** It messages customers, and so has a grace. */
const GOAL = 'Delivered';
/** An alarm comes half a minute late at the earliest, and the service has a minute to apply what was lost. */
const SETTLED_MS = 140_000;

interface Orders {
  waiting: string;
  sending: string;
  doubtful: string;
}

test.beforeEach(async ({ sandbox }) => {
  test.setTimeout(SETTLED_MS + 60_000);
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
});

/** A list in which one change is in doubt, one on its way, and one has just begun its grace. */
async function begin(page: Page, sandbox: Sandbox): Promise<Orders> {
  const [waiting = '', sending = '', doubtful = ''] = await listed(page);
  for (const id of [waiting, sending, doubtful]) await move(sandbox, id, 'Packing');
  const path = (id: string): string => `/v1/orders/${id}/`;
  await sandbox.control('POST', '/faults', { kind: 'drop-after-commit', path: path(doubtful) });
  await sandbox.control('POST', '/faults', {
    kind: 'latency',
    milliseconds: 15_000,
    path: path(sending),
  });
  await openList(page, listUrl());
  await choose(page, doubtful, GOAL);
  await choose(page, sending, GOAL);
  await expect.poll(() => postsFor(sandbox, doubtful)).toBe(1);
  await expect.poll(() => postsFor(sandbox, sending)).toBe(1);
  await expect(badgeOf(page, doubtful)).toHaveAttribute('data-state', 'pending');
  // Long enough that it certainly still waits when the end comes: one that is just being sent by then is in doubt, and
  // may rightly be asked about.
  await setGrace(page.context(), 20);
  await choose(page, waiting, GOAL);
  await expect(badgeOf(page, waiting)).toHaveAttribute('data-state', 'pending');
  expect(await postsFor(sandbox, waiting), 'it waits').toBe(0);
  return { waiting, sending, doubtful };
}

/** All three were made, each once, and the list says so. */
async function expectMade(page: Page, sandbox: Sandbox, orders: Orders): Promise<void> {
  for (const id of Object.values(orders)) {
    // With what the badge says, so that a failure tells what the extension is waiting for.
    await expect
      .poll(
        async () => [(await sandbox.order(STORE, id)).status, await nameOf(badgeOf(page, id))].join('; '),
        {
          timeout: SETTLED_MS,
        },
      )
      .toMatch(new RegExp(`^${GOAL}; `));
    await expect(badgeOf(page, id)).toHaveAttribute('data-state', KNOWN, { timeout: SETTLED_MS });
    await expect(badgeOf(page, id).getByRole('button')).toHaveAccessibleName(/^Delivered/);
    expect(await journalOf(sandbox, id)).toHaveLength(1);
    expect(await messagesOf(sandbox, id)).toEqual(await channelsFor(sandbox, id, GOAL));
    expect(await postsFor(sandbox, id)).toBe(1);
  }
}

test('the tab closed', async ({ admin, browser_: { context }, sandbox }) => {
  const orders = await begin(admin, sandbox);
  await admin.close();
  const page = await context.newPage();
  await openList(page, listUrl());
  await expectMade(page, sandbox, orders);
});

test('the worker ended', async ({ admin, sandbox }) => {
  const orders = await begin(admin, sandbox);
  await endWorker(admin);
  await expectMade(admin, sandbox, orders);
});

test('the browser started again', async ({ sandbox }) => {
  const profile = await mkdtemp(join(tmpdir(), 'ucos-inline-'));
  let browser: Browser = await startBrowser(sandbox, { profile });
  await connect(browser.context, sandbox);
  const orders = await begin(await browser.context.newPage(), sandbox);
  await browser.close();
  browser = await startBrowser(sandbox, { profile });
  const page = await browser.context.newPage();
  await page.goto(listUrl());
  await expectMade(page, sandbox, orders);
  await browser.close();
  await rm(profile, { recursive: true, force: true });
});

test.describe('another copy of the extension', () => {
  test.use({ browserOptions: { arguments: ['--enable-unsafe-extension-debugging'] } });

  test('the extension loaded anew', async ({ admin, browser_: { context }, sandbox }) => {
    const orders = await begin(admin, sandbox);
    const session = await context.browser()?.newBrowserCDPSession();
    if (!session) throw new Error('the browser has no session of its own');
    // Playwright's types do not have this domain yet.
    const load: (method: string, parameters: object) => Promise<unknown> = session.send.bind(
      session,
    ) as never;
    await load('Extensions.loadUnpacked', { path: join(repository, 'dist/extension') });
    // A list that was open is taken over by the new copy.
    await expect(badgeOf(admin, orders.waiting)).toHaveCount(1);
    await expectMade(admin, sandbox, orders);
  });
});
