// The popup as tests open it.

import type { BrowserContext, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { EXTENSION_ID } from './browser';
import { extensionPage } from './due';
import { STORE } from './orders';

const POPUP = `chrome-extension://${EXTENSION_ID}/popup.html`;

/** Beside no page of the admin. */
export async function openPopup(context: BrowserContext): Promise<Page> {
  const popup = await context.newPage();
  await popup.setViewportSize({ width: 360, height: 560 });
  await popup.goto(POPUP);
  await expect(popup.getByRole('heading', { name: STORE })).toBeVisible();
  return popup;
}

/** In a window of its own behind the admin's, as the popup is beside the tab that it is about. */
export async function openBeside(admin: Page): Promise<Page> {
  const context = admin.context();
  const helper = await extensionPage(context);
  const opened = context.waitForEvent('page');
  await helper.evaluate(async (url) => {
    await chrome.windows.create({ url, focused: false, width: 360, height: 560 });
  }, 'about:blank');
  const popup = await opened;
  await helper.close();
  await admin.bringToFront();
  await popup.goto(POPUP);
  return popup;
}
