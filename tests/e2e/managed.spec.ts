// What an organisation sets, by a real policy of the browser's: shown as such, not to be changed by a person nor by a
// forged command, and gone without a trace when the policy goes.

import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { connect, EXTENSION_ID, endWorker, startBrowser } from './support/browser';
import { command, SETTINGS, viewOf, workerOf } from './support/core';
import { openList, STORE } from './support/orders';
import { PolicyFolder, whyNotManaged } from './support/policy';
import { badges, test as base, expect, listUrl } from './support/test';

const OPTIONS = `chrome-extension://${EXTENSION_ID}/options.html`;
const OWN = { ...SETTINGS, grace_seconds: 7, sweep_percent: 12 };

const test = base.extend<{ policy: PolicyFolder; options: Page }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what is needed from the pattern.
  policy: async ({}, use) => {
    const policy = await PolicyFolder.make();
    await use(policy);
    await policy.remove();
  },
  browser_: async ({ sandbox, policy, browserOptions }, use) => {
    const browser = await startBrowser(sandbox, { ...browserOptions, executable: policy.executable });
    await use(browser);
    await browser.close();
  },
  /** The options page, with a store connected that has settings of its own. */
  options: async ({ browser_: { context }, sandbox }, use) => {
    await connect(context, sandbox);
    expect(await command(context, { configure: { store: STORE, settings: OWN } })).toMatchObject({
      ok: true,
    });
    const page = await context.newPage();
    await page.goto(OPTIONS);
    await page.locator('.settings > summary').click();
    await use(page);
  },
});

test.use({ browserOptions: { locale: 'en-CA' } });

test.beforeAll(() => {
  const reason = whyNotManaged();
  if (reason !== null && process.env.CI) throw new Error(`Policies have to be tested here, but ${reason}`);
  test.skip(reason !== null, reason ?? '');
});

/** What the browser itself says that the organisation sets. */
async function managedBy(context: BrowserContext): Promise<Record<string, unknown>> {
  const worker = await workerOf(context);
  return worker.evaluate(() => chrome.storage.managed.get(null));
}

const form = (page: Page): Locator => page.getByRole('form', { name: `Settings of ${STORE}` });
const grace = (page: Page): Locator => page.getByLabel('Seconds to undo a change');
const share = (page: Page): Locator => page.getByLabel('Share of the key’s daily requests');
const standing = (page: Page): Locator => form(page).locator('.standing');

async function unfoldAll(page: Page): Promise<void> {
  for (const summary of await form(page).locator('.settings-group > summary').all()) await summary.click();
}

async function expectClean(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      colorScheme,
    ).toEqual([]);
  }
}

interface Shown {
  managed: string[];
  grace_seconds: number;
  sweep_percent: number;
  zone: string | null;
}

const settingsOf = (context: BrowserContext): Promise<Shown | null> =>
  viewOf<Shown>(context, `settings/${STORE}`);

test('what the organisation sets is shown so, holds against any command, and gives back what was there', async ({
  browser_: { context },
  options,
  policy,
}) => {
  await unfoldAll(options);
  await share(options).fill('44');
  const SET = {
    zone: 'America/Halifax',
    weekend: ['sun'],
    holidays: [{ date: '2026-12-25', name: 'Christmas Day' }],
    grace_seconds: 20,
    quiet_hours: { from: '20:00', to: '07:30' },
  };
  await policy.set(SET);
  await expect.poll(() => managedBy(context), { timeout: 30_000 }).toEqual(SET);

  // It comes to a page that is open, and takes nothing of what is typed there.
  await expect(grace(options)).toBeDisabled();
  await expect(grace(options)).toHaveValue('20');
  await expect(grace(options)).toHaveAccessibleDescription(
    /Set by your organisation; it cannot be changed here/,
  );
  const zone = options.getByLabel('Time zone of the store');
  await expect(zone).toBeDisabled();
  await expect(zone).toHaveValue('America/Halifax');
  await expect(zone).toHaveAccessibleDescription(/Set by your organisation/);
  for (const day of ['Saturday', 'Sunday']) await expect(options.getByLabel(day)).toBeDisabled();
  await expect(options.getByLabel('Saturday')).not.toBeChecked();
  await expect(form(options).getByRole('list', { name: '1 holiday' })).toContainText('Christmas Day');
  await expect(form(options).getByRole('button', { name: /^(Add|Remove)/ })).toHaveCount(0);
  await expect(options.getByLabel('Holidays from a calendar file')).toHaveCount(0);
  await expect(options.getByLabel('From', { exact: true })).toHaveValue('20:00');
  await expect(options.getByLabel('From', { exact: true })).toBeDisabled();
  const reminders = options.getByText('not to be changed here: Quiet hours.');
  await expect(reminders).toHaveCount(1);
  await expect(options.getByLabel('Show a notification')).toBeEnabled();
  await expect(form(options).getByText('Set by your organisation')).toHaveCount(3);
  await expect(share(options)).toBeEnabled();
  await expect(share(options)).toHaveValue('44');
  await expect(standing(options)).toHaveText('Not saved yet');
  await expectClean(options);
  await form(options).getByRole('button', { name: 'Save', exact: true }).click();
  await expect(standing(options)).toHaveText('Saved');
  expect(await settingsOf(context)).toMatchObject({ grace_seconds: 20, sweep_percent: 44 });

  // A page of ours that was taken over would send what it likes.
  const forged = { ...SETTINGS, grace_seconds: 0, sweep_percent: 45, zone: 'Asia/Tokyo', managed: [] };
  await options.evaluate(
    (settings) => chrome.runtime.sendMessage({ configure: { store: 'maple-and-birch', settings } }),
    forged,
  );
  await expect(share(options)).toHaveValue('45');
  expect(await settingsOf(context)).toMatchObject({
    managed: ['zone', 'weekend', 'holidays', 'grace_seconds', 'quiet_hours'],
    grace_seconds: 20,
    zone: 'America/Halifax',
  });
  await expect(grace(options)).toHaveValue('20');

  await policy.clear();
  await expect(grace(options)).toBeEnabled({ timeout: 30_000 });
  await expect(grace(options)).toHaveValue('7');
  await expect(share(options)).toHaveValue('45');
  await expect(options.getByLabel('Saturday')).toBeChecked();
  await expect(form(options).getByText('Set by your organisation')).toHaveCount(0);
  expect(await managedBy(context)).toEqual({});
  expect(await settingsOf(context)).toMatchObject({ managed: [], grace_seconds: 7, zone: null });
});

test('a policy wakes the worker, and is there from the first moment of its next life', async ({
  browser_: { context },
  options,
  policy,
}) => {
  await unfoldAll(options);
  await endWorker(options);
  await policy.set({ grace_seconds: 25 });
  await expect(grace(options)).toHaveValue('25', { timeout: 30_000 });
  await expect(grace(options)).toBeDisabled();
  await endWorker(options);
  expect(await command(context, { configure: { store: STORE, settings: OWN } })).toMatchObject({ ok: true });
  expect(await settingsOf(context)).toMatchObject({ managed: ['grace_seconds'], grace_seconds: 25 });
});

test('only the listed stores can be connected; another’s key is not used, and can be forgotten', async ({
  browser_: { context },
  options,
  policy,
  sandbox,
}) => {
  const admin = await context.newPage();
  await openList(admin, listUrl());
  await policy.set({ stores: [{ store: 'harbour-supply', grace_seconds: 9 }] });
  await expect(badges(admin)).toHaveCount(0, { timeout: 30_000 });
  await sandbox.forgetRequests();
  await options.bringToFront();
  const section = options.getByRole('region', { name: 'Managed by your organisation' });
  await expect(section).toContainText(`Your organisation does not allow ${STORE} here.`);
  await expect(options.getByText('None yet.')).toBeVisible();
  await expectClean(options);

  // The one store that is left is offered; any other is refused, from the form and from a forged command alike.
  const handle = options.getByLabel('Store handle');
  await expect(handle).toHaveValue('harbour-supply');
  await expect(handle).toHaveAccessibleDescription('Your organisation allows harbour-supply.');
  await handle.fill(STORE);
  await options.getByLabel('API key').fill(sandbox.key('full'));
  await options.getByLabel('Your name').fill('Ada');
  await options.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(options.getByRole('status').first()).toContainText(
    'Your organisation does not allow this store',
  );
  const forged = { connect: { store: STORE, key: sandbox.key('full'), staff_name: 'Ada' } };
  expect(await command(context, forged)).toEqual({
    ok: false,
    problem: { code: 'store-not-allowed', detail: null },
  });
  await openNothing(admin);
  expect((await sandbox.requests()).filter(({ path }) => path.startsWith('/v1/'))).toEqual([]);

  await options.bringToFront();
  await handle.fill('harbour-supply');
  await options.getByLabel('API key').fill(sandbox.key('full', 'harbour-supply'));
  await options.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(options.getByRole('heading', { name: 'harbour-supply', level: 3 })).toBeVisible();
  expect(await viewOf(context, 'settings/harbour-supply')).toMatchObject({
    managed: ['grace_seconds'],
    grace_seconds: 9,
  });

  await section.getByRole('button', { name: `Forget the key of ${STORE}` }).click();
  await options.getByRole('dialog').getByRole('button', { name: 'Disconnect', exact: true }).click();
  await expect(section).toHaveCount(0);
  const kept = await options.evaluate(async () => JSON.stringify(await chrome.storage.local.get(null)));
  expect(kept).not.toContain(sandbox.key('full'));
  expect(kept, 'the means of this test see what is kept').toContain('vault/harbour-supply/Ada');
  expect(kept).not.toContain(`vault/${STORE}/`);
});

/** The list of a store that is not allowed has nothing of ours on it. */
async function openNothing(page: Page): Promise<void> {
  await page.goto(listUrl());
  await expect(page.locator('#AppFrameMain [role=row]')).not.toHaveCount(0);
  await expect(page.locator('[data-ucos-inline]')).toHaveCount(0);
}

test('what a policy gets wrong is named, and all else of it applies', async ({
  browser_: { context },
  options,
  policy,
}) => {
  await unfoldAll(options);
  await policy.set({
    api_base: 'https://proxy.example/api',
    zone: 'Europe/Atlantis',
    holidays: [{ date: '2026-02-30' }, { date: '2026-12-25' }],
    grace_seconds: 31,
    sweep_percent: 55,
  });
  const section = options.getByRole('region', { name: 'Managed by your organisation' });
  await expect(section.getByRole('listitem')).toHaveText(
    [
      /^The policy’s value for api_base cannot be used: .*the host of UCOS alone/,
      /for zone cannot be used: there is no such time zone/,
      /for holidays\[1\] cannot be used: this is not a date/,
      /for grace_seconds cannot be used: the number is beyond its bounds/,
    ],
    { timeout: 30_000 },
  );
  await expect(share(options)).toBeDisabled();
  await expect(share(options)).toHaveValue('55');
  await expect(grace(options)).toBeEnabled();
  await expect(grace(options)).toHaveValue('7');
  await expect(options.getByLabel('Time zone of the store')).toBeEnabled();
  await expectClean(options);

  // What is of another type the browser itself leaves out: it never comes here.
  await policy.set({ grace_seconds: 'long', sweep_percent: 56, mistyped: true });
  await expect.poll(() => managedBy(context), { timeout: 30_000 }).toEqual({ sweep_percent: 56 });
  await expect(section).toHaveCount(0);
});

test('UCOS is asked over the path that the organisation sets, on its own host', async ({
  browser_: { context },
  policy,
  sandbox,
}) => {
  const base = 'https://api.ultimate-custom-order-status.apps.msmtech.ca/gateway/ucos';
  await policy.set({ api_base: base });
  await expect.poll(() => viewOf(context, 'policy'), { timeout: 30_000 }).toMatchObject({ api_base: base });
  const options = await context.newPage();
  await options.goto(OPTIONS);
  await expect(options.getByText(`UCOS is asked at ${base}.`)).toBeVisible();
  // Nothing answers there in the sandbox; that somebody says so shows that the browser let the request out.
  const connecting = { connect: { store: STORE, key: sandbox.key('full'), staff_name: 'Ada' } };
  expect(await command(context, connecting)).toMatchObject({ ok: false, problem: { code: 'not-ucos' } });
  await policy.clear();
  await expect.poll(() => viewOf(context, 'policy'), { timeout: 30_000 }).toBe(null);
  expect(await command(context, connecting)).toMatchObject({ ok: true });
});
