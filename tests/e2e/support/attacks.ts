// What the attacks have in common: a neighbour extension with the same host permission, the commands and who may send
// them, and what must not have happened after any of them.

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { Command } from '../../../extension/protocol';
import { repository } from './repository';
import type { Sandbox } from './sandbox';

type NamesOf<Union> = Union extends unknown ? keyof Union : never;
export type CommandName = NamesOf<Command>;

export interface Entry {
  from: ('admin-page' | 'options' | 'popup' | 'board')[];
  example: Record<string, unknown>;
}

/** The commands, with an example of each and who may send it; held against the core's own table by tests/boundary.rs. */
export const COMMANDS: Record<CommandName, Entry> = JSON.parse(
  readFileSync(join(repository, 'tests/fixtures/commands.json'), 'utf8'),
);

/** The names of the commands in the types that were made from the core. */
export function compiledCommands(): string[] {
  const types = readFileSync(join(repository, 'dist/core/ucos_inline.d.ts'), 'utf8');
  const [, union = ''] = /^export type Command = (.*);$/m.exec(types) ?? [];
  return [...union.matchAll(/(?:^| \| )\{ "?([a-z-]+)"?: /g)].map(([, name = '']) => name);
}

/** Another extension, with a script in every admin page and a page of its own. */
export function makeNeighbour(): { folder: string; id: string } {
  const folder = mkdtempSync(join(tmpdir(), 'ucos-neighbour-'));
  const manifest = {
    manifest_version: 3,
    name: 'Neighbour',
    version: '1',
    permissions: ['storage'],
    host_permissions: ['https://admin.shopify.com/*'],
    content_scripts: [{ matches: ['https://admin.shopify.com/*'], js: ['script.js'] }],
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'script.js'), 'globalThis.isNeighbour = true;');
  writeFileSync(join(folder, 'page.html'), '<!doctype html><title>Neighbour</title>');
  // As Chromium makes the id of an unpacked extension.
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  const id = [...hash].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
  return { folder, id };
}

/** Arguments with which Chromium loads the neighbour beside us. */
export function withNeighbour(folder: string): string[] {
  const both = `${join(repository, 'dist/extension')},${folder}`;
  return [`--disable-extensions-except=${both}`, `--load-extension=${both}`];
}

/** No order was changed and nobody messaged with a key of ours, and the service was not even asked to. */
export async function expectNothingWritten(sandbox: Sandbox, store = 'maple-and-birch'): Promise<void> {
  const requests = await sandbox.requests();
  expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  const journal = await sandbox.control<{ actor: string }[]>('GET', `/journal?store=${store}`);
  expect(journal.filter(({ actor }) => actor !== 'someone else')).toEqual([]);
  expect(await sandbox.control('GET', `/outbox?store=${store}`)).toEqual([]);
}

/** In which forms a key must not be found. */
export function formsOf(key: string): string[] {
  const bare = key.replace(/^ucos_/, '');
  const half = Math.floor(bare.length / 2);
  const forms = [key, bare, bare.slice(0, half), bare.slice(half)];
  const bytes = Buffer.from(key);
  return [
    ...forms,
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('hex'),
    encodeURIComponent(key),
  ];
}

/** Waits until the browser itself has noticed that this part of ours is covered, faded or distorted (or not any more). */
export function untilSeen(page: Page, host: string, selector: string, isSeen: boolean): Promise<void> {
  return page.evaluate(
    ([host, selector, isSeen]) =>
      new Promise<void>((resolve) => {
        const target = document
          .querySelector(`[data-ucos-inline="${host}"]`)
          ?.shadowRoot?.querySelector(selector);
        if (!target) throw new Error(`there is no ${selector} in ${host}`);
        const how = { trackVisibility: true, delay: 100 } as IntersectionObserverInit;
        const observer = new IntersectionObserver((entries) => {
          for (const entry of entries)
            if (Reflect.get(entry, 'isVisible') === isSeen) {
              observer.disconnect();
              // Its own look at it may be one round behind.
              setTimeout(resolve, 250);
            }
        }, how);
        observer.observe(target);
      }),
    [host, selector, isSeen] as const,
  );
}
