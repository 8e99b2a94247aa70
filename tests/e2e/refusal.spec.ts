// Changes that are refused, and changes of which nobody can say yet whether they were made. The old status stands
// and the reason is said; what is in doubt is never sent twice, and read back once the service has had its time.

import type { Page } from '@playwright/test';
import { connect, endWorker } from './support/browser';
import { setGrace } from './support/grace';
import { KNOWN } from './support/list';
import {
  badgeOf,
  channelsFor,
  choose,
  journalOf,
  listed,
  menuOf,
  messagesOf,
  move,
  nameOf,
  openList,
  optionOf,
  postsFor,
  STORE,
} from './support/orders';
import type { Sandbox } from './support/sandbox';
import { expect, listUrl, test } from './support/test';

interface Refusal {
  name: string;
  arrange(sandbox: Sandbox): Promise<unknown>;
  /** What our words must say, and the service's own sentence, if it has one. */
  words: RegExp;
  sentence: RegExp | null;
  /** The status of the answer that the service gave to the change. */
  answer: number;
  /** Whether it is kept, for a person to say what is to become of it. */
  asks?: true;
}

// Before the store is connected, which is when its catalog is read.
test.beforeEach(async ({ sandbox }) => enforceOrder(sandbox, false));
test.beforeEach(async ({ admin }) => setGrace(admin.context(), 0));

const enforceOrder = (sandbox: Sandbox, enforce_workflow_order: boolean) =>
  sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order });

const change = { path: '/v1/orders/', method: 'POST' };
const grant = (sandbox: Sandbox, fields: object) =>
  sandbox.control('POST', '/keys/full', { store: STORE, ...fields });
const refuse = (sandbox: Sandbox, status: number, message: string) =>
  sandbox.control('POST', '/faults', {
    ...change,
    kind: 'status',
    status,
    body: { error: 'refused', message },
  });

const REFUSALS: Refusal[] = [
  {
    name: '409, the order of the workflow, enforced since the catalog was read',
    arrange: (sandbox) => enforceOrder(sandbox, true),
    words: /this status is not the next, so UCOS refused it\. Nothing was changed/,
    sentence: /Workflow order is enforced: "Delivered" cannot follow "Packing" in Made to order/,
    answer: 409,
  },
  {
    name: '403, a key that may only read',
    arrange: (sandbox) => grant(sandbox, { permissions: ['canViewOrders', 'canViewStatuses'] }),
    words: /the key lacks a permission\. Nothing was changed/,
    sentence: /canChangeOrderStatus/,
    answer: 403,
    asks: true,
  },
  {
    name: '404, an order that the service does not know',
    arrange: (sandbox) => refuse(sandbox, 404, 'There is no such order.'),
    words: /UCOS does not know this order, and nothing was changed/,
    sentence: /^There is no such order\.$/,
    answer: 404,
  },
  {
    name: '422, with a sentence that looks like markup',
    arrange: (sandbox) => refuse(sandbox, 422, '<b id="bold">No</b><img src="x">'),
    words: /UCOS refused this, and nothing was changed/,
    sentence: /^<b id="bold">No<\/b><img src="x">$/,
    answer: 422,
  },
  {
    name: '401, a key revoked meanwhile',
    arrange: (sandbox) => grant(sandbox, { revoked: true }),
    words: /UCOS does not accept this API key.*Nothing was changed/,
    sentence: null,
    answer: 401,
    asks: true,
  },
];

for (const { name, arrange, words, sentence, answer, asks } of REFUSALS) {
  test(`refused: ${name}`, async ({ admin, sandbox }) => {
    const [id = ''] = await listed(admin);
    await move(sandbox, id, 'Packing');
    await openList(admin, listUrl());
    await arrange(sandbox);
    await choose(admin, id, 'Delivered');

    const badge = badgeOf(admin, id);
    await expect(badge).toHaveAttribute('data-state', 'failed');
    await expect(badge).toHaveAttribute('data-change', asks ? 'asking' : 'refused');
    expect(await nameOf(badge)).toMatch(/^Packing,.* Needs attention/);
    const title = await badge.getByRole('button').getAttribute('title');
    expect(title).toMatch(words);

    // The menu says it at its head, as text; closing it acknowledges, but decides nothing.
    await badge.getByRole('button').click();
    const alert = menuOf(admin).getByRole('alert');
    await expect(alert).toContainText(words);
    await expect(alert.locator('q')).toHaveCount(sentence === null ? 0 : 1);
    if (sentence !== null) await expect(alert.locator('q')).toHaveText(sentence);
    await expect(alert.locator('q *')).toHaveCount(0);
    await admin.keyboard.press('Escape');
    if (asks) {
      await openList(admin, listUrl());
      await expect(badge).toHaveAttribute('data-change', 'asking');
      await badge.getByRole('button').click();
      await expect(menuOf(admin).getByRole('button', { name: 'Send now' })).toBeVisible();
      await menuOf(admin).getByRole('button', { name: 'Leave it' }).click();
    }
    await expect(badge).toHaveAttribute('data-state', KNOWN);
    await expect(badge).not.toHaveAttribute('data-change');
    expect(await nameOf(badge)).toMatch(/^Packing(?!.*Needs attention)/);

    // It stays away: nothing of it comes back with a new page.
    await openList(admin, listUrl());
    await expect(badge).toHaveAttribute('data-state', KNOWN);
    expect((await sandbox.order(STORE, id)).status).toBe('Packing');
    expect(await journalOf(sandbox, id)).toEqual([]);
    expect(await messagesOf(sandbox, id)).toEqual([]);
    const posts = (await sandbox.requests()).filter(({ method }) => method === 'POST');
    expect(posts.map(({ status }) => status)).toEqual([answer]);
  });
}

test('another choice in the menu that says why the first was refused: it is made', async ({
  admin,
  sandbox,
}) => {
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());
  await refuse(sandbox, 422, 'No.');
  await choose(admin, id, 'Delivered');
  const badge = badgeOf(admin, id);
  await expect(badge).toHaveAttribute('data-change', 'refused');
  await choose(admin, id, 'On hold');
  await expect.poll(async () => (await sandbox.order(STORE, id)).status).toBe('On hold');
  await expect(badge).toHaveAttribute('data-state', KNOWN);
  expect(await nameOf(badge)).toMatch(/^On hold/);
  expect(await journalOf(sandbox, id)).toHaveLength(1);
});

test('429, the budget of the key spent by others: kept, and may be taken back', async ({
  admin,
  sandbox,
}) => {
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());
  await grant(sandbox, { per_minute: 1 });
  await choose(admin, id, 'Delivered');
  const badge = badgeOf(admin, id);
  await expect(badge).toHaveAttribute('data-change', 'blocked');
  expect(await nameOf(badge)).toMatch(/^Delivered, not sent yet, tried again at /);
  await badge.getByRole('button').click();
  await expect(menuOf(admin).getByRole('alert')).toContainText('has used up its requests for now');
  await grant(sandbox, { per_minute: 100_000 });
  await menuOf(admin).getByRole('button', { name: 'Undo' }).click();
  await expect(badge).toHaveAttribute('data-state', KNOWN);
  expect(await nameOf(badge)).toMatch(/^Packing/);
  expect(await journalOf(sandbox, id)).toEqual([]);
});

interface Doubt {
  name: string;
  fault: object;
  /** Whether the service makes the change in the end. */
  isMade: boolean;
}

const DOUBTS: Doubt[] = [
  { name: 'cut after the change', fault: { kind: 'drop-after-commit' }, isMade: true },
  { name: 'cut before the change', fault: { kind: 'drop-before-commit' }, isMade: false },
  { name: 'cut, applied later', fault: { kind: 'late', milliseconds: 30_000 }, isMade: true },
  { name: '500', fault: { kind: 'status', status: 500 }, isMade: false },
  { name: '500, made all the same', fault: { kind: 'status', status: 500, commit: true }, isMade: true },
  { name: 'half an answer', fault: { kind: 'truncated' }, isMade: true },
];

test('in doubt: sent once, read back, the truth is shown', async ({ admin, sandbox }) => {
  // The service's time to apply a late request is a minute, and it is a real one here: one wait for all.
  test.setTimeout(180_000);
  const ids = await listed(admin);
  const take = (): string => ids.shift() ?? '';
  const doubts = DOUBTS.map((doubt) => ({ ...doubt, id: take() }));
  const [ended, slow] = [take(), take()];
  const all = [
    ...doubts,
    { name: 'worker ended', id: ended, isMade: true },
    { name: 'time-out', id: slow, isMade: true },
  ];
  for (const { id } of all) await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());

  for (const { id, fault } of doubts) {
    await sandbox.control('POST', '/faults', { ...change, ...fault });
    await choose(admin, id, 'Out for delivery');
    await expectDoubt(admin, id);
  }

  // The worker is ended while its request is on the way.
  await sandbox.control('POST', '/faults', { ...change, kind: 'latency', milliseconds: 3_000 });
  await choose(admin, ended, 'Out for delivery');
  await expect.poll(() => postsFor(sandbox, ended)).toBe(1);
  await endWorker(admin);
  await expect(badgeOf(admin, ended)).toHaveAttribute('data-state', 'pending');
  await openList(admin, listUrl());
  await expectDoubt(admin, ended);

  // Longer than the worker waits for an answer.
  await sandbox.control('POST', '/faults', { ...change, kind: 'latency', milliseconds: 27_000 });
  await choose(admin, slow, 'Out for delivery');
  await expectDoubt(admin, slow, 40_000);

  // What is in doubt takes no second change.
  await choose(admin, slow, 'In transit');
  await expect(badgeOf(admin, slow).getByRole('button')).toHaveAttribute('title', /already has a change/);

  for (const { name, id, isMade } of all) {
    const badge = badgeOf(admin, id);
    await expect(badge, name).toHaveAttribute('data-state', isMade ? KNOWN : 'failed', { timeout: 100_000 });
    expect(await nameOf(badge), name).toMatch(isMade ? /^Out for delivery/ : /^Packing,.* Needs attention/);
    if (!isMade) await expect(badge.getByRole('button')).toHaveAttribute('title', /still has its old status/);
    const truth = isMade ? 'Out for delivery' : 'Packing';
    expect((await sandbox.order(STORE, id)).status, name).toBe(truth);
    expect(await journalOf(sandbox, id), name).toHaveLength(isMade ? 1 : 0);
    const channels = isMade ? await channelsFor(sandbox, id, truth) : [];
    expect(await messagesOf(sandbox, id), name).toEqual(channels);
    expect(await postsFor(sandbox, id), name).toBe(1);
  }
});

async function expectDoubt(page: Page, id: string, timeout = 15_000): Promise<void> {
  const button = badgeOf(page, id).getByRole('button');
  await expect(button).toHaveAttribute('title', /the change may or may not have been made/, { timeout });
  await expect(badgeOf(page, id)).toHaveAttribute('data-state', 'pending');
  expect(await nameOf(badgeOf(page, id))).toMatch(
    /^Out for delivery, not confirmed, the order is read back at /,
  );
}

test('a store connected with a key that may only read', async ({ browser_, sandbox }) => {
  await connect(browser_.context, sandbox, { key: 'read-only' });
  const page = await browser_.context.newPage();
  const [id = ''] = await listed(page);
  await move(sandbox, id, 'On hold');
  await openList(page, listUrl());
  await choose(page, id, 'Packing');
  await expect(badgeOf(page, id)).toHaveAttribute('data-state', 'failed');
  await badgeOf(page, id).getByRole('button').click();
  await expect(menuOf(page).getByRole('alert').locator('q')).toContainText('canChangeOrderStatus');
  // Another attempt from there goes the same way and loses nothing.
  await optionOf(page, 'Packing').click();
  await expect(badgeOf(page, id)).toHaveAttribute('data-state', 'failed');
  // What was learnt of the key is said from then on.
  await badgeOf(page, id).getByRole('button').click();
  await expect(menuOf(page).getByText('This key may not change statuses')).toBeVisible();
  expect((await sandbox.order(STORE, id)).status).toBe('On hold');
});
