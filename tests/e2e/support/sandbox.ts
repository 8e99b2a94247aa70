// A sandbox of one's own: starts the compiled sandbox on free ports, and talks to its control interface.
// Knows nothing of browsers.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repository } from './repository';

const program = join(repository, 'target/debug/sandbox');

export interface SandboxKey {
  name: string;
  store: string;
  key: string;
  permissions: string[];
}

/** What the sandbox prints when it listens. */
interface Announcement {
  port: number;
  control_port: number;
  spki: string;
  stores: { handle: string; name: string; staff: string }[];
  keys: SandboxKey[];
}

/** One order as the sandbox's database has it; statuses by name. */
export interface OrderRow {
  id: string;
  kind: 'order' | 'draft';
  name: string;
  status: string | null;
  status_id: string | null;
  sub_status: string | null;
  sub_status_option_id: string | null;
}

export interface RequestRow {
  at: string;
  method: string;
  path: string;
  query: string;
  /** null: not answered yet, or cut off. */
  status: number | null;
  key_name: string | null;
  store: string | null;
}

export class Sandbox {
  readonly #process: ChildProcess;
  readonly announced: Announcement;

  private constructor(process: ChildProcess, announced: Announcement) {
    this.#process = process;
    this.announced = announced;
  }

  /** Starts one, on free ports unless told otherwise; `options` are further command line arguments. */
  static async start(...options: string[]): Promise<Sandbox> {
    if (!existsSync(program)) throw new Error('The sandbox is not compiled: run ./build.sh test');
    const ports = options.includes('--port') ? [] : ['--port', '0', '--control-port', '0'];
    const pages = ['--pages', join(repository, 'dist/sandbox-pages')];
    const child = spawn(program, [...ports, ...pages, '--json', ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const announced = await new Promise<Announcement>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)));
      createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)));
    });
    return new Sandbox(child, announced);
  }

  /** Settles when it has ended, by whatever. */
  get ended(): Promise<void> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => this.#process.once('exit', () => resolve()));
  }

  /** Ends it. */
  async stop(): Promise<void> {
    const { ended } = this;
    this.#process.kill('SIGTERM');
    await ended;
  }

  /** The text of a key, by its name. */
  key(name: string, store = 'maple-and-birch'): string {
    const found = this.announced.keys.find((key) => key.name === name && key.store === store);
    if (!found) throw new Error(`the sandbox has no key ${name} for ${store}`);
    return found.key;
  }

  /** The staff name that the store's admin shows. */
  staff(store = 'maple-and-birch'): string {
    return this.announced.stores.find(({ handle }) => handle === store)?.staff ?? '';
  }

  /** Calls the control interface (sandbox/README.md). */
  async control<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`http://127.0.0.1:${this.announced.control_port}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? null : JSON.parse(text)) as T;
  }

  /** What the database says of an order. */
  order(store: string, id: string): Promise<OrderRow> {
    return this.control('GET', `/orders/${store}/${id}`);
  }

  /** The API requests since the last {@link forgetRequests}. */
  requests(): Promise<RequestRow[]> {
    return this.control('GET', '/requests');
  }

  async forgetRequests(): Promise<void> {
    await this.control('DELETE', '/requests');
  }
}
