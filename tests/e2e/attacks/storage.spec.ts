// What a content script that was taken over finds in every storage area: no key, in no form, and a closed door where it is.

import { formsOf } from '../support/attacks';
import { workerOf } from '../support/core';
import { IsolatedWorld } from '../support/isolated';
import { openList } from '../support/orders';
import { expect, listUrl, test } from '../support/test';

test('no storage area has a key for the content script', async ({ admin, sandbox }) => {
  await openList(admin, listUrl());
  const world = await IsolatedWorld.of(admin);
  const read: string[] = [];
  for (const area of ['local', 'session', 'sync', 'managed']) {
    const value = await world.evaluate<string>(
      `chrome.storage.${area}?.get(null).then((all) => JSON.stringify(all), (error) => 'refused: ' + error.message)`,
    );
    read.push(value ?? '');
    if (area === 'local') expect(value).toMatch(/^refused: .*not allowed/i);
    if (area === 'session') expect(value.length).toBeGreaterThan(1_000);
  }
  for (const store of ['localStorage', 'sessionStorage'])
    read.push(await world.evaluate<string>(`JSON.stringify({ ...${store} })`));
  read.push(await world.evaluate<string>('indexedDB.databases().then((all) => JSON.stringify(all))'));
  read.push(await world.evaluate<string>('caches.keys().then((all) => JSON.stringify(all))'));
  read.push(await world.evaluate<string>('document.cookie + document.documentElement.outerHTML'));
  const all = read.join('\n');
  for (const form of sandbox.announced.keys.flatMap(({ key }) => formsOf(key)))
    expect(all.includes(form), 'a key, or a part of one').toBe(false);
  // The forms are such as would be found: one is planted where a script may read it.
  const key = sandbox.key('full');
  const worker = await workerOf(admin.context());
  await worker.evaluate((text) => chrome.storage.session.set({ planted: text }), btoa(key));
  const planted = await world.evaluate<string>('chrome.storage.session.get(null).then(JSON.stringify)');
  expect(formsOf(key).some((form) => planted.includes(form))).toBe(true);
});
