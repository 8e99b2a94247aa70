// Looks for keys in everything that a browser with the extension keeps, shows or says: every storage area and database,
// every page down to its shadow roots, every console and every address. Knows no feature; what it may pass over is the
// caller's to say.

import type { BrowserContext, Page, Worker } from '@playwright/test';
import { workerOf } from './core';
import type { Sandbox } from './sandbox';

/** Something that was found, as text, and where. */
export interface Piece {
  where: string;
  text: string;
}

/** A key, in one of the forms in which it could be met. */
interface Form {
  what: string;
  needle: string;
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Those characters of base64 that depend on the key alone, with so many bytes before it. */
function base64Of(key: string, before: number): string {
  const whole = Buffer.from(' '.repeat(before) + key).toString('base64');
  return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + key.length) * 8) / 6));
}

/** In which forms a key is looked for. */
export function formsOf(key: string): Form[] {
  const half = Math.floor(key.length / 2);
  const base64 = [0, 1, 2].map((before) => base64Of(key, before));
  const hex = hexOf(Buffer.from(key));
  const forms: Form[] = [
    { what: 'the key', needle: key },
    { what: 'the key reversed', needle: [...key].reverse().join('') },
    { what: 'the key in percent', needle: encodeURIComponent(key) },
    { what: 'the key in percent, all of it', needle: hex.replace(/../g, '%$&') },
    { what: 'the key in hex', needle: hex },
    { what: 'the key in capital hex', needle: hex.toUpperCase() },
    { what: 'the first half', needle: key.slice(0, half) },
    { what: 'the second half', needle: key.slice(half) },
    ...base64.map((needle) => ({ what: 'the key in base64', needle })),
    ...base64.map((text) => ({
      what: 'the key in base64url',
      needle: text.replaceAll('+', '-').replaceAll('/', '_'),
    })),
  ];
  return forms.filter(({ needle }) => needle.length >= 8);
}

/** Where any of the keys is, in any form; empty: nowhere. */
export function findingsIn(pieces: Piece[], keys: string[]): string[] {
  const forms = keys.flatMap(formsOf);
  const found = pieces.flatMap(({ where, text }) =>
    forms.filter(({ needle }) => text.includes(needle)).map(({ what }) => `${where}: ${what}`),
  );
  return [...new Set(found)].sort();
}

/** Runs in the page or worker: all databases of its origin, their keys and values as text, bytes read as text too. */
async function readDatabases(): Promise<Piece[]> {
  const textOf = (value: unknown): string => {
    if (value instanceof CryptoKey) return `a key that cannot be read: ${!value.extractable}`;
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      const bytes =
        value instanceof ArrayBuffer
          ? new Uint8Array(value)
          : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      return `${new TextDecoder().decode(bytes)} ${new TextDecoder('utf-16le').decode(bytes)}`;
    }
    if (value instanceof Map || value instanceof Set) return [...value].map(textOf).join(' ');
    if (typeof value === 'object' && value !== null)
      return Object.entries(value).flat().map(textOf).join(' ');
    return String(value);
  };
  const asked = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const pieces: Piece[] = [];
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await asked(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store).objectStore(store);
      const [keys, values] = [asked(objects.getAllKeys()), asked(objects.getAll())];
      const text = [...(await keys), ...(await values)].map(textOf).join('\n');
      pieces.push({ where: `database ${name}, ${store}`, text });
    }
    database.close();
  }
  return pieces;
}

/** Runs in a page: what it shows and keeps. */
function readPage(): Piece[] {
  const markup: string[] = [];
  const read = (root: Document | ShadowRoot): void => {
    markup.push(root instanceof Document ? root.documentElement.outerHTML : root.innerHTML);
    for (const each of root.querySelectorAll('*')) {
      if (each.shadowRoot) read(each.shadowRoot);
      if ('value' in each) markup.push(String(each.value));
    }
  };
  read(document);
  const kept = [localStorage, sessionStorage].map((area) => JSON.stringify({ ...area }));
  return [
    { where: 'document', text: markup.join('\n') },
    { where: 'its storage', text: kept.join('\n') },
    { where: 'its cookies', text: document.cookie },
    { where: 'its address', text: `${location.href} ${JSON.stringify(history.state)} ${document.title}` },
  ];
}

/** Runs in the extension's worker: chrome.storage, an entry a piece. */
async function readAreas(): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const area of ['local', 'session', 'sync'] as const)
    for (const [name, value] of Object.entries(await chrome.storage[area].get(null)))
      pieces.push({ where: `storage.${area} ${name}`, text: `${name} ${JSON.stringify(value)}` });
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) pieces.push({ where: `cache ${name}`, text: request.url });
  }
  return pieces;
}

/** Hears what is said and asked from now on. */
export class Ear {
  readonly #pieces: Piece[] = [];

  constructor(context: BrowserContext) {
    context.on('console', (message) => this.#pieces.push({ where: 'the console', text: message.text() }));
    context.on('request', (request) => this.#hearRequest(request.url()));
    context.on('weberror', (error) => this.#pieces.push({ where: 'an error', text: String(error.error()) }));
    const hearWorker = (worker: Worker): void => {
      worker.on('console', (message) =>
        this.#pieces.push({ where: "the worker's console", text: message.text() }),
      );
    };
    context.serviceWorkers().forEach(hearWorker);
    context.on('serviceworker', hearWorker);
  }

  #hearRequest(url: string): void {
    this.#pieces.push({ where: 'an address', text: url });
  }

  get pieces(): readonly Piece[] {
    return this.#pieces;
  }
}

/** All that there is now, and all that was heard. */
export async function everything(context: BrowserContext, sandbox: Sandbox, ear: Ear): Promise<Piece[]> {
  const worker = await workerOf(context);
  const pieces: Piece[] = [
    ...ear.pieces,
    ...(await worker.evaluate(readAreas)),
    ...(await worker.evaluate(readDatabases)),
  ];
  // A page that shows nothing yet has no storage either.
  for (const page of context.pages().filter((page) => page.url() !== 'about:blank')) {
    const name = await titleOf(page);
    const here = [...(await page.evaluate(readPage)), ...(await page.evaluate(readDatabases))];
    pieces.push(...here.map(({ where, text }) => ({ where: `${name}: ${where}`, text })));
  }
  for (const { path, query } of await sandbox.requests())
    pieces.push({
      where: 'an address of the service',
      text: `${path}?${decodeURIComponent(query)} ${query}`,
    });
  return pieces;
}

const titleOf = async (page: Page): Promise<string> => new URL(page.url()).pathname;
