// The journal in the options: what became of changes is found and exported, that it is whole is checked, and whatever is
// done to its records shows; what an earlier version kept is taken over.

import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { endWorker } from './support/browser';
import { extensionPage } from './support/due';
import { setGrace } from './support/grace';
import { badgeOf, choose, listed, move, openList, STORE } from './support/orders';
import { expect, listUrl, test } from './support/test';

const journalOf = (options: Page): Locator => options.locator('details.journal').first();
const entriesOf = (options: Page): Locator => journalOf(options).locator('.entries > li');

async function openJournal(options: Page): Promise<void> {
  await options.bringToFront();
  await journalOf(options).locator('summary').click();
  await expect(journalOf(options).getByRole('status').first()).not.toHaveText('Reading…');
}

/** Runs in a page of the extension: writes or takes away records of the journal. */
async function tamper(options: Page, deed: 'edit' | 'gap' | 'end', seq: number): Promise<void> {
  await options.evaluate(
    async ([deed, key]) => {
      const done = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const database = await done(indexedDB.open('ucos-inline'));
      const records = database.transaction('journal', 'readwrite').objectStore('journal');
      if (deed === 'edit') {
        const text = new TextDecoder().decode(await done(records.get(key)));
        await done(records.put(new TextEncoder().encode(text.replace('"done"', '"left"')), key));
      } else await done(records.delete(key));
      database.close();
    },
    [deed, `${STORE}/${String(seq).padStart(12, '0')}`] as const,
  );
  // What it had in memory it may tell; a new life reads what is kept.
  await endWorker(options);
}

const verify = async (options: Page): Promise<void> =>
  journalOf(options).getByRole('button', { name: 'Check the journal' }).click();

test.beforeEach(async ({ sandbox }) => {
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
});

test('changes made, taken back and refused are entered, found, exported and whole', async ({
  admin,
  sandbox,
}) => {
  const [made = '', undone = '', refused = ''] = await listed(admin);
  for (const id of [made, undone, refused]) await move(sandbox, id, 'Packing');
  const options = await extensionPage(admin.context());
  await openJournal(options);
  await expect(journalOf(options).getByRole('status').first()).toHaveText(
    'Nothing has been changed in this browser yet.',
  );
  await journalOf(options).locator('summary').click();

  await setGrace(admin.context(), 30);
  await admin.bringToFront();
  await openList(admin, listUrl());
  await choose(admin, undone, 'Dispatched');
  await expect(badgeOf(admin, undone)).toHaveAttribute('data-change', 'waiting');
  await expect(async () => {
    await badgeOf(admin, undone).getByRole('button').first().click();
    await expect(badgeOf(admin, undone)).not.toHaveAttribute('data-change', /./, { timeout: 2_000 });
  }).toPass();
  await setGrace(admin.context(), 0);
  await choose(admin, made, 'On hold');
  await expect(badgeOf(admin, made)).not.toHaveAttribute('data-change', /./);
  const error = { error: '=HYPERLINK("http://evil.example")' };
  await sandbox.control('POST', '/faults', {
    ...{ path: '/v1/orders/', method: 'POST', kind: 'status', status: 422 },
    body: error,
  });
  await choose(admin, refused, 'On hold');
  await expect(badgeOf(admin, refused)).toHaveAttribute('data-change', 'refused');

  await openJournal(options);
  await expect(entriesOf(options)).toHaveCount(3);
  const [latest, middle, first] = [0, 1, 2].map((at) => entriesOf(options).nth(at));
  await expect(latest as Locator).toContainText('Not made: refused');
  await expect(middle as Locator).toContainText('On hold (was Packing)');
  await expect(first as Locator).toContainText('Taken back before it was sent');
  await expect(first as Locator).toContainText(sandbox.staff());
  await expect(middle?.getByRole('link') as Locator).toHaveAttribute('href', new RegExp(`/orders/${made}$`));

  // Looked for by what became of it, by name and by day.
  const journal = journalOf(options);
  await journal.getByLabel('Outcome').selectOption('Taken back before it was sent');
  await expect(entriesOf(options)).toHaveCount(1);
  await journal.getByLabel('Outcome').selectOption('Any');
  const { name } = await sandbox.order(STORE, made);
  await journal.getByLabel('Search').fill(name.toLowerCase());
  await expect(entriesOf(options)).toHaveCount(1);
  await expect(entriesOf(options).first()).toContainText(name);
  await journal.getByLabel('Search').fill('nobody did this');
  await expect(journal.getByRole('status').first()).toHaveText(/^No entry is like that/);
  await journal.getByLabel('Search').fill('');
  await journal.getByLabel('To', { exact: true }).fill('2001-01-01');
  await expect(journal.getByRole('status').first()).toHaveText(/^No entry is like that/);
  await journal.getByLabel('To', { exact: true }).fill('');
  await expect(entriesOf(options)).toHaveCount(3);

  await verify(options);
  await expect(journal.locator('.banner.done')).toContainText('The journal is whole: 3 entries');
  await expect(journal.locator('.banner.done code')).toHaveText(/^[0-9a-f]{64}$/);
  const axe = await new AxeBuilder({ page: options }).include('details.journal').analyze();
  expect(axe.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

  const exported = async (format: string): Promise<string> => {
    const [download] = await Promise.all([
      options.waitForEvent('download'),
      journal.getByRole('button', { name: `Export ${format}` }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(
      new RegExp(`^ucos-journal-${STORE}-.*\\.${format.toLowerCase()}$`),
    );
    return readFile(await download.path(), 'utf8');
  };
  const csv = (await exported('CSV')).split('\r\n');
  expect(csv).toHaveLength(5);
  expect(csv[0]).toMatch(/^\ufeffNumber,/);
  for (const line of csv) for (const field of line.split(',')) expect(field).not.toMatch(/^"?[=+@-]/);
  const json: { hash: string; entry: { seq: number; prev: string; outcome: string } }[] = JSON.parse(
    await exported('JSON'),
  );
  expect(json.map(({ entry }) => entry.outcome)).toEqual(['undone', 'done', 'refused']);
  expect(json.map(({ entry }) => entry.prev)).toEqual(['0'.repeat(64), json[0]?.hash, json[1]?.hash]);
  // As somebody else would check it.
  for (const { hash, entry } of json) {
    const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(entry)));
    expect(Buffer.from(bytes).toString('hex')).toBe(hash);
  }
});

for (const [deed, seq, words] of [
  ['edit', 2, 'At entry 2: it is not what was written.'],
  ['gap', 2, 'At entry 2: it is missing.'],
  ['end', 4, 'At entry 4: it is missing.'],
] as const) {
  test(`tampered with, the journal says where: ${deed}`, async ({ admin, sandbox }) => {
    const ids = (await listed(admin)).slice(0, 4);
    for (const id of ids) await move(sandbox, id, 'Packing');
    await setGrace(admin.context(), 0);
    await openList(admin, listUrl());
    for (const id of ids) {
      await choose(admin, id, 'On hold');
      await expect(badgeOf(admin, id)).not.toHaveAttribute('data-change', /./);
    }
    const options = await extensionPage(admin.context());
    await openJournal(options);
    await expect(entriesOf(options)).toHaveCount(4);
    await verify(options);
    await expect(journalOf(options).locator('.banner.done')).toBeVisible();
    await tamper(options, deed, seq);
    await verify(options);
    await expect(journalOf(options).locator('.banner.failed')).toContainText(words);
  });
}

test('what version 3 of the stored data kept is taken over by the browser’s own upgrade', async ({
  admin,
}) => {
  const [id = ''] = await listed(admin);
  const options = await extensionPage(admin.context());
  await options.evaluate(
    async ([store, id]) => {
      const done = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      await done(indexedDB.deleteDatabase('ucos-inline'));
      const opening = indexedDB.open('ucos-inline', 3);
      opening.onupgradeneeded = () => {
        const tables =
          'orders intents unshown batches journal learnt catalogs watches budgets rolls sweeps clocks';
        for (const table of tables.split(' ')) opening.result.createObjectStore(table);
      };
      const database = await done(opening);
      const records = database.transaction('journal', 'readwrite').objectStore('journal');
      const puts = ['done', 'undone'].map((outcome, at) => {
        const wanted = { from: 'Packing', to: 'On hold', items: 0, channels: [], is_message: false };
        const entry = { id: `old${at}`, at: 1_000 + at, made_at: 900 + at, staff: 'Ada', account: 'Ada' };
        const text = JSON.stringify({ ...entry, wanted, outcome, problem: null, messages_sent: null });
        const key = `${store}/order/${id}/${String(900 + at).padStart(13, '0')}-old${at}`;
        return done(records.put(new TextEncoder().encode(text), key));
      });
      await Promise.all(puts);
      database.close();
    },
    [STORE, id] as const,
  );
  await endWorker(options);
  await openJournal(options);
  await expect(entriesOf(options)).toHaveCount(2);
  await expect(entriesOf(options).first()).toContainText('Taken back before it was sent');
  await expect(entriesOf(options).last()).toContainText('On hold (was Packing)');
  await expect(entriesOf(options).first().getByRole('link')).toHaveAttribute('href', new RegExp(`/${id}$`));
  await verify(options);
  await expect(journalOf(options).locator('.banner.done')).toContainText('The journal is whole: 2 entries');
});
