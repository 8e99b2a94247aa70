// The vault in the browser: what is sealed, what locks and unlocks it, what a wrong PIN costs, and that what waits is
// neither lost nor sent by another.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';
import type { StoreView } from '../../extension/protocol';
import { connect, EXTENSION_ID, endWorker, startBrowser } from './support/browser';
import { extensionPage } from './support/due';
import { IsolatedWorld } from './support/isolated';
import { badgeOf, choose, journalOf, listed, menuOf, move, openList, STORE } from './support/orders';
import type { Sandbox } from './support/sandbox';
import { expect, listUrl, test } from './support/test';
import { everythingKept, traces } from './support/vault';

const PIN = 'wren & oak 7';
const POPUP = `chrome-extension://${EXTENSION_ID}/popup.html`;

async function popup(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(POPUP);
  await expect(page.getByRole('heading', { name: STORE })).toBeVisible();
  return page;
}

async function storeView(context: BrowserContext): Promise<StoreView> {
  const page = await extensionPage(context);
  const text = await page.evaluate(async (key) => {
    const stored = await chrome.storage.session.get<Record<string, string>>(key);
    return stored[key] ?? '{}';
  }, `store/${STORE}`);
  await page.close();
  return JSON.parse(text);
}

const isLocked = async (context: BrowserContext): Promise<boolean> =>
  (await storeView(context)).problem?.code === 'locked';

async function unlock(page: Page, name: string, pin: string): Promise<void> {
  await page.getByLabel(`PIN of ${name}`).fill(pin);
  await page.keyboard.press('Enter');
}

async function lockByHand(context: BrowserContext): Promise<void> {
  const page = await popup(context);
  await page.getByRole('button', { name: /^Lock / }).click();
  await expect(page.getByText(/^Locked\./)).toBeVisible();
  await page.close();
}

/** Every status may follow every other, from before the store is connected. */
const free = (sandbox: Sandbox): Promise<unknown> =>
  sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });

test('no storage area, database or view holds a key or a PIN, in whatever form', async ({
  browser_,
  sandbox,
}) => {
  const { context } = browser_;
  await free(sandbox);
  await connect(context, sandbox, { pin: PIN });
  await connect(context, sandbox, { store: 'harbour-supply' });
  const admin = await context.newPage();
  const [id = ''] = await listed(admin);
  await openList(admin, listUrl());
  await choose(admin, id, 'On hold');
  await expect.poll(() => journalOf(sandbox, id)).toHaveLength(1);
  const kept = await everythingKept(context);
  // What is looked through is all there is: it knows of both accounts.
  expect(kept).toContain(`vault/${STORE}/${sandbox.staff(STORE)}`);
  expect(kept).toContain('held/vault/');
  expect(kept).toContain('CryptoKey');
  for (const { key } of sandbox.announced.keys) expect(traces(kept, key)).toEqual([]);
  expect(traces(kept, PIN)).toEqual([]);
});

test('what a content script can read of an unlocked account opens nothing', async ({ browser_, sandbox }) => {
  const { context } = browser_;
  await connect(context, sandbox, { pin: PIN });
  const admin = await context.newPage();
  await openList(admin, listUrl());
  const world = await IsolatedWorld.of(admin);
  const views = await world.evaluate<Record<string, string>>('chrome.storage.session.get(null)');
  const held = Object.entries(views).filter(([name]) => name.startsWith('held/'));
  expect(held).toHaveLength(1);
  expect(traces(JSON.stringify(views), sandbox.key('full'))).toEqual([]);
  // The database with what it is sealed with belongs to the extension's origin; the script's is the page's.
  expect(
    await world.evaluate('indexedDB.databases().then((all) => all.map(({ name }) => name))'),
  ).not.toContain('ucos-inline-vault');
  // Nor does the extension itself get the keys out.
  const page = await extensionPage(context);
  const exported = await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('ucos-inline-vault');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const keys = await new Promise<CryptoKey[]>((resolve, reject) => {
      const reading = database.transaction('keys').objectStore('keys').getAll();
      reading.onsuccess = () => resolve(reading.result);
      reading.onerror = () => reject(reading.error);
    });
    database.close();
    return Promise.all(
      keys.map((key) =>
        crypto.subtle.exportKey('raw', key).then(
          () => 'exported',
          (error) => error.name,
        ),
      ),
    );
  });
  expect(exported.length).toBeGreaterThan(0);
  expect(new Set(exported)).toEqual(new Set(['InvalidAccessError']));
});

test('the end of the worker leaves it unlocked, the end of the browser locks it', async ({ sandbox }) => {
  const profile = await mkdtemp(join(tmpdir(), 'ucos-inline-'));
  const first = await startBrowser(sandbox, { profile });
  await connect(first.context, sandbox, { pin: PIN });
  const page = await first.context.newPage();
  await endWorker(page);
  await openList(page, listUrl());
  await expect(badgeOf(page, (await listedHere(page))[0] ?? '')).toHaveAttribute('data-state', KNOWN);
  expect(await isLocked(first.context)).toBe(false);
  await first.close();

  await sandbox.forgetRequests();
  const second = await startBrowser(sandbox, { profile });
  const shown = await popup(second.context);
  await expect(shown.getByText(/^Locked\./)).toBeVisible();
  // Whoever opens the popup can type at once.
  await expect(shown.getByLabel(`PIN of ${sandbox.staff(STORE)}`)).toBeFocused();
  expect(await sandbox.requests()).toEqual([]);
  // What had sealed the key of the last browser is gone from the disk.
  expect(await keyNames(second.context)).toEqual([]);
  await unlock(shown, sandbox.staff(STORE), PIN);
  await expect(shown.getByText('Connected', { exact: true })).toBeVisible();
  expect(await keyNames(second.context)).toEqual([`held/vault/${STORE}/${sandbox.staff(STORE)}`]);
  await second.close();
  await rm(profile, { recursive: true, force: true });
});

test('wrong PINs: the wait outlives worker and browser, and is said', async ({ sandbox }) => {
  const profile = await mkdtemp(join(tmpdir(), 'ucos-inline-'));
  const first = await startBrowser(sandbox, { profile });
  const name = sandbox.staff(STORE);
  await connect(first.context, sandbox, { pin: PIN });
  await lockByHand(first.context);
  const page = await popup(first.context);
  const status = page.getByRole('status');
  for (const pin of ['1111', '2222', '3333', '4444', '5555']) {
    await expect(page.getByText(/^Next try in/)).toBeHidden();
    await unlock(page, name, pin);
    await expect(status).toHaveText(/not the account’s PIN/);
    await expect(page.getByLabel(`PIN of ${name}`)).toBeFocused();
    await expect(page.getByLabel(`PIN of ${name}`)).toHaveValue('');
    // Only the first wait is sat out; those before it are none.
    if (pin === '4444') break;
    if (pin === '3333') await expect(page.getByText(/^Next try in/)).toBeVisible();
  }
  await expect(page.getByText(/^Next try in 1\d seconds$/)).toBeVisible();
  await endWorker(page);
  await unlock(page, name, PIN);
  await expect(status).toHaveText(/was not tried/);
  await first.close();

  const second = await startBrowser(sandbox, { profile });
  const after = await popup(second.context);
  await unlock(after, name, PIN);
  await expect(after.getByRole('status')).toHaveText(/was not tried/);
  await expect(after.getByText(/^Next try in/)).toBeVisible();
  await expect(after.getByText(/^Next try in/)).toBeHidden({ timeout: 20_000 });
  await unlock(after, name, PIN);
  await expect(after.getByText('Connected', { exact: true })).toBeVisible();
  await second.close();
  await rm(profile, { recursive: true, force: true });
});

test('locked by hand nothing is asked; what waits says so, and goes once it is unlocked', async ({
  browser_,
  sandbox,
}) => {
  const { context } = browser_;
  await free(sandbox);
  await connect(context, sandbox, { pin: PIN });
  const admin = await context.newPage();
  const [id = '', other = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());
  await choose(admin, id, 'Dispatched');
  await expect(badgeOf(admin, id)).toHaveAttribute('data-change', 'waiting');
  await lockByHand(context);
  await expect(badgeOf(admin, id)).toHaveAttribute('data-change', 'blocked');
  await sandbox.forgetRequests();
  await badgeOf(admin, id).getByRole('button').click();
  await expect(menuOf(admin).getByRole('alert')).toHaveText(/is locked.*goes by itself once you unlock/);
  await admin.keyboard.press('Escape');
  // A new choice is refused: whose it would be cannot be told.
  await choose(admin, other, 'On hold');
  await expect(badgeOf(admin, other)).toHaveAttribute('data-state', 'failed');
  await badgeOf(admin, other).getByRole('button').click();
  await expect(menuOf(admin).getByRole('alert')).toHaveText(/is locked, so nothing was sent/);
  await admin.keyboard.press('Escape');
  await admin.reload();
  await expect(badgeOf(admin, id)).toHaveAttribute('data-change', 'blocked');
  await endWorker(admin);
  await admin.reload();
  await expect(badgeOf(admin, id)).toHaveAttribute('data-change', 'blocked');
  expect(await sandbox.requests()).toEqual([]);

  const page = await popup(context);
  await expect(page.getByText('1 change waits')).toBeVisible();
  await unlock(page, sandbox.staff(STORE), PIN);
  await expect.poll(async () => (await sandbox.order(STORE, id)).status).toBe('Dispatched');
  expect(await journalOf(sandbox, id)).toHaveLength(1);
  await expect(badgeOf(admin, id)).not.toHaveAttribute('data-state', 'pending');
  expect(await journalOf(sandbox, other)).toEqual([]);
});

test('two accounts are switched by PIN, and neither sends what the other chose', async ({
  browser_,
  sandbox,
}) => {
  const { context } = browser_;
  await free(sandbox);
  await connect(context, sandbox, { pin: PIN });
  const ada = sandbox.staff(STORE);
  const admin = await context.newPage();
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());
  await choose(admin, id, 'Dispatched');
  await expect(badgeOf(admin, id)).toHaveAttribute('data-change', 'waiting');
  await connect(context, sandbox, { key: 'no-notify', name: 'Bea Kim', pin: 'heron-42' });
  await expect(badgeOf(admin, id)).toHaveAttribute('data-change', 'blocked');
  await badgeOf(admin, id).getByRole('button').click();
  await expect(menuOf(admin).getByRole('alert')).toHaveText(/Another staff account chose this change/);
  await expect(menuOf(admin).getByRole('alert').locator('q')).toHaveText(ada);
  await admin.keyboard.press('Escape');
  expect(await journalOf(sandbox, id)).toEqual([]);

  const page = await popup(context);
  await expect(page.getByText('as Bea Kim')).toBeVisible();
  await page.getByText('Other staff accounts').click();
  await unlock(page, ada, 'heron-42');
  await expect(page.getByRole('status')).toHaveText(/not the account’s PIN/);
  await expect(page.getByText('as Bea Kim')).toBeVisible();
  await unlock(page, ada, PIN);
  await expect(page.getByText(`as ${ada}`)).toBeVisible();
  await expect.poll(() => journalOf(sandbox, id)).toHaveLength(1);
  expect((await sandbox.order(STORE, id)).status).toBe('Dispatched');
  expect(
    (await storeView(context)).accounts.map(({ staff_name, is_locked }) => [staff_name, is_locked]),
  ).toEqual(
    expect.arrayContaining([
      [ada, false],
      ['Bea Kim', true],
    ]),
  );

  // One of them can go; the other stays.
  const options = await context.newPage();
  await options.goto(`chrome-extension://${EXTENSION_ID}/options.html`);
  await options.getByRole('button', { name: `Disconnect Bea Kim from ${STORE}` }).click();
  await options.getByRole('dialog').getByRole('button', { name: 'Disconnect', exact: true }).click();
  await expect(options.getByRole('status').filter({ hasText: 'Disconnected Bea Kim' })).toBeVisible();
  expect((await storeView(context)).accounts.map(({ staff_name }) => staff_name)).toEqual([ada]);
});

test('the screen locked, or nobody at the device: it locks', async ({ browser_, sandbox }) => {
  const { context } = browser_;
  await connect(context, sandbox, { pin: PIN });
  const [worker] = context.serviceWorkers();
  // No test can lock this machine's screen: the browser's own event is sent to the listener instead.
  const happens = (state: string): Promise<void> =>
    worker?.evaluate((state) => {
      const event: unknown = chrome.idle.onStateChanged;
      if (event instanceof Object && 'dispatch' in event && event.dispatch instanceof Function)
        event.dispatch.call(event, state);
      else throw new Error('the event cannot be sent');
    }, state) ?? Promise.reject(new Error('there is no worker'));
  await happens('active');
  expect(await isLocked(context)).toBe(false);
  for (const state of ['locked', 'idle']) {
    await happens(state);
    await expect.poll(() => isLocked(context), state).toBe(true);
    const page = await popup(context);
    await unlock(page, sandbox.staff(STORE), PIN);
    await expect(page.getByText('Connected', { exact: true })).toBeVisible();
    await page.close();
  }
});

test('what a PIN costs to try is measured, and is what the core asks for', async ({ browser_, sandbox }) => {
  const { context } = browser_;
  await connect(context, sandbox, { pin: PIN });
  const page = await extensionPage(context);
  const { rounds, salt_bytes, milliseconds } = await page.evaluate(async (pin) => {
    const stored = await chrome.storage.local.get<Record<string, string>>(null);
    const [, text = '{}'] = Object.entries(stored).find(([name]) => name.startsWith('vault/')) ?? [];
    const { salt, rounds } = JSON.parse(text).pin;
    const typed = new TextEncoder().encode(pin);
    const begun = performance.now();
    const secret = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveBits']);
    const derivation = {
      name: 'PBKDF2',
      hash: 'SHA-256',
      salt: new TextEncoder().encode(salt),
      iterations: rounds,
    };
    await crypto.subtle.deriveBits(derivation, secret, 256);
    return { rounds, salt_bytes: salt.length / 2, milliseconds: performance.now() - begun };
  }, PIN);
  expect(rounds).toBeGreaterThanOrEqual(600_000);
  expect(salt_bytes).toBe(16);
  test.info().annotations.push({ type: 'one derivation', description: `${Math.round(milliseconds)} ms` });
});

test('a key that an earlier version kept in plain is sealed, and its text gone', async ({
  browser_,
  sandbox,
}) => {
  const { context } = browser_;
  const page = await extensionPage(context);
  const key = sandbox.key('full');
  await page.evaluate(({ name, text }) => chrome.storage.local.set({ [name]: text }), {
    name: `account/${STORE}`,
    text: JSON.stringify({ version: 1, staff_name: 'Ada', key, made_at: 1_750_000_000_000 }),
  });
  await endWorker(page);
  await openList(page, listUrl());
  await expect(badgeOf(page, (await listedHere(page))[0] ?? '')).toHaveAttribute('data-state', KNOWN);
  const kept = await everythingKept(context);
  expect(kept).toContain(`vault/${STORE}/Ada`);
  expect(kept).not.toContain(`account/${STORE}`);
  expect(traces(kept, key)).toEqual([]);
});

test('the popup of a locked account works from the keyboard, with names and without faults', async ({
  browser_,
  sandbox,
}) => {
  const { context } = browser_;
  await connect(context, sandbox, { pin: PIN });
  const page = await popup(context);
  await page.getByRole('button', { name: /^Lock / }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: STORE })).toBeFocused();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }
  const field = page.getByLabel(`PIN of ${sandbox.staff(STORE)}`);
  await expect(field).toHaveAttribute('type', 'password');
  await field.focus();
  await page.keyboard.type(PIN);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Unlock' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { name: STORE })).toBeFocused();
});

const KNOWN = /^(?:none|ok|due-soon|maybe-overdue|overdue)$/;

/** The ids on the page's list. */
const listedHere = (page: Page): Promise<string[]> =>
  page
    .locator('[data-ucos-inline="badge"]')
    .evaluateAll((badges) => badges.map((badge) => badge.getAttribute('data-order') ?? ''));

/** What seals something now. */
async function keyNames(context: BrowserContext): Promise<string[]> {
  const page = await extensionPage(context);
  const names = await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('ucos-inline-vault');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const keys = await new Promise<IDBValidKey[]>((resolve, reject) => {
      const reading = database.transaction('keys').objectStore('keys').getAllKeys();
      reading.onsuccess = () => resolve(reading.result);
      reading.onerror = () => reject(reading.error);
    });
    database.close();
    return keys.map(String);
  });
  await page.close();
  return names;
}
