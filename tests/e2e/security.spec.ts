// What a page, or a content script taken over by one, cannot do: read the key, reach the extension, change anything
// by clicks that no person made, or send commands that are not its own.

import type { Page } from '@playwright/test';
import { ADMIN, connect, EXTENSION_ID } from './support/browser';
import { IsolatedWorld } from './support/isolated';
import {
  badgeOf,
  choose,
  journalOf,
  listed,
  menuOf,
  move,
  openList,
  postsFor,
  STORE,
  statusesOf,
} from './support/orders';
import type { Sandbox } from './support/sandbox';
import { expect, listUrl, test } from './support/test';

const posts = async (sandbox: Sandbox): Promise<number> =>
  (await sandbox.requests()).filter(({ method }) => method === 'POST').length;

const VIEW_OF_ORDER = [
  'addons',
  'answered_at',
  'back',
  'change',
  'due',
  'entered',
  'id',
  'kind',
  'problem',
  'seen_at',
  'stale',
  'state',
  'status',
  'sub_status',
  'target',
];

test('the key is out of reach of the content script', async ({ admin, sandbox }) => {
  await openList(admin, listUrl());
  const world = await IsolatedWorld.of(admin);
  for (const read of ['get(null)', 'getKeys()', 'getBytesInUse(null)', 'set({ a: 1 })'])
    await expect(world.evaluate(`chrome.storage.local.${read}`), read).rejects.toThrow(/not allowed/i);
  // Nor can it open the area again.
  await expect(
    world.evaluate(`chrome.storage.local.setAccessLevel({ accessLevel: 'TRUSTED_AND_UNTRUSTED_CONTEXTS' })`),
  ).rejects.toThrow();
  await expect(world.evaluate('chrome.storage.local.get(null)')).rejects.toThrow(/not allowed/i);

  const views = await world.evaluate<Record<string, string>>('chrome.storage.session.get(null)');
  const text = JSON.stringify(views);
  for (const { key } of sandbox.announced.keys)
    expect(text.includes(key) || text.includes(key.replace(/^ucos_/, '')), 'a key in a view').toBe(false);
  // Of an order neither its customer nor what it is about.
  const orders = Object.keys(views).filter((name) => name.startsWith(`order/${STORE}/`));
  expect(orders).toHaveLength(50);
  for (const name of orders)
    expect(Object.keys(JSON.parse(views[name] ?? '')).toSorted()).toEqual(VIEW_OF_ORDER);
});

test('a page cannot reach the extension', async ({ admin }) => {
  await openList(admin, listUrl());
  const reached = await admin.evaluate(async (id) => {
    const runtime: unknown = Reflect.get(window, 'chrome')?.runtime;
    const get = (path: string) =>
      fetch(`chrome-extension://${id}/${path}`).then(
        () => true,
        () => false,
      );
    return {
      id: runtime instanceof Object && Reflect.get(runtime, 'id') !== undefined,
      sendMessage: runtime instanceof Object && 'sendMessage' in runtime,
      storage: Reflect.get(window, 'chrome')?.storage !== undefined,
      files: await Promise.all(['manifest.json', 'core.wasm', 'options.html', 'content.js'].map(get)),
      globals: Object.keys(window).filter((name) => /ucos/i.test(name)),
    };
  }, EXTENSION_ID);
  const files = [false, false, false, false];
  expect(reached).toEqual({ id: false, sendMessage: false, storage: false, files, globals: [] });
  // Nor frame a page of it.
  await admin.evaluate((id) => {
    const frame = document.createElement('iframe');
    frame.src = `chrome-extension://${id}/options.html`;
    document.body.append(frame);
  }, EXTENSION_ID);
  await expect.poll(() => admin.frames().map((frame) => frame.url())).toHaveLength(2);
  for (const frame of admin.frames().slice(1))
    expect(await frame.getByLabel('API key').count(), 'the options page in a frame').toBe(0);
});

test('clicks and keys that no person made change nothing', async ({ admin, sandbox }) => {
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());
  const badge = badgeOf(admin, id);
  // One at a time: a second press would close what a first one opened.
  for (const type of ['click', 'mousedown', 'pointerdown', 'Enter', ' ']) {
    await badge.evaluate((host, type) => {
      const button = host.shadowRoot?.querySelector('button');
      const how = { bubbles: true, composed: true };
      if (type === 'click') button?.click();
      else if (type.includes('down')) button?.dispatchEvent(new PointerEvent(type, how));
      else
        for (const each of ['keydown', 'keypress', 'keyup'])
          button?.dispatchEvent(new KeyboardEvent(each, { key: type, ...how }));
    }, type);
    await expect(badge.getByRole('button')).toHaveAttribute('aria-expanded', 'false');
    await expect(menuOf(admin)).toHaveCount(0);
  }

  // In a menu that a person opened.
  await badge.getByRole('button').click();
  await menuOf(admin).evaluate((host) => {
    const root = host.shadowRoot;
    const option = root?.querySelector<HTMLElement>('[role=option][aria-label="Dispatched"]');
    const filter = root?.querySelector('input');
    option?.click();
    for (const type of ['pointermove', 'pointerdown', 'mousedown', 'mouseup', 'click'])
      option?.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true }));
    for (const key of ['ArrowDown', 'Enter'])
      filter?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
  });
  await expect(menuOf(admin)).toHaveCount(1);
  expect(await posts(sandbox)).toBe(0);
  await admin.keyboard.press('Escape');
  // The same by a person's hand does it: what went before was refused for where it came from.
  await choose(admin, id, 'On hold');
  await expect.poll(() => journalOf(sandbox, id)).toHaveLength(1);
  expect(await posts(sandbox)).toBe(1);
});

test('under a strict policy with Trusted Types, nothing of ours breaks it', async ({ admin, sandbox }) => {
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  const said: string[] = [];
  admin.on('console', (message) => said.push(message.text()));
  await admin.addInitScript(() => {
    const violations: string[] = [];
    Reflect.set(window, 'violations', violations);
    document.addEventListener('securitypolicyviolation', (event) =>
      violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
  const [answer] = await Promise.all([
    admin.waitForResponse(`${ADMIN}/store/${STORE}/orders`),
    openList(admin, listUrl()),
  ]);
  const policy = answer.headers()['content-security-policy'] ?? '';
  expect(policy).toMatch(/script-src 'nonce-[0-9a-f]+' 'strict-dynamic';/);
  expect(policy).toMatch(/style-src 'self' 'nonce-[0-9a-f]+';/);
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).toContain("default-src 'none'");

  const message = 'Workflow order is enforced.';
  await sandbox.control('POST', '/faults', {
    path: '/v1/orders/',
    method: 'POST',
    kind: 'status',
    status: 409,
    body: { error: 'refused', message },
  });
  await choose(admin, id, 'On hold');
  await expect(badgeOf(admin, id)).toHaveAttribute('data-state', 'failed');
  await badgeOf(admin, id).getByRole('button').click();
  await expect(menuOf(admin).getByRole('alert').locator('q')).toHaveText(/Workflow order/);
  await admin.keyboard.press('Escape');
  const violations = (): Promise<string[]> => admin.evaluate(() => Reflect.get(window, 'violations'));
  expect(await violations()).toEqual([]);
  expect(said.filter((text) => /Content Security Policy|Trusted/i.test(text))).toEqual([]);
  // The page's policy is in force: what breaks it is refused and reported.
  const refused = await admin.evaluate(() => {
    try {
      document.createElement('div').innerHTML = '<b>x</b>';
      return false;
    } catch {
      return true;
    }
  });
  expect(refused).toBe(true);
  await expect.poll(violations).toHaveLength(1);
});

test('commands from the wrong place are refused', async ({ admin, browser_, sandbox }) => {
  const other = 'harbour-supply';
  await connect(browser_.context, sandbox, { store: other });
  const [theirs = ''] = await listed(admin, { store: other });
  const hold = (await statusesOf(sandbox, other)).find(({ name }) => name === 'On hold');
  await openList(admin, listUrl());
  await sandbox.forgetRequests();
  const world = await IsolatedWorld.of(admin);
  const send = (command: object): Promise<unknown> =>
    world.evaluate(`chrome.runtime.sendMessage(${JSON.stringify(command)})`);
  const order = { kind: 'order', id: theirs };
  const refused = { ok: false, problem: { code: 'not-allowed', detail: null } };
  const foreign = [
    { connect: { store: STORE, key: sandbox.key('read-only'), staff_name: 'Eve' } },
    { disconnect: { store: STORE } },
    { change: { store: other, orders: [order], status: hold?.id, sub_status: null, staff: null } },
    {
      'change-items': {
        store: other,
        order,
        items: ['1'],
        status: hold?.id,
        sub_status: null,
        staff: null,
      },
    },
    { notify: { store: other, order, channels: ['email'], staff: null } },
    { undo: { store: other, orders: [order] } },
    { decide: { store: other, orders: [order], decision: 'send' } },
    { acknowledge: { store: other, orders: [order] } },
    { inspect: { store: other, order } },
    { look: { store: other, orders: [order] } },
    { 'compose-reply': { store: other, order, language: null } },
    { 'note-answer': { store: other, order } },
    { 'configure-replies': { store: STORE, settings: { link: 'https://evil.example/', kept_days: 90 } } },
    {
      'keep-template': {
        store: STORE,
        status: hold?.id,
        language: 'en',
        text: 'Pay at https://evil.example',
      },
    },
    { 'read-board': { store: STORE } },
    {
      'list-board': {
        store: STORE,
        which: 'all',
        status: null,
        age_bin: null,
        sort: 'due',
        descending: false,
        offset: 0,
        rows: 50,
      },
    },
  ];
  for (const command of foreign) expect(await send(command), JSON.stringify(command)).toEqual(refused);
  for (const command of [{ fetch: { url: 'https://example.com/' } }, { look: { store: STORE } }, [], 'look'])
    expect(await send(command as object), JSON.stringify(command)).toMatchObject({
      ok: false,
      problem: { code: 'malformed-command' },
    });
  // From one of our own pages: it may connect, but it shows no orders.
  const page: Page = await browser_.context.newPage();
  await page.goto(`chrome-extension://${EXTENSION_ID}/popup.html`);
  const fromPopup = await page.evaluate((command) => chrome.runtime.sendMessage(command), foreign[2]);
  expect(fromPopup).toEqual(refused);
  expect(await sandbox.requests()).toEqual([]);
  expect(await postsFor(sandbox, theirs)).toBe(0);
  expect(await journalOf(sandbox, theirs, other)).toEqual([]);
  // Its own store's it may still ask for: the world is the right one.
  expect(await send({ look: { store: STORE, orders: [{ kind: 'order', id: '1' }] } })).toMatchObject({
    ok: true,
  });
});
