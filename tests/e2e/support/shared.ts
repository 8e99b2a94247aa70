// A sandbox and two browsers, one connected and one without the extension, shared by the tests of one process. For
// tests that only look; whatever changes an order or a connection takes its own from test.ts.

import { type BrowserContext, test as base, chromium } from '@playwright/test';
import { connect, launchArguments, startBrowser } from './browser';
import { Sandbox } from './sandbox';

interface Shared {
  sandbox: Sandbox;
  /** `maple-and-birch` is connected. */
  connected: BrowserContext;
  /** The same pages without us. */
  plain: BrowserContext;
}

export const test = base.extend<Record<never, never>, Shared>({
  sandbox: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what is needed from the pattern.
    async ({}, use) => {
      const sandbox = await Sandbox.start();
      await sandbox.control('POST', '/keys/full', {
        store: 'maple-and-birch',
        per_minute: 100_000,
        per_day: 1_000_000,
      });
      await use(sandbox);
      await sandbox.stop();
    },
    { scope: 'worker' },
  ],
  connected: [
    async ({ sandbox }, use) => {
      const { context, close } = await startBrowser(sandbox);
      await connect(context, sandbox);
      await use(context);
      await close();
    },
    { scope: 'worker' },
  ],
  plain: [
    async ({ sandbox }, use) => {
      const args = launchArguments(sandbox).filter((argument) => !argument.includes('extension'));
      const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args,
      });
      await use(await browser.newContext({ viewport: { width: 1280, height: 800 } }));
      await browser.close();
    },
    { scope: 'worker' },
  ],
});
