// Sealing keys of the service, by WebCrypto: AES-GCM, a number of its own for each text, the place that a text is for
// bound into it. What is sealed, with what and when is the core's to decide; here no key and no PIN outlives its call.
//
// Three things seal:
// - the device's key, kept in a database of its own; it cannot be exported, by us neither;
// - a key derived from a PIN, kept nowhere;
// - a passing key for each secret that is to outlive the worker: the key is in the database, the text in
//   chrome.storage.session. Content scripts can read the one, whoever has the disk only the other.

import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Bytes } from '../../dist/core/ucos_inline.js';

interface Keys extends DBSchema {
  keys: { key: string; value: CryptoKey };
}

const DEVICE = 'device';
/** Where what is held lies in chrome.storage.session, and its keys in the database. */
const HELD = 'held/';
const IV_BYTES = 12;
const SALT_BYTES = 16;

const utf8 = new TextEncoder();

// --- the database of keys

let connection: Promise<IDBPDatabase<Keys>> | undefined;

function database(): Promise<IDBPDatabase<Keys>> {
  const forget = (): void => {
    connection = undefined;
  };
  connection ??= openDB<Keys>('ucos-inline-vault', 1, {
    upgrade: (database) => {
      database.createObjectStore('keys');
    },
    blocking: (_from, _to, { target }) => {
      forget();
      if (target instanceof IDBDatabase) target.close();
    },
    terminated: forget,
  }).catch((error: unknown) => {
    forget();
    throw error;
  });
  return connection;
}

const freshKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);

/** The device's key; made when it is first needed. */
async function deviceKey(): Promise<CryptoKey> {
  const keys = await database();
  const kept = await keys.get('keys', DEVICE);
  if (kept !== undefined) return kept;
  const made = await freshKey();
  const { store, done } = keys.transaction('keys', 'readwrite');
  // Another call may have been quicker: then its key counts.
  const other = await store.get(DEVICE);
  if (other === undefined) await store.put(made, DEVICE);
  await done;
  return other ?? made;
}

// --- sealing

async function derive(pin: string, salt: string, rounds: number): Promise<CryptoKey> {
  // However a keyboard composes its letters, it is the same PIN.
  const typed = utf8.encode(pin.normalize('NFKC'));
  const secret = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey']);
  typed.fill(0);
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt: fromHex(salt), iterations: rounds },
    secret,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

const keyFor = (pin: string | undefined, salt: string, rounds: number): Promise<CryptoKey> =>
  pin === undefined ? deviceKey() : derive(pin, salt, rounds);

async function encrypt(key: CryptoKey, place: string, secret: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const plain = utf8.encode(secret);
  const cipher = { name: 'AES-GCM', iv, additionalData: utf8.encode(place) };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(cipher, key, plain));
  plain.fill(0);
  return toHex(iv) + toHex(sealed);
}

async function decrypt(key: CryptoKey, place: string, sealed: string): Promise<string | undefined> {
  const bytes = fromHex(sealed);
  const cipher = {
    name: 'AES-GCM',
    iv: bytes.subarray(0, IV_BYTES),
    additionalData: utf8.encode(place),
  };
  try {
    const plain = new Uint8Array(await crypto.subtle.decrypt(cipher, key, bytes.subarray(IV_BYTES)));
    const secret = new TextDecoder().decode(plain);
    plain.fill(0);
    return secret;
  } catch {
    // WebCrypto does not say more: another key, another place, or altered.
    return undefined;
  }
}

const toHex = (bytes: Bytes): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** What is no hexadecimal digit comes out as some byte or other, and then opens nothing. */
const fromHex = (text: string): Bytes =>
  Uint8Array.from({ length: text.length >> 1 }, (_, at) =>
    Number.parseInt(text.slice(at * 2, at * 2 + 2), 16),
  );

// --- holding

/** One after the other: what is let go of must not come back by a call that was begun before. */
let last: Promise<unknown> = Promise.resolve();

function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const turn = last.then(act);
  last = turn.catch(() => {});
  return turn;
}

const nameOf = (place: string): string => HELD + place;

async function hold(place: string, secret: string): Promise<void> {
  const name = nameOf(place);
  const key = await freshKey();
  await (await database()).put('keys', key, name);
  await chrome.storage.session.set({ [name]: await encrypt(key, name, secret) });
}

async function held(place: string): Promise<string | undefined> {
  const name = nameOf(place);
  const [key, kept] = await Promise.all([
    database().then((keys) => keys.get('keys', name)),
    chrome.storage.session.get<Record<string, unknown>>(name),
  ]);
  const sealed = kept[name];
  return key === undefined || typeof sealed !== 'string' ? undefined : decrypt(key, name, sealed);
}

async function holdOnly(places: string[]): Promise<void> {
  const kept = new Set(places.map(nameOf));
  const isGone = (name: string): boolean => name.startsWith(HELD) && !kept.has(name);
  const keys = await database();
  const [texts, names] = await Promise.all([chrome.storage.session.getKeys(), keys.getAllKeys('keys')]);
  const [goneTexts, goneKeys] = [texts.filter(isGone), names.filter(isGone)];
  await Promise.all([
    goneTexts.length === 0 ? null : chrome.storage.session.remove(goneTexts),
    ...goneKeys.map((name) => keys.delete('keys', name)),
  ]);
}

export const vault = {
  async seal(
    pin: string | undefined,
    salt: string,
    rounds: number,
    place: string,
    secret: string,
  ): Promise<string> {
    return encrypt(await keyFor(pin, salt, rounds), place, secret);
  },

  async unseal(
    pin: string | undefined,
    salt: string,
    rounds: number,
    place: string,
    sealed: string,
  ): Promise<string | undefined> {
    return decrypt(await keyFor(pin, salt, rounds), place, sealed);
  },

  salt: (): string => toHex(crypto.getRandomValues(new Uint8Array(SALT_BYTES))),

  hold: (place: string, secret: string): Promise<void> => inTurn(() => hold(place, secret)),
  held: (place: string): Promise<string | undefined> => inTurn(() => held(place)),
  holdOnly: (places: string[]): Promise<void> => inTurn(() => holdOnly(places)),

  watchIdle(seconds: number): void {
    chrome.idle.setDetectionInterval(seconds);
  },
};
