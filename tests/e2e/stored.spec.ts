// What this extension stores, in the options: as many records as there are in the browser's database, erased kind by kind
// after a word, and nothing else goes; readable and reachable for everyone.

import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { command } from './support/core';
import { extensionPage } from './support/due';
import { setGrace } from './support/grace';
import { badgeOf, choose, listed, move, openList, STORE } from './support/orders';
import { expect, listUrl, test } from './support/test';

const section = (options: Page): Locator => options.locator('details.stored');

async function openSection(options: Page): Promise<void> {
  await options.bringToFront();
  await section(options).locator('summary').click();
  await expect(section(options).locator('table')).not.toHaveCount(0);
}

/** Records by the kind's name, as the page tells of the store. */
async function told(options: Page, of = STORE): Promise<Map<string, number>> {
  const rows = section(options).getByRole('region', { name: of }).locator('tbody tr:not(.erasing)');
  const cells = await rows.evaluateAll((all) =>
    all.map((row) => [
      [...(row.querySelector('th')?.childNodes ?? [])]
        .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
        .map(({ textContent }) => textContent?.trim())
        .join(''),
      row.querySelector('td')?.textContent?.trim() ?? '',
    ]),
  );
  return new Map(cells.map(([name = '', count = '']) => [name, Number(count.replace(/\D/g, ''))]));
}

/** How many records each store of the database has, by its own word. */
const inDatabase = (options: Page): Promise<Record<string, number>> =>
  options.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open('ucos-inline'));
    const names = [...database.objectStoreNames];
    const counts = await Promise.all(
      names.map(async (name) => [name, await done(database.transaction(name).objectStore(name).count())]),
    );
    database.close();
    return Object.fromEntries(counts);
  });

test.beforeEach(async ({ admin, sandbox }) => {
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
  // One change that is done, and a reply that was copied.
  await setGrace(admin.context(), 0);
  const [first = '', second = ''] = await listed(admin);
  await move(sandbox, first, 'Packing');
  await openList(admin, listUrl());
  await expect(badgeOf(admin, first)).toContainText('Packing');
  await choose(admin, first, 'Dispatched');
  await expect.poll(async () => (await sandbox.order(STORE, first)).status).toBe('Dispatched');
  await command(admin.context(), { 'note-answer': { store: STORE, order: { kind: 'order', id: second } } });
});

test('it tells what the database has; what is erased is gone, and the rest is not', async ({ admin }) => {
  const options = await extensionPage(admin.context());
  await openSection(options);
  const before = await told(options);
  const counted = await inDatabase(options);
  expect(before.get('Orders')).toBe(
    (counted.orders ?? 0) +
      (counted.sweeps ?? 0) +
      ((counted.rolls ?? 0) - (before.get('Figures of the board') ?? 0)),
  );
  expect(before.get('Journal of changes')).toBe(
    (counted.journal ?? 0) + (counted['journal-heads'] ?? 0) + (counted['journal-orders'] ?? 0),
  );
  expect(before.get('Journal of changes')).toBe(3);
  expect(before.get('Whom you replied to')).toBe(1);
  expect(await section(options).getByText('in all').textContent()).toMatch(/(kB|MB) in all/);

  // What must stay has no button, and says why.
  const keys = section(options).getByRole('row', { name: /^Keys and accounts/ });
  await expect(keys.getByRole('button')).toHaveCount(0);
  await expect(keys).toContainText('Disconnect an account to erase its key.');

  // By keyboard: asked first, and kept where somebody thinks better of it.
  const erase = section(options).getByRole('button', { name: `Erase “Journal of changes” of ${STORE}` });
  await erase.focus();
  await options.keyboard.press('Enter');
  await expect(section(options)).toContainText('Save the journal first');
  await section(options).getByRole('button', { name: 'Keep it' }).click();
  expect((await inDatabase(options)).journal).toBe(counted.journal);
  await erase.focus();
  await options.keyboard.press('Enter');
  await options.keyboard.press('Tab');
  await options.keyboard.press('Enter');
  await expect(section(options)).toContainText(`“Journal of changes” of ${STORE} was erased.`);
  const after = await told(options);
  expect(after.get('Journal of changes'), 'the head, which numbers go on from').toBe(1);
  for (const name of ['Orders', 'Whom you replied to', 'Keys and accounts'])
    expect(after.get(name), name).toBe(before.get(name));
  expect(await inDatabase(options)).toMatchObject({ journal: 0, orders: counted.orders });
});

test('of a store that is not connected any more what is left is told', async ({ admin }) => {
  await command(admin.context(), { disconnect: { store: STORE, staff_name: null } });
  const options = await extensionPage(admin.context());
  await openSection(options);
  await expect(section(options).getByRole('heading', { name: STORE })).toContainText(
    'not connected any more',
  );
  const left = await told(options);
  expect([...left.keys()]).toEqual(['Journal of changes', 'Settings and reply texts']);
  for (const name of left.keys()) {
    await section(options)
      .getByRole('button', { name: `Erase “${name}” of ${STORE}` })
      .click();
    await section(options)
      .getByRole('button', { name: `Erase “${name}” now` })
      .click();
    await expect(section(options)).toContainText(`“${name}” of ${STORE} was erased.`);
  }
  expect([...(await told(options)).keys()]).toEqual(['Journal of changes']);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ browserOptions: { colorScheme } });
    test('axe finds nothing, asked or not; nothing sticks out', async ({ admin }) => {
      const options = await extensionPage(admin.context());
      await openSection(options);
      await section(options)
        .getByRole('button', { name: `Erase “Orders” of ${STORE}` })
        .click();
      for (const width of [1280, 480]) {
        await options.setViewportSize({ width, height: 900 });
        const { violations } = await new AxeBuilder({ page: options }).include('.stored').analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
        expect(await options.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
    });
  });
}
