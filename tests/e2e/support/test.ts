// What a browser test is given: a sandbox, a browser connected to it, a page. Made anew for each test.

import { test as base, type Page } from '@playwright/test';
import { ADMIN, type Browser, type BrowserOptions, connect, startBrowser } from './browser';
import { Sandbox } from './sandbox';

export { expect } from '@playwright/test';

interface Given {
  /** Further arguments of the sandbox. */
  sandboxOptions: string[];
  browserOptions: BrowserOptions;
  sandbox: Sandbox;
  browser_: Browser;
  /** A page of a browser in which the store `maple-and-birch` is connected with the full key. */
  admin: Page;
}

export const test = base.extend<Given>({
  sandboxOptions: [[], { option: true }],
  browserOptions: [{}, { option: true }],
  sandbox: async ({ sandboxOptions }, use) => {
    const sandbox = await Sandbox.start(...sandboxOptions);
    // Tests are quicker than people; the limits have tests of their own.
    for (const { handle } of sandbox.announced.stores) {
      await sandbox.control('POST', '/keys/full', { store: handle, per_minute: 100_000, per_day: 1_000_000 });
    }
    await use(sandbox);
    await sandbox.stop();
  },
  browser_: async ({ sandbox, browserOptions }, use) => {
    const browser = await startBrowser(sandbox, browserOptions);
    await use(browser);
    await browser.close();
  },
  admin: async ({ sandbox, browser_ }, use) => {
    await connect(browser_.context, sandbox);
    await use(await browser_.context.newPage());
  },
});

/** The address of a store's list. `parameters` are the sandbox's own (sandbox/pages/README.md). */
export function listUrl(parameters = '', store = 'maple-and-birch', list = 'orders'): string {
  return `${ADMIN}/store/${store}/${list}${parameters === '' ? '' : `?${parameters}`}`;
}

/** The badges on a page. */
export const badges = (page: Page) => page.locator('[data-ucos-inline="badge"]');
