// A key that was revoked with changes chosen: they wait, the options page asks, and only a person's word sends them,
// with whatever key there is then, once. Over a restart of the browser.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { type Browser, connect, EXTENSION_ID, startBrowser } from './support/browser';
import { extensionPage, putView } from './support/due';
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
import type { Sandbox } from './support/sandbox';
import { test as base, expect, listUrl } from './support/test';

/** A browser that can be closed and started again with what it has kept. */
class Restartable {
  #browser: Browser;

  private constructor(
    readonly sandbox: Sandbox,
    readonly profile: string,
    browser: Browser,
  ) {
    this.#browser = browser;
  }

  static async start(sandbox: Sandbox): Promise<Restartable> {
    const profile = await mkdtemp(join(tmpdir(), 'ucos-inline-'));
    return new Restartable(sandbox, profile, await startBrowser(sandbox, { profile, locale: 'en-CA' }));
  }

  get context(): BrowserContext {
    return this.#browser.context;
  }

  async restart(): Promise<void> {
    await this.#browser.close();
    this.#browser = await startBrowser(this.sandbox, { profile: this.profile, locale: 'en-CA' });
  }

  async end(): Promise<void> {
    await this.#browser.close();
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

const test = base.extend<{ person: Restartable }>({
  person: async ({ sandbox }, use) => {
    const person = await Restartable.start(sandbox);
    await use(person);
    await person.end();
  },
});

test.beforeEach(async ({ sandbox }) => {
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
  await sandbox.control('POST', '/keys/tight', { store: STORE, per_minute: 100_000, per_day: 1_000_000 });
});

const waiting = (page: Page): Locator => page.getByRole('region', { name: 'Changes that wait' });
const entry = (page: Page, id: string): Locator =>
  waiting(page)
    .getByRole('listitem')
    .filter({ has: page.locator(`a[href$="/${id}"]`) });
const button = (page: Page, name: string): Locator =>
  waiting(page).getByRole('button', { name, exact: true });

/** Changes go at once. */
async function withoutGrace(context: BrowserContext): Promise<void> {
  const page = await extensionPage(context);
  const reply = await page.evaluate(async (store) => {
    const key = `settings/${store}`;
    const { [key]: text } = await chrome.storage.session.get<Record<string, string>>(key);
    const settings = { ...JSON.parse(text ?? '{}'), grace_seconds: 0 };
    return chrome.runtime.sendMessage({ configure: { store, settings } });
  }, STORE);
  expect(reply).toMatchObject({ ok: true });
  await page.close();
}

/** Chooses "Out for delivery" for so many orders in "Packing", with a key that was revoked after they were read. */
async function chooseInVain(person: Restartable, count: number): Promise<string[]> {
  const { context, sandbox } = person;
  await connect(context, sandbox);
  await withoutGrace(context);
  const admin = await context.newPage();
  const ids = (await listed(admin)).slice(0, count);
  for (const id of ids) await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());
  await sandbox.control('POST', '/keys/full', { store: STORE, revoked: true });
  for (const id of ids) {
    await choose(admin, id, 'Out for delivery');
    await expect(badgeOf(admin, id)).toHaveAttribute('data-state', 'failed');
    expect(await nameOf(badgeOf(admin, id))).toMatch(/^(?:Packing|Out for delivery)/);
  }
  await expectNothingMade(sandbox, ids);
  await admin.close();
  return ids;
}

async function expectNothingMade(sandbox: Sandbox, ids: string[]): Promise<void> {
  for (const id of ids) {
    expect(await journalOf(sandbox, id)).toEqual([]);
    expect(await messagesOf(sandbox, id)).toEqual([]);
    expect((await sandbox.order(STORE, id)).status).toBe('Packing');
  }
}

async function expectMadeOnce(sandbox: Sandbox, id: string): Promise<void> {
  await expect.poll(async () => (await sandbox.order(STORE, id)).status).toBe('Out for delivery');
  expect(await journalOf(sandbox, id)).toMatchObject([
    { actor: 'tight', from_status: 'Packing', to_status: 'Out for delivery' },
  ]);
  expect(await messagesOf(sandbox, id)).toEqual(await channelsFor(sandbox, id, 'Out for delivery'));
}

const expectClean = async (page: Page, state: string): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      `${state}, ${colorScheme}`,
    ).toEqual([]);
  }
};

test('after a new key, "Send" sends what waited exactly once', async ({ person, sandbox }) => {
  const [id = ''] = await chooseInVain(person, 1);
  let options = await extensionPage(person.context);
  await expect(waiting(options)).toContainText('UCOS does not accept this API key');
  await expect(entry(options, id)).toContainText('Out for delivery');
  await expectClean(options, 'a key that is not accepted');

  await person.restart();
  options = await extensionPage(person.context);
  await expect(entry(options, id)).toBeVisible();

  await sandbox.forgetRequests();
  await connect(person.context, sandbox, { key: 'tight' });
  await expect(waiting(options)).toContainText(
    `The API key was replaced. It is now the key of ${sandbox.staff()}.`,
  );
  await expect(entry(options, id)).toContainText('Out for delivery');
  await expectClean(options, 'a new key');
  // By itself nothing goes, not even when its orders are looked at again.
  const admin = await person.context.newPage();
  await openList(admin, listUrl());
  await expectNothingMade(sandbox, [id]);
  expect(await postsFor(sandbox, id)).toBe(0);

  await options.bringToFront();
  // Twice as quick as anybody: it is said once.
  await button(options, 'Send').dblclick();
  await expectMadeOnce(sandbox, id);
  await expect(entry(options, id)).toHaveCount(0);
  await expect(waiting(options)).toContainText('1 change is being sent');
  await expect(waiting(options).getByRole('heading')).toBeFocused();
  await expect(badgeOf(admin, id)).toHaveAttribute('data-state', KNOWN);
  expect(await nameOf(badgeOf(admin, id))).toMatch(/^Out for delivery/);
  expect(await postsFor(sandbox, id)).toBe(1);
  expect(await journalOf(sandbox, id)).toHaveLength(1);
});

test('"Leave" sends nothing, after a restart with the new key too', async ({ person, sandbox }) => {
  const [id = ''] = await chooseInVain(person, 1);
  await sandbox.forgetRequests();
  await connect(person.context, sandbox, { key: 'tight' });
  await person.restart();
  const options = await extensionPage(person.context);
  await expect(waiting(options)).toContainText('The API key was replaced.');
  await expect(entry(options, id)).toBeVisible();

  await button(options, 'Leave').press('Enter');
  await expect(entry(options, id)).toHaveCount(0);
  await expect(waiting(options)).toContainText('1 change was left. Its order keeps its status.');
  const admin = await person.context.newPage();
  await openList(admin, listUrl());
  await expect(badgeOf(admin, id)).toHaveAttribute('data-state', KNOWN);
  expect(await nameOf(badgeOf(admin, id))).toMatch(/^Packing/);
  await expectNothingMade(sandbox, [id]);
  expect(await postsFor(sandbox, id)).toBe(0);
  await person.restart();
  await expect(waiting(await extensionPage(person.context))).toHaveCount(0);
});

test('of several, those that are ticked; the popup counts the rest', async ({ person, sandbox }) => {
  const [first = '', second = '', third = ''] = await chooseInVain(person, 3);
  await connect(person.context, sandbox, { key: 'tight' });
  const options = await extensionPage(person.context);
  await expect(button(options, 'Send all 3')).toBeVisible();
  await entry(options, second).getByRole('checkbox').check();
  await button(options, 'Send the ticked (1)').click();
  await expectMadeOnce(sandbox, second);
  await expect(entry(options, second)).toHaveCount(0);
  await expectNothingMade(sandbox, [first, third]);

  const popup = await person.context.newPage();
  await popup.goto(`chrome-extension://${EXTENSION_ID}/popup.html`);
  await expect(popup.getByRole('main')).toContainText('2 changes need your word');
  await expectClean(popup, 'popup');

  await entry(options, third).getByRole('checkbox').check();
  await button(options, 'Leave the ticked (1)').click();
  await expect(popup.getByRole('main')).toContainText('1 change needs your word');
  await button(options, 'Send').click();
  await expectMadeOnce(sandbox, first);
  await expectNothingMade(sandbox, [third]);
  await expect(popup.getByRole('main')).not.toContainText('your word');
});

test('what UCOS may have made can be said to be made, and is not mixed with what never left', async ({
  browser_,
  sandbox,
}) => {
  await connect(browser_.context, sandbox);
  const options = await extensionPage(browser_.context);
  const asks = (id: string, code: string, detail: string | null = null): object => ({
    order: { kind: 'draft', id },
    name: `#D${id}`,
    problem: { code, detail },
  });
  await putView(options, `changes/${STORE}`, {
    ...{ store: STORE, waiting: 1, under_way: 0, blocked: 2, asks: 3, batches: [] },
    asking: [
      asks('1', 'permission-missing', '<b>canChangeOrderStatus</b>'),
      asks('2', 'not-made'),
      asks('3', 'not-made'),
    ],
  });
  await options.evaluate(() => {
    const sent: unknown[] = [];
    Object.assign(globalThis, { sent });
    Object.assign(chrome.runtime, {
      sendMessage: (command: unknown) => {
        sent.push(command);
        return Promise.resolve({ ok: true });
      },
    });
  });
  const sent = (): Promise<unknown> => options.evaluate('sent');
  await expect(waiting(options).locator('q')).toHaveText('<b>canChangeOrderStatus</b>');
  await expect(waiting(options)).toContainText('2 changes cannot be sent for now.');
  await expect(waiting(options).getByRole('button')).toHaveText([
    'They were made (2)',
    'Send all 2 again',
    'Leave all 2',
    'Send',
    'Leave',
  ]);
  await expectClean(options, 'several questions');
  // A click that no person made is no word.
  await waiting(options)
    .getByRole('button')
    .evaluateAll((buttons) => buttons.map((button) => (button as HTMLElement).click()));
  expect(await sent()).toEqual([]);

  // The second press of a double click is no answer to what moved up under the pointer.
  await button(options, 'They were made (2)').dblclick();
  const orders = [
    { kind: 'draft', id: '2' },
    { kind: 'draft', id: '3' },
  ];
  await expect.poll(sent).toEqual([{ decide: { store: STORE, orders, decision: 'made', staff: null } }]);
});
