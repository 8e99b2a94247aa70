// Who is signed in to the sandbox's admin, as tests change it.

import type { Page } from '@playwright/test';
import { STORE } from './orders';
import type { Sandbox } from './sandbox';

/** From the next load of a page on somebody else is signed in. */
export const signIn = (sandbox: Sandbox, staff: string, store = STORE): Promise<unknown> =>
  sandbox.control('POST', `/stores/${store}`, { staff });

/** The admin shows another name without a load; null: its account button tells none any more. */
export function showName(page: Page, name: string | null): Promise<void> {
  return page.locator('#AppFrameTopBar .topbar-account').evaluate((account, name) => {
    const button = account.matches('button') ? account : account.querySelector('button');
    if (name === null) button?.removeAttribute('aria-label');
    else button?.setAttribute('aria-label', name);
  }, name);
}
