// The core's tables in IndexedDB: one object store a table, keys are texts, values are bytes (a third of the cost of
// text, measured). Does as the core says; knows neither what the tables are for nor what is in a record.

import { type IDBPDatabase, openDB } from 'idb';
import type { Bytes, ShellDatabase, Write } from '../../dist/core/ucos_inline.js';

const NAME = 'ucos-inline';

/** A later version of the extension may have kept something else. */
const isBytes = (value: unknown): value is Bytes => value instanceof Uint8Array;

export class Database implements ShellDatabase {
  readonly #version: number;
  readonly #tables: readonly string[];
  #connection: Promise<IDBPDatabase> | undefined;

  private constructor(version: number, tables: readonly string[]) {
    this.#version = version;
    this.#tables = tables;
  }

  /** Opens the database, or makes it; tables that are missing are added, all others stay as they are. */
  static async open(version: number, tables: readonly string[]): Promise<Database> {
    const database = new Database(version, tables);
    await database.#connected();
    return database;
  }

  async get(table: string, keys: string[]): Promise<(Bytes | undefined)[]> {
    const { store } = (await this.#connected()).transaction(table);
    // All are asked for before the first is waited for: one round instead of one a key.
    const values: unknown[] = await Promise.all(keys.map((key) => store.get(key)));
    return values.map((value) => (isBytes(value) ? value : undefined));
  }

  async scan(table: string, prefix: string): Promise<[key: string, value: Bytes][]> {
    const { store } = (await this.#connected()).transaction(table);
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    const [keys, values]: [unknown[], unknown[]] = await Promise.all([
      store.getAllKeys(range),
      store.getAll(range),
    ]);
    return keys.flatMap((key, index) => {
      const value = values[index];
      return typeof key === 'string' && isBytes(value) ? [[key, value]] : [];
    });
  }

  async write(writes: Write[]): Promise<void> {
    const tables = [...new Set(writes.map(([table]) => table))];
    if (tables.length === 0) return;
    const transaction = (await this.#connected()).transaction(tables, 'readwrite');
    const requests = writes.map(([table, key, value]) => {
      const store = transaction.objectStore(table);
      return value === undefined ? store.delete(key) : store.put(value, key);
    });
    transaction.commit();
    // A request that fails makes the whole transaction fail.
    await Promise.all([...requests, transaction.done]);
  }

  /** The open connection; one that the browser or a newer version has closed is opened again. */
  #connected(): Promise<IDBPDatabase> {
    this.#connection ??= this.#connect();
    return this.#connection;
  }

  async #connect(): Promise<IDBPDatabase> {
    const forget = (): void => {
      this.#connection = undefined;
    };
    try {
      const connection = await openDB(NAME, this.#version, {
        upgrade: (database) => {
          for (const table of this.#tables)
            if (!database.objectStoreNames.contains(table)) database.createObjectStore(table);
        },
        // Somebody wants to upgrade or delete it, and waits until it is closed here.
        blocking: () => {
          forget();
          connection.close();
        },
        terminated: forget,
      });
      return connection;
    } catch (error) {
      forget();
      throw error;
    }
  }
}
