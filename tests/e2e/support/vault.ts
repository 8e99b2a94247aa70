// All that a browser keeps of the extension, as one text to be searched for secrets: storage areas, databases, caches.

import type { BrowserContext } from '@playwright/test';
import { extensionPage } from './due';

/** Read from a page of the extension's own, which sees more than any other page. */
export async function everythingKept(context: BrowserContext): Promise<string> {
  const page = await extensionPage(context);
  const kept = await page.evaluate(async () => {
    const lines: string[] = [];
    const write = (where: string, name: unknown, value: unknown): void => {
      const text =
        value instanceof Uint8Array
          ? new TextDecoder().decode(value)
          : value instanceof CryptoKey
            ? `CryptoKey extractable=${value.extractable}`
            : typeof value === 'string'
              ? value
              : JSON.stringify(value);
      lines.push(`${where} ${String(name)} ${text}`);
    };
    for (const area of ['local', 'session', 'sync'] as const)
      for (const [name, value] of Object.entries(await chrome.storage[area].get(null)))
        write(area, name, value);
    for (const [name, value] of Object.entries(localStorage)) write('localStorage', name, value);
    const answer = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await answer(indexedDB.open(name));
      for (const table of database.objectStoreNames) {
        const store = database.transaction(table).objectStore(table);
        const [keys, values] = await Promise.all([answer(store.getAllKeys()), answer(store.getAll())]);
        for (const [at, key] of keys.entries()) write(`${name}/${table}`, key, values[at]);
      }
      database.close();
    }
    for (const cache of await caches.keys()) write('cache', cache, '');
    return lines.join('\n');
  });
  await page.close();
  return kept;
}

/** In which forms a secret, or either half of it, is in a text. */
export function traces(text: string, secret: string): string[] {
  const half = secret.length >> 1;
  const parts = { whole: secret, 'first half': secret.slice(0, half), 'second half': secret.slice(half) };
  const lowered = text.toLowerCase();
  return Object.entries(parts).flatMap(([part, plain]) => {
    const bytes = Buffer.from(plain);
    const forms: [string, boolean][] = [
      ['plain', text.includes(plain)],
      ['base64', text.includes(bytes.toString('base64').replace(/=+$/, '').slice(0, -1))],
      ['base64url', text.includes(bytes.toString('base64url').slice(0, -1))],
      ['hex', lowered.includes(bytes.toString('hex'))],
      ['code units', lowered.includes(Buffer.from(plain, 'utf16le').toString('hex'))],
    ];
    return forms.filter(([, found]) => found).map(([form]) => `${part}, ${form}`);
  });
}
