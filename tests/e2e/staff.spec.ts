// Who is signed in, and whose key there is: where they are two, the store is read-only in the page, says so, and offers a
// way out; and whatever is sent all the same is refused. A name that cannot be read is let in or not, as is set.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { isSameName } from '../../extension/content/staff/name';
import type { Command } from '../../extension/protocol';
import { connect, EXTENSION_ID } from './support/browser';
import { openCard, pageOf } from './support/card';
import { command, SETTINGS, viewOf } from './support/core';
import { setGrace } from './support/grace';
import { IsolatedWorld } from './support/isolated';
import { KNOWN } from './support/list';
import {
  badgeOf,
  choose,
  journalOf,
  listed,
  menuOf,
  move,
  nameOf,
  openList,
  optionOf,
  optionsOf,
  STORE,
  statusesOf,
} from './support/orders';
import { repository } from './support/repository';
import type { Sandbox } from './support/sandbox';
import { showName, signIn } from './support/staff';
import { expect, listUrl, test } from './support/test';

// Before the store is connected, which is when its catalog is read.
test.beforeEach(async ({ sandbox }) => {
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
});

const posts = async (sandbox: Sandbox): Promise<number> =>
  (await sandbox.requests()).filter(({ method }) => method === 'POST').length;

const barOf = (page: Page): Locator => page.locator('[data-ucos-inline="bulk"]');
const summaryOf = (page: Page): Locator => page.locator('[data-ucos-inline="summary"]');
const wayOut = (within: Locator): Locator => within.getByRole('button', { name: 'Switch or connect…' });

const said = (sandbox: Sandbox, other: string): string =>
  `This browser’s key is ${sandbox.staff()}’s; you are signed in as ${other}.`;

test('names are compared in the page as the core compares them', () => {
  const examples: Record<'same' | 'different', [string, string][]> = JSON.parse(
    readFileSync(join(repository, 'tests/fixtures/staff-names.json'), 'utf8'),
  );
  for (const [one, other] of examples.same) expect(isSameName(one, other), `${one} = ${other}`).toBe(true);
  for (const [one, other] of examples.different)
    expect(isSameName(one, other), `${one} ≠ ${other}`).toBe(false);
  expect(isSameName('Zoë', 'Zoe\u0308')).toBe(true);
});

test('somebody else reads and changes nothing: list, menu, keys, bulk bar', async ({ admin, sandbox }) => {
  const [id = '', another = ''] = await listed(admin);
  for (const each of [id, another]) await move(sandbox, each, 'Packing');
  await signIn(sandbox, 'Ben <b>Bold</b>');
  await openList(admin, listUrl());
  const words = said(sandbox, 'Ben <b>Bold</b>');
  await expect(summaryOf(admin)).toContainText(words);
  expect(await nameOf(badgeOf(admin, id))).toMatch(/^Packing/);
  const button = badgeOf(admin, id).getByRole('button');
  // By mouse, by Enter and by the key of the next step.
  for (const open of [() => button.click(), () => button.press('Enter'), () => button.press('n')]) {
    await open();
    await expect(menuOf(admin)).toContainText(words);
    await expect(wayOut(menuOf(admin))).toBeFocused();
    await expect(optionsOf(admin)).toHaveCount(0);
    await expect(menuOf(admin).getByRole('combobox')).toHaveCount(0);
    // To answer a customer changes nothing.
    await expect(menuOf(admin).getByRole('button')).toHaveText([
      'Switch or connect…',
      /^Copy reply/,
      'In French',
    ]);
    await admin.keyboard.press('Escape');
    await expect(menuOf(admin)).toHaveCount(0);
    await expect(button).toBeFocused();
  }
  await admin.getByRole('checkbox').nth(1).click();
  await admin.getByRole('checkbox').nth(2).click();
  await expect(barOf(admin)).toContainText(words);
  await expect(barOf(admin).getByRole('button')).toHaveText(['Switch or connect…']);
  const { violations } = await new AxeBuilder({ page: admin }).include('[data-ucos-inline="bulk"]').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  expect(await posts(sandbox)).toBe(0);

  // The owner is back: all of it is offered at once, in the open menu too.
  await button.click();
  await expect(optionsOf(admin)).toHaveCount(0);
  await showName(admin, ` ${sandbox.staff().toUpperCase()}\u00a0`);
  await expect(optionOf(admin, 'On hold')).toBeVisible();
  await expect(summaryOf(admin)).not.toContainText('you are signed in as');
  await expect(barOf(admin).getByRole('button', { name: 'Set status of 2 orders' })).toBeVisible();
  await optionOf(admin, 'On hold').click();
  await expect.poll(() => journalOf(sandbox, id)).toMatchObject([{ to_status: 'On hold' }]);
  // And away again.
  await badgeOf(admin, another).getByRole('button').click();
  await expect(optionOf(admin, 'On hold')).toBeVisible();
  await showName(admin, 'Ben');
  await expect(optionsOf(admin)).toHaveCount(0);
  await expect(menuOf(admin)).toContainText(said(sandbox, 'Ben'));
});

test('what the owner chose is not somebody else’s to take back, by badge, key or notice', async ({
  admin,
  sandbox,
}) => {
  await setGrace(admin.context(), 30);
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());
  await choose(admin, id, 'Out for delivery');
  await expect(badgeOf(admin, id)).toHaveAttribute('data-undo', '');
  await showName(admin, 'Ben');
  await expect(badgeOf(admin, id)).not.toHaveAttribute('data-undo');
  await badgeOf(admin, id).getByRole('button').click({ force: true });
  await admin.keyboard.press('Control+z');
  await expect(admin.locator('[data-ucos-inline="notice"]').getByRole('button')).toBeHidden();
  expect(await viewOf(admin.context(), `order/${STORE}/order/${id}`)).toMatchObject({
    change: { state: 'waiting' },
  });
  await showName(admin, sandbox.staff());
  await expect(badgeOf(admin, id)).toHaveAttribute('data-undo', '');
  // In the haste of a test this may still be the moment after the choice, in which no press takes back.
  await expect(async () => {
    await badgeOf(admin, id).getByRole('button').click({ timeout: 1_000 });
    await expect(badgeOf(admin, id)).toHaveAttribute('data-state', KNOWN, { timeout: 500 });
  }).toPass();
  expect(await journalOf(sandbox, id)).toEqual([]);
});

test('the card reads and offers nothing', async ({ admin, sandbox }) => {
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  await signIn(sandbox, 'Ben');
  const card = await openCard(admin, pageOf(id));
  await expect(card).toContainText(said(sandbox, 'Ben'));
  await expect(card.locator('.chip').first()).toHaveText('Packing');
  await expect(card.locator('.items li')).not.toHaveCount(0);
  await expect(card.getByRole('checkbox')).toHaveCount(0);
  await expect(card.getByRole('button')).toHaveText(['', 'Switch or connect…', 'Copy reply', 'In French']);
  await showName(admin, sandbox.staff());
  await expect(card.getByRole('button', { name: 'Change status' })).toBeVisible();
  await expect(card).not.toContainText('you are signed in as');
  await expect(card.locator('.items').getByRole('checkbox')).not.toHaveCount(0);
});

test('a command that is sent all the same is refused, and names the owner', async ({ admin, sandbox }) => {
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());
  const hold = (await statusesOf(sandbox)).find(({ name }) => name === 'On hold')?.id ?? '';
  await sandbox.forgetRequests();
  const world = await IsolatedWorld.of(admin);
  const send = (message: object): Promise<unknown> =>
    world.evaluate(`chrome.runtime.sendMessage(${JSON.stringify(message)})`);
  const order = { kind: 'order', id } as const;
  const orders = [order];
  const writes = (staff: string | null): Command[] => [
    { change: { store: STORE, orders, status: hold, sub_status: null, staff } },
    { 'change-items': { store: STORE, order, items: ['1'], status: hold, sub_status: null, staff } },
    { notify: { store: STORE, order, channels: ['email'], staff } },
    { undo: { store: STORE, orders, staff } },
    { decide: { store: STORE, orders, decision: 'send', staff } },
    { acknowledge: { store: STORE, orders, staff } },
  ];
  for (const write of writes('Ben'))
    expect(await send(write), JSON.stringify(write)).toEqual({
      ok: false,
      problem: { code: 'other-staff', detail: sandbox.staff() },
    });
  await command(admin.context(), {
    configure: { store: STORE, settings: { ...SETTINGS, grace_seconds: 0, unread_name: 'refuse' } },
  });
  for (const write of writes(null))
    expect(await send(write), JSON.stringify(write)).toEqual({
      ok: false,
      problem: { code: 'name-unread', detail: null },
    });
  expect(await sandbox.requests()).toEqual([]);
  expect(await journalOf(sandbox, id)).toEqual([]);
  // However it is written, the owner's name does: an accent apart from its letter, capitals, direction marks.
  const [own] = writes(`\u2068${sandbox.staff().toUpperCase()}\u2069`);
  expect(await send(own ?? {})).toMatchObject({ ok: true });
  expect(await journalOf(sandbox, id)).toMatchObject([{ to_status: 'On hold' }]);
});

test('a name that cannot be read: by default let in, and if so set refused', async ({ admin, sandbox }) => {
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());
  await showName(admin, null);
  await choose(admin, id, 'On hold');
  await expect.poll(() => journalOf(sandbox, id)).toHaveLength(1);
  await expect(badgeOf(admin, id)).toHaveAttribute('data-state', KNOWN);

  const options = await admin.context().newPage();
  await options.goto(`chrome-extension://${EXTENSION_ID}/options.html`);
  await options.locator('summary', { hasText: 'Settings' }).click();
  await options.locator('summary', { hasText: 'Staff name and key' }).click();
  await options.getByRole('radio', { name: 'Refuse changes', exact: true }).check();
  await options.getByRole('button', { name: 'Save' }).click();
  await expect(options.getByText('unread name: refused')).toBeVisible();
  await expect(options.locator('.settings .standing')).toHaveText(/Saved/);

  await admin.bringToFront();
  const unread = 'It cannot be read who is signed in';
  await expect(summaryOf(admin)).toContainText(unread);
  await badgeOf(admin, id).getByRole('button').click();
  await expect(menuOf(admin)).toContainText(unread);
  await expect(optionsOf(admin)).toHaveCount(0);
  await showName(admin, sandbox.staff());
  await expect(optionOf(admin, 'Packing')).toBeVisible();
  await optionOf(admin, 'Packing').click();
  await expect.poll(() => journalOf(sandbox, id)).toHaveLength(2);
});

test('the way out leads to the options, where the name is offered; connecting makes the store one’s own', async ({
  admin,
  sandbox,
}) => {
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  const ben = 'Ben "<img src=x>" O’Brien';
  await signIn(sandbox, ben);
  await openList(admin, listUrl());
  await badgeOf(admin, id).getByRole('button').click();
  const [options] = await Promise.all([admin.context().waitForEvent('page'), wayOut(menuOf(admin)).click()]);
  await expect(options.getByLabel('Store handle')).toHaveValue(STORE);
  await expect(options.getByLabel('Your name')).toHaveValue(ben);
  await expect(options.getByText('The name that the admin shows now.')).toBeVisible();
  await expect(
    options.getByText(`This store is connected with the key of ${sandbox.staff()}.`),
  ).toBeVisible();
  await options.getByLabel('API key').fill(sandbox.key('full'));
  await options.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(options.getByRole('status')).toContainText(ben);
  await admin.bringToFront();
  await expect(summaryOf(admin)).not.toContainText('you are signed in as');
  await choose(admin, id, 'On hold');
  await expect.poll(() => journalOf(sandbox, id)).toHaveLength(1);
});

test('a store that is not connected yet: its admin’s name is offered, and what is typed stands', async ({
  browser_,
  sandbox,
}) => {
  const page = await browser_.context.newPage();
  await page.goto(listUrl());
  await expect.poll(() => viewOf(browser_.context, `who/${STORE}`)).toMatchObject({ staff: sandbox.staff() });
  const options = await browser_.context.newPage();
  await options.goto(`chrome-extension://${EXTENSION_ID}/options.html`);
  const name = options.getByLabel('Your name');
  await expect(name).toHaveValue('');
  await options.getByLabel('Store handle').fill(STORE);
  await expect(name).toHaveValue(sandbox.staff());
  await name.fill('Somebody');
  await options.getByLabel('Store handle').fill('another');
  await options.getByLabel('Store handle').fill(STORE);
  await expect(name).toHaveValue('Somebody');
  // Of a store of which the admin showed nobody there is nobody to offer.
  await name.fill('');
  await options.getByLabel('Store handle').fill('harbour-supply');
  await expect(name).toHaveValue('');
  await connect(browser_.context, sandbox);
});
