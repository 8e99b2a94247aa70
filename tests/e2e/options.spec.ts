// Connecting a store in the options page: a key that works, and in plain words what is wrong with one that does not.
// What did not work is kept nowhere, and a connection that stands is not harmed by it.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { connect, EXTENSION_ID, endWorker } from './support/browser';
import { kept } from './support/kept';
import { listed, openList, STORE, statusesOf } from './support/orders';
import type { Sandbox } from './support/sandbox';
import { badges, test as base, expect, listUrl } from './support/test';

const test = base.extend<{ options: Page }>({
  options: async ({ browser_ }, use) => {
    const page = await browser_.context.newPage();
    await page.goto(`chrome-extension://${EXTENSION_ID}/options.html`);
    await use(page);
  },
});

const outcome = (page: Page) => page.getByRole('status');

async function fill(page: Page, store: string, key: string, name: string): Promise<void> {
  await page.getByLabel('Store handle').fill(store);
  await page.getByLabel('API key').fill(key);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
}

async function expectNothingKept(page: Page, key: string): Promise<void> {
  await expect(page.getByText('None yet. Connect one')).toBeVisible();
  expect((await kept(page)).includes(key), 'the key is kept').toBe(false);
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

test('a good key: trimmed, tested, its statuses shown in their colours, never shown again', async ({
  options,
  sandbox,
}) => {
  const key = sandbox.key('full');
  await expectClean(options, 'empty');
  await fill(options, `https://admin.shopify.com/store/${STORE}/orders?x=1`, ` \t${key}  `, ' Ada Lovelace ');
  await expect(outcome(options)).toContainText(`Connected to ${STORE} as Ada Lovelace.`);
  await expect(outcome(options)).toContainText('Spaces or line ends around the key were left out.');
  await expect(outcome(options)).toContainText(`The handle was taken from what you entered: ${STORE}.`);
  for (const { name, color } of await statusesOf(sandbox)) {
    const pill = options.locator('.pill').getByText(name, { exact: true }).first();
    await expect(pill).toHaveCSS('background-color', rgb(color));
  }
  for (const name of ['Made to order', 'International', 'Returns', 'Add-on statuses'])
    await expect(options.getByRole('heading', { name, exact: true })).toBeVisible();
  await expect(options.getByText('Rework needed – back to the workshop')).toBeVisible();
  const shown = await options.evaluate(() =>
    [
      document.documentElement.outerHTML,
      location.href,
      ...[...document.querySelectorAll('input')].map(({ value }) => value),
    ].join('\n'),
  );
  expect(shown.includes(key)).toBe(false);
  await expectClean(options, 'connected');

  // A key with line ends, as it is pasted, works as well; the store is connected anew.
  await options.getByLabel('API key').focus();
  await options.evaluate((text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true }),
    );
  }, `${key}\r\n`);
  await expect(options.getByText('Spaces or line ends around the key were left out.').last()).toBeVisible();
});

test('empty and malformed input is told beside its field, and nothing is sent', async ({
  options,
  sandbox,
}) => {
  const good = 'good-key-123456';
  const cases: [store: string, key: string, name: string, field: string, words: RegExp][] = [
    ['', good, 'Ada', 'Store handle', /handle is missing/],
    ['Maple & Birch', good, 'Ada', 'Store handle', /not a store handle/],
    ['-maple', good, 'Ada', 'Store handle', /not a store handle/],
    [
      'https://admin.shopify.com.evil.example/store/maple',
      good,
      'Ada',
      'Store handle',
      /does not name a store/,
    ],
    ['maple', '', 'Ada', 'API key', /key is missing/],
    ['maple', ' \t ', 'Ada', 'API key', /key is missing/],
    ['maple', 'good key-123456', 'Ada', 'API key', /spaces or line ends inside/],
    ['maple', 'short', 'Ada', 'API key', /too short/],
    ['maple', 'clé-clé-clé-clé', 'Ada', 'API key', /characters that no key has/],
    ['maple', 'good\u200bkey123456', 'Ada', 'API key', /characters that no key has/],
    ['maple', good, '  ', 'Your name', /name is missing/],
  ];
  for (const [store, key, name, label, words] of cases) {
    await fill(options, store, key, name);
    const field = options.getByLabel(label);
    await expect(field).toHaveAccessibleDescription(words);
    await expect(field).toBeFocused();
    await expect(options.locator('[aria-invalid=true]')).toHaveCount(1);
    await expect(outcome(options)).toBeEmpty();
  }
  await expectClean(options, 'a fault');
  expect(await sandbox.requests()).toEqual([]);
  await expectNothingKept(options, good);
});

const NOT_UCOS = /The answer was not one that UCOS gives/;
const BAD: [fault: object, words: RegExp][] = [
  [{ kind: 'html' }, NOT_UCOS],
  [{ kind: 'empty' }, NOT_UCOS],
  [{ kind: 'truncated' }, NOT_UCOS],
  [{ kind: 'malformed' }, NOT_UCOS],
  [{ kind: 'wrong-type' }, NOT_UCOS],
  [{ kind: 'huge' }, /UCOS answered with far more than expected/],
  [{ kind: 'status', status: 503 }, /UCOS reported a fault of its own/],
  [{ kind: 'status', status: 429 }, /This API key has used up its requests/],
  [{ kind: 'drop-before-commit' }, /UCOS could not be reached/],
];

test('what a bad key and a bad service get said, and nothing is kept', async ({
  browser_,
  options,
  sandbox,
}) => {
  const refused = async (key: string, words: RegExp): Promise<void> => {
    await fill(options, STORE, key, 'Ada');
    await expect(outcome(options)).toContainText(words);
    await expectNothingKept(options, key);
  };
  await refused('ucos_0000000000000000000000000000', /UCOS does not accept this API key/);
  await expect(options.getByLabel('API key')).toBeFocused();
  await expectClean(options, 'rejected');
  await refused(sandbox.key('orders-only'), /the key lacks a permission/);
  await expect(outcome(options).locator('q')).toContainText('canViewStatuses');
  await refused(sandbox.key('statuses-only'), /the key lacks a permission/);
  await expect(outcome(options).locator('q')).toContainText('canViewOrders');
  for (const path of ['/v1/statuses', '/v1/orders']) {
    for (const [fault, words] of BAD) {
      await sandbox.control('POST', '/faults', { path, method: 'GET', ...fault });
      await refused(sandbox.key('full'), words);
      const faults = await sandbox.control<{ times: number }[]>('GET', '/faults');
      expect(
        faults.filter(({ times }) => times > 0),
        `${path} was asked`,
      ).toEqual([]);
    }
  }
  await sandbox.forgetRequests();
  await browser_.context.setOffline(true);
  await refused(sandbox.key('full'), /This browser is offline, so nothing was sent/);
  await browser_.context.setOffline(false);
  expect(await sandbox.requests()).toEqual([]);

  // Nor does the next life of the worker know anything.
  await endWorker(options);
  const page = await browser_.context.newPage();
  await listed(page);
  await page.goto(listUrl());
  await expect(page.locator('#AppFrameMain [role=row]')).not.toHaveCount(0);
  await expect(badges(page)).toHaveCount(0);
  expect((await sandbox.requests()).filter(({ path }) => path.startsWith('/v1/'))).toEqual([]);
});

async function expectWorking(page: Page, sandbox: Sandbox): Promise<void> {
  await sandbox.forgetRequests();
  await openList(page, listUrl('page=2'));
  const requests = await sandbox.requests();
  expect(requests.map(({ key_name }) => key_name)).toEqual(['full']);
  await expect(page.locator('[data-ucos-inline="badge"]')).toHaveCount(50);
  await expect(
    page.locator('[data-ucos-inline="badge"]:is([data-state="loading"], [data-state="failed"])'),
  ).toHaveCount(0);
}

test('a connection survives an attempt that failed; disconnecting forgets it', async ({
  browser_,
  options,
  sandbox,
}) => {
  await connect(browser_.context, sandbox);
  const key = sandbox.key('full');
  expect(await kept(options), 'the means of this test see what is kept').toContain(`vault/${STORE}/`);
  expect(await kept(options), 'sealed').not.toContain(key);
  await fill(options, STORE, sandbox.key('orders-only'), 'Eve');
  await expect(outcome(options)).toContainText('lacks a permission');
  await expect(options.getByText(`as ${sandbox.staff()}`)).toBeVisible();
  const page = await browser_.context.newPage();
  await expectWorking(page, sandbox);

  const button = options.getByRole('button', { name: `Disconnect ${STORE}` });
  await button.click();
  const dialog = options.getByRole('dialog');
  await expectClean(options, 'the question');
  await options.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
  await button.click();
  await dialog.getByRole('button', { name: 'Disconnect', exact: true }).click();
  await expect(outcome(options)).toContainText(`Disconnected from ${STORE}. Its key is forgotten here.`);
  await expectNothingKept(options, key);
  expect(await kept(options)).not.toContain(`vault/${STORE}/`);
  await expect(badges(page)).toHaveCount(0);
});

const rgb = (hex: string): string =>
  `rgb(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(', ')})`;
