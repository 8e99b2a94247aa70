// A full session, with a service that repeats the key in whatever it answers; then everything that the browser keeps,
// shows, says or asks for is searched for the key, in every form.

import type { Page } from '@playwright/test';
import { connect, EXTENSION_ID } from './support/browser';
import { openCard, pageOf } from './support/card';
import { command, viewOf } from './support/core';
import { extensionPage } from './support/due';
import { setGrace } from './support/grace';
import { Ear, everything, findingsIn, formsOf } from './support/key-scan';
import { KNOWN } from './support/list';
import { badgeOf, choose, listed, menuOf, move, openList, STORE, statusesOf } from './support/orders';
import type { Sandbox } from './support/sandbox';
import { badges, expect, listUrl, test } from './support/test';

const OTHER = 'harbour-supply';

/** Every form of a key, as a service may say it. */
const spoken = (key: string): string[] => [
  key,
  `Authorization: Bearer ${key}`,
  ...formsOf(key).map(({ needle }) => `x ${needle} y`),
  `Basic ${Buffer.from(`user:${key}`).toString('base64')}`,
  `Basic ${Buffer.from(`${key}:`).toString('base64url')}`,
];

/** JSON in which the key is written with escapes, as some servers do. */
const escaped = (text: string, key: string): string =>
  text.replaceAll(
    `"${key}"`,
    `"${[...key].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`,
  );

const fault = (sandbox: Sandbox, path: string, more: object): Promise<unknown> =>
  sandbox.control('POST', '/faults', { path, kind: 'html', ...more });

/** The names of the service's statuses, orders and line items all say the key, and so do its ids. */
async function echo(sandbox: Sandbox, key: string, ids: string[]): Promise<void> {
  const said = spoken(key);
  const at = (place: number): string => said[place % said.length] ?? '';
  const known = await statusesOf(sandbox);
  const statuses = known.map(({ id }, place) => ({
    ...{ id, name: at(place), display_name: at(place), color: key, shopify_order_effect: key },
    sub_status_group:
      place === 0
        ? {
            options: [
              { id: 'o', name: at(1) },
              { id: key, name: 'x' },
            ],
          }
        : null,
  }));
  const workflows = said.map((name, place) => ({
    id: `w${place}`,
    name,
    statuses: [{ id: known[place % 9]?.id }],
  }));
  const order = (id: string, place: number): object => ({
    ...{ id: `u${id}`, shopify_order_id: `gid://shopify/Order/${id}`, name: at(place), note: key },
    custom_status: { id: known[place % known.length]?.id, name: at(place + 1), color: key },
    custom_sub_status: place % 2 ? null : { id: 'o', name: at(place + 2) },
    addon_statuses: [{ id: 'a', name: at(place + 3), color: key }],
    line_items: said.map((name, item) => ({ id: `l${item}`, name, quantity: 1, status: { id: 's', name } })),
  });
  const headers = { 'X-Echo': key, 'X-Request-Id': key, ETag: `"${key}"` };
  const all = { method: 'GET', times: 500, headers };
  await fault(sandbox, '/v1/statuses', {
    ...all,
    body: escaped(JSON.stringify({ statuses: [{ id: key, name: key }, ...statuses] }), key),
  });
  await fault(sandbox, '/v1/workflows', { ...all, body: { workflows, workflows_enabled: true } });
  await fault(sandbox, `/v1/orders/${ids[0]}`, { ...all, body: { order: order(ids[0] ?? '', 0) } });
  await fault(sandbox, '/v1/orders', { ...all, body: { orders: ids.map(order), total: key } });
}

/** Chooses, has the service refuse with this, and reads why. */
async function refuse(
  page: Page,
  sandbox: Sandbox,
  id: string,
  status: number,
  body: unknown,
): Promise<void> {
  await fault(sandbox, '/v1/orders/', { method: 'POST', status, body });
  await badgeOf(page, id).getByRole('button').click();
  await menuOf(page).getByRole('option').nth(4).click();
  await expect(badgeOf(page, id)).not.toHaveAttribute('data-state', KNOWN);
}

test('after a full session with a service that repeats it, the key is nowhere', async ({
  admin,
  browser_: { context },
  sandbox,
}) => {
  test.setTimeout(180_000);
  const ear = new Ear(context);
  const [key, theirs] = [sandbox.key('full'), sandbox.key('full', OTHER)];
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
  const ids = await listed(admin);
  const [first = '', second = '', third = ''] = ids;
  for (const id of [first, second, third]) await move(sandbox, id, 'Packing');
  await connect(context, sandbox);
  await connect(context, sandbox, { store: OTHER });

  await test.step('look, change, undo, doubt', async () => {
    await openList(admin, listUrl());
    await choose(admin, first, 'On hold');
    await expect(badgeOf(admin, first)).toHaveAttribute('data-state', KNOWN);
    await choose(admin, second, 'Dispatched');
    await badgeOf(admin, second).getByRole('button').click();
    await expect(badgeOf(admin, second)).toHaveAttribute('data-state', KNOWN);
    await setGrace(context, 0);
    await fault(sandbox, '/v1/orders/', { method: 'POST', kind: 'drop-before-commit' });
    await choose(admin, third, 'Dispatched');
    await expect(badgeOf(admin, third)).toHaveAttribute('data-change', 'in-doubt');
  });

  await test.step('disconnect the other store', async () => {
    expect(await command(context, { disconnect: { store: OTHER } })).toMatchObject({ ok: true });
  });

  const [fourth = ''] = ids.slice(3);
  await test.step('everything that the service says is the key', async () => {
    await echo(sandbox, key, ids);
    // Connecting reads the statuses; another store's key is tried and refused with itself.
    const again = { connect: { store: STORE, key, staff_name: sandbox.staff() } };
    expect(await command(context, again)).toMatchObject({ ok: true });
    await openList(admin, listUrl());
    await expect(badges(admin)).toHaveCount(50);
    for (const [status, body] of [
      [409, { error: key, message: `No: ${key}` }],
      [422, { error: { message: `X-API-Key: ${key}` } }],
      [403, { message: Buffer.from(`:${key}`).toString('base64') }],
      [404, { message: [...key].reverse().join('') }],
    ] as const)
      await refuse(admin, sandbox, fourth, status, body);
    await badgeOf(admin, fourth).getByRole('button').click();
    await expect(menuOf(admin).getByRole('alert')).toContainText('•••');
    await admin.keyboard.press('Escape');
    const [fifth = ''] = ids.slice(4);
    await refuse(admin, sandbox, fifth, 500, { message: key });
    const other = { connect: { store: OTHER, key: theirs, staff_name: 'Eve' } };
    for (const status of [401, 403, 409, 500]) {
      await fault(sandbox, '/v1/statuses', { method: 'GET' });
      await sandbox.control('DELETE', '/faults');
      await fault(sandbox, '/v1/statuses', {
        method: 'GET',
        status,
        body: { message: theirs, error: theirs },
      });
      expect(await command(context, other)).toMatchObject({ ok: false });
    }
    await echo(sandbox, key, ids);
  });

  await test.step('the card, the options, the popup', async () => {
    await openCard(admin, pageOf(first));
    const list = await context.newPage();
    await openList(list, listUrl());
    await extensionPage(context);
    const popup = await context.newPage();
    await popup.goto(`chrome-extension://${EXTENSION_ID}/popup.html`);
    await expect(popup.getByRole('main')).toContainText(STORE);
  });

  // The service was heard: what it said stands there, without the key.
  expect(JSON.stringify(await viewOf(context, `catalog/${STORE}`))).toContain('•••');
  expect(JSON.stringify(await viewOf(context, `details/${STORE}/order/${first}`))).toContain('•••');
  const pieces = await everything(context, sandbox, ear);
  for (const part of [
    'storage.session store/',
    'storage.local settings/',
    'database ',
    '/options.html: document',
    'an address of the service',
  ])
    expect(
      pieces.some(({ where }) => where.startsWith(part)),
      part,
    ).toBe(true);
  expect(findingsIn(pieces, [key])).toEqual([]);
  // Of a store that was disconnected nothing is left in any place.
  expect(findingsIn(pieces, [theirs])).toEqual([]);
});

test('the search finds a key wherever one is', async ({ admin, browser_: { context }, sandbox }) => {
  const ear = new Ear(context);
  const key = 'ucos_c0ffee00c0ffee11c0ffee22c0ffee33';
  await admin.goto(listUrl());
  await admin.evaluate(async (key) => {
    localStorage.setItem('a', btoa(`x${key}`));
    await cookieStore.set('a', key);
    const host = document.createElement('div');
    host.attachShadow({ mode: 'open' }).append([...key].reverse().join(''));
    document.body.append(host);
    console.log(`half: ${key.slice(0, 20)}`);
    const opened = indexedDB.open('a', 1);
    await new Promise((resolve) => {
      opened.onupgradeneeded = () =>
        opened.result.createObjectStore('b').put(new TextEncoder().encode(key), 1);
      opened.onsuccess = resolve;
    });
    opened.result.close();
    await fetch(`/_data/x?${key}`);
  }, key);
  const worker = context.serviceWorkers()[0];
  await worker?.evaluate((key) => {
    console.log(key);
    return chrome.storage.session.set({ 'order/x': JSON.stringify({ name: key }) });
  }, key);
  const places = findingsIn(await everything(context, sandbox, ear), [key]);
  for (const place of [
    /: document: the key reversed/,
    /: its storage: the key in base64/,
    /: its cookies: the key$/,
    /^the console: the first half/,
    /^the worker's console: the key$/,
    /: database a, b: the key$/,
    /^an address: the key$/,
    /^storage.session order\/x: the key$/,
  ])
    expect(
      places.some((found) => place.test(found)),
      `${place} in ${places.join('; ')}`,
    ).toBe(true);
});
