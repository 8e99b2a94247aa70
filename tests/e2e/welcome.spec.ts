// After the installation: the page that opens once, from the key to the first badge, by keyboard; and what it says of each
// permission, which are those of the manifest.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { type Browser, startBrowser, WELCOME } from './support/browser';
import { command } from './support/core';
import { STORE } from './support/orders';
import { repository } from './support/repository';
import type { Sandbox } from './support/sandbox';
import { badges, expect, test } from './support/test';

async function welcomePage({ context }: Browser): Promise<Page> {
  const page = context.pages().find((one) => one.url() === WELCOME);
  if (page === undefined) throw new Error('no page opened after the installation');
  await page.bringToFront();
  return page;
}

/** Types what the form asks for, field by field, with no hand on the mouse. */
async function typeIn(page: Page, sandbox: Sandbox): Promise<void> {
  const fields = [
    ['Store handle', STORE],
    ['API key', sandbox.key('full', STORE)],
    ['Your name', sandbox.staff(STORE)],
  ] as const;
  await page.getByLabel('Store handle').focus();
  for (const [label, text] of fields) {
    const field = page.getByLabel(label);
    // After the key there is the button that shows it.
    if (label === 'Your name') await page.keyboard.press('Tab');
    await expect(field).toBeFocused();
    await page.keyboard.insertText(text);
    await expect(field).toHaveValue(text);
    if (label !== 'Your name') await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
}

test.describe('once installed', () => {
  test.use({ browserOptions: { keepWelcome: true } });

  test('from the key to the first badge by keyboard', async ({ browser_, sandbox }) => {
    const page = await welcomePage(browser_);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('UCOS Inline is installed');
    await expect(page.getByRole('heading', { name: 'Where the key comes from' })).toBeVisible();
    await typeIn(page, sandbox);
    const link = page.getByRole('link', { name: `Open the orders of ${STORE}` });
    await expect(link).toHaveCount(1);
    await expect(page.getByRole('heading', { name: 'What you can do now' })).toBeVisible();
    // From the last field, over the button, to the link.
    for (let presses = 0; presses < 4; presses += 1) {
      if (await link.evaluate((one) => one === document.activeElement)) break;
      await page.keyboard.press('Tab');
    }
    await expect(link).toBeFocused();
    await page.keyboard.press('Enter');
    await page.waitForURL(`https://admin.shopify.com/store/${STORE}/orders`);
    await expect(badges(page).first()).toHaveAttribute(
      'data-state',
      /ok|due-soon|overdue|maybe-overdue|no-deadline|none/,
    );
  });

  test('what each permission is for: those of the manifest, no more and no fewer', async ({ browser_ }) => {
    const page = await welcomePage(browser_);
    const named = await page.locator('.permissions dt').allTextContents();
    const manifest = JSON.parse(await readFile(join(repository, 'manifest.json'), 'utf8'));
    const hosts: string[] = manifest.host_permissions.map((host: string) => host.replace(/\/\*$/, ''));
    expect(named.map((name) => name.trim()).toSorted()).toEqual(
      [...manifest.permissions, ...hosts].toSorted(),
    );
    for (const said of await page.locator('.permissions dd').allTextContents())
      expect(said.trim().length).toBeGreaterThan(20);
  });

  test('a key that UCOS refuses is said at its field, and nothing that was typed is lost', async ({
    browser_,
  }) => {
    const page = await welcomePage(browser_);
    await page.getByLabel('Store handle').fill(STORE);
    await page.getByLabel('API key').fill('no-such-key-at-all');
    await page.getByLabel('Your name').fill('Eve');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await expect(page.locator('.banner.problem, .banner.wrong, [role=status] .banner')).toBeVisible();
    await expect(page.getByLabel('API key')).toHaveValue('no-such-key-at-all');
    await expect(page.getByLabel('API key')).toBeFocused();
    await expect(page.getByRole('link', { name: /^Open the orders/ })).toHaveCount(0);
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ browserOptions: { keepWelcome: true, colorScheme } });
    test('axe finds nothing before and after; nothing sticks out', async ({ browser_, sandbox }) => {
      const page = await welcomePage(browser_);
      const look = async (): Promise<void> => {
        for (const width of [1280, 480, 360]) {
          await page.setViewportSize({ width, height: 900 });
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        }
      };
      await look();
      await page.getByLabel('Store handle').fill(STORE);
      await page.getByLabel('API key').fill(sandbox.key('full', STORE));
      await page.getByLabel('Your name').fill(sandbox.staff(STORE));
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      await expect(page.getByRole('link', { name: `Open the orders of ${STORE}` })).toHaveCount(1);
      await look();
    });
  });
}

test('it opens once, and speaks French', async ({ sandbox }) => {
  const profile = await mkdtemp(join(tmpdir(), 'ucos-inline-'));
  const options = { profile, keepWelcome: true, locale: 'fr', arguments: ['--lang=fr'] };
  const first = await startBrowser(sandbox, options);
  const page = await welcomePage(first);
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('UCOS Inline est installé');
  const reply = await command(first.context, {
    connect: { store: STORE, key: sandbox.key('full', STORE), staff_name: sandbox.staff(STORE), pin: null },
  });
  expect(reply).toMatchObject({ ok: true });
  await expect(page.getByRole('link', { name: `Ouvrir les commandes de ${STORE}` })).toBeVisible();
  await page.close();
  await first.close();
  const second = await startBrowser(sandbox, options);
  const other = await second.context.newPage();
  await other.goto(`chrome-extension://${new URL(WELCOME).host}/options.html`);
  await expect(other.getByText(STORE).first()).toBeVisible();
  expect(second.context.pages().filter((one) => one.url() === WELCOME)).toEqual([]);
  await second.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});
