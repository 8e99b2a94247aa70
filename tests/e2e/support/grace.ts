// The grace before what messages customers is sent, set as the options page sets it: tests that are not about it do not
// wait for it.

import type { BrowserContext } from '@playwright/test';
import type { Command, Settings } from '../../../extension/protocol';
import { extensionPage } from './due';

/** All further changes of the store wait this long; 0: they are sent at once. */
export async function setGrace(
  context: BrowserContext,
  grace_seconds: number,
  store = 'maple-and-birch',
): Promise<void> {
  const page = await extensionPage(context);
  await page.evaluate(
    async ({ store, grace_seconds }) => {
      const key = `settings/${store}`;
      const stored = await chrome.storage.session.get<Record<string, string>>(key);
      const settings: Settings = { ...JSON.parse(stored[key] ?? '{}'), grace_seconds };
      const command: Command = { configure: { store, settings } };
      const reply = await chrome.runtime.sendMessage(command);
      if (!reply?.ok) throw new Error(JSON.stringify(reply));
    },
    { store, grace_seconds },
  );
  await page.close();
}
