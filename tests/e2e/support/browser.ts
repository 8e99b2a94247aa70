// A browser of one's own with the built extension, in which the real host names lead to a sandbox.

import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { repository } from './repository';
import type { Sandbox } from './sandbox';

const extension = join(repository, 'dist/extension');

/** Fixed by the `key` in manifest.json. */
export const EXTENSION_ID = 'coaadjgbkpljjhpicdmjngclaeaegabd';

export const WELCOME = `chrome-extension://${EXTENSION_ID}/welcome.html`;

export const ADMIN = 'https://admin.shopify.com';

export interface BrowserOptions {
  headless?: boolean;
  colorScheme?: 'light' | 'dark';
  viewport?: { width: number; height: number } | null;
  locale?: string;
  /** A profile to go on with; without it a fresh one that is thrown away. */
  profile?: string;
  /** What starts Chromium, in place of Chromium itself. */
  executable?: string;
  /** Further command line arguments. */
  arguments?: string[];
  /** The page that opens after the installation stays; otherwise it is closed, as somebody who has read it does. */
  keepWelcome?: boolean;
  /** Pages that are left sleep and may come back as they were, as in any browser but one that is steered by tests. */
  keepsPages?: boolean;
  /** The caller ends the browser at a signal; Playwright, which would end the whole process, does not. */
  ownSignals?: boolean;
}

/** The arguments by which Chromium finds the extension and the sandbox. */
export function launchArguments(sandbox: Sandbox): string[] {
  const { port, spki } = sandbox.announced;
  return [
    `--disable-extensions-except=${extension}`,
    `--load-extension=${extension}`,
    `--host-resolver-rules=MAP admin.shopify.com 127.0.0.1:${port}, MAP api.ultimate-custom-order-status.apps.msmtech.ca 127.0.0.1:${port}`,
    `--ignore-certificate-errors-spki-list=${spki}`,
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
}

export interface Browser {
  context: BrowserContext;
  /** Ends the browser; throws the profile away if it is not the caller's. */
  close(): Promise<void>;
}

/** Starts Chromium with the extension. */
export async function startBrowser(sandbox: Sandbox, options: BrowserOptions = {}): Promise<Browser> {
  if (!existsSync(join(extension, 'manifest.json')))
    throw new Error('The extension is not built: run ./build.sh');
  const profile = options.profile ?? (await mkdtemp(join(tmpdir(), 'ucos-inline-')));
  const forget = async (): Promise<void> => {
    if (options.profile !== undefined) return;
    await released(profile);
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const isFresh = (await readdir(profile).catch(() => [])).length === 0;
    const context = await launch(sandbox, profile, options);
    if (isFresh) {
      const page = await welcomed(context);
      if (!options.keepWelcome) await page.close();
    }
    return {
      context,
      close: async () => {
        await context.close();
        await forget();
      },
    };
  } catch (error) {
    await forget();
    throw error;
  }
}

/** The page that opens by itself in a profile which has just got the extension. */
async function welcomed(context: BrowserContext): Promise<Page> {
  const page =
    context.pages().find((one) => one.url() !== 'about:blank') ?? (await context.waitForEvent('page'));
  await page.waitForURL(WELCOME);
  return page;
}

/** A browser that a person has closed goes on writing for a while: until it takes its lock away, or has crashed. */
async function released(profile: string): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    const lock = await readlink(join(profile, 'SingletonLock')).catch(() => null);
    if (lock === null) return;
    await setTimeout(100);
  }
}

async function launch(sandbox: Sandbox, profile: string, options: BrowserOptions): Promise<BrowserContext> {
  const handlesSignals = !options.ownSignals;
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: options.executable ?? process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: options.headless ?? true,
    colorScheme: options.colorScheme ?? 'light',
    viewport: options.viewport === undefined ? { width: 1280, height: 800 } : options.viewport,
    ...(options.locale ? { locale: options.locale } : {}),
    ...(options.keepsPages ? { ignoreDefaultArgs: ['--disable-back-forward-cache'] } : {}),
    args: [...launchArguments(sandbox), ...(options.arguments ?? [])],
    handleSIGINT: handlesSignals,
    handleSIGTERM: handlesSignals,
    handleSIGHUP: handlesSignals,
  });
  if (context.serviceWorkers().length === 0) await context.waitForEvent('serviceworker');
  return context;
}

/** Connects a store through the options page, as a person does. */
export async function connect(
  context: BrowserContext,
  sandbox: Sandbox,
  { store = 'maple-and-birch', key = 'full', name = sandbox.staff(store), pin = '' } = {},
): Promise<void> {
  const page = await context.newPage();
  await page.goto(`chrome-extension://${EXTENSION_ID}/options.html`);
  await page.getByLabel('Store handle').fill(store);
  await page.getByLabel('API key').fill(sandbox.key(key, store));
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('PIN', { exact: true }).fill(pin);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page
    .getByRole('status')
    .filter({ hasText: /connected/i })
    .waitFor();
  await page.close();
}

/** Ends the service worker, as the browser does when it is idle. */
export async function endWorker(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await session.detach();
}
