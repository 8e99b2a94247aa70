// What the extension keeps, as tests search it.

import type { Page } from '@playwright/test';

/** Everything that the extension keeps on disk, as text. */
export const kept = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const texts = [JSON.stringify(await chrome.storage.local.get(null))];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const table of database.objectStoreNames) {
        const values: unknown[] = await done(database.transaction(table).objectStore(table).getAll());
        texts.push(
          ...values.map((each) =>
            each instanceof Uint8Array ? new TextDecoder().decode(each) : JSON.stringify(each),
          ),
        );
      }
      database.close();
    }
    return texts.join('\n');
  });
