// Our own pages as tests look at the whole of them. Knows their names and nothing that is on them but their headings.

import type { BrowserContext, Page } from '@playwright/test';
import { sweep, use } from './board';
import { EXTENSION_ID } from './browser';
import { expect } from './test';

export const OWN_PAGES = ['options', 'popup', 'board', 'welcome'] as const;

/** Of a store that was swept, with everything unfolded. */
export async function openUnfolded(
  context: BrowserContext,
  name: (typeof OWN_PAGES)[number],
  turn: (page: Page) => Promise<void> = async () => {},
): Promise<Page> {
  await use(context);
  await sweep(context);
  const page = await context.newPage();
  await page.goto(`chrome-extension://${EXTENSION_ID}/${name}.html`);
  await expect(page.locator(name === 'board' ? '.orders tbody tr' : 'h1').first()).toBeVisible();
  await turn(page);
  for (let opened = true; opened; )
    opened = await page.evaluate(() => {
      const folded = [...document.querySelectorAll('details:not([open])')];
      for (const one of folded) one.setAttribute('open', '');
      return folded.length > 0;
    });
  // What is read only once it is unfolded.
  await page.waitForTimeout(1_000);
  await page.bringToFront();
  return page;
}
