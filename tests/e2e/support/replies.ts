// Replies as tests reach them: what is on the clipboard, which page may read it, and all that the extension holds.

import type { BrowserContext, Page } from '@playwright/test';
import { ADMIN, EXTENSION_ID } from './browser';

export interface Copied {
  plain: string;
  html: string;
}

/** From now on the pages of the admin may be asked what is on the clipboard. */
export const allowReading = (context: BrowserContext): Promise<void> =>
  context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: ADMIN });

/** What a person could paste now, in both forms. What is being copied meanwhile is read once it is there. */
export async function clipboardOf(page: Page): Promise<Copied> {
  try {
    return await read(page);
  } catch (error) {
    if (String(error).includes('Clipboard data has changed')) return clipboardOf(page);
    throw error;
  }
}

function read(page: Page): Promise<Copied> {
  return page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const text = async (type: string): Promise<string> =>
      item?.types.includes(type) ? (await item.getType(type)).text() : '';
    return { plain: await text('text/plain'), html: await text('text/html') };
  });
}

/** Everything that the extension holds anywhere, as one text: storage areas and database. */
export async function allHeld(context: BrowserContext): Promise<string> {
  const page = await context.newPage();
  await page.goto(`chrome-extension://${EXTENSION_ID}/options.html`);
  const text = await page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const texts = [
      JSON.stringify(await chrome.storage.local.get(null)),
      JSON.stringify(await chrome.storage.session.get(null)),
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
    ];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const table of database.objectStoreNames) {
        const store = database.transaction(table).objectStore(table);
        const [keys, values] = await Promise.all([done(store.getAllKeys()), done<unknown[]>(store.getAll())]);
        texts.push(JSON.stringify(keys));
        for (const value of values)
          texts.push(value instanceof Uint8Array ? new TextDecoder().decode(value) : JSON.stringify(value));
      }
      database.close();
    }
    return texts.join('\n');
  });
  await page.close();
  return text;
}
