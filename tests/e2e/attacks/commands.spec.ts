// Every command from every sender that there is in a browser: what the table does not allow is refused, and nothing comes
// of it: no change, no key, no secret in an answer.

import {
  COMMANDS,
  type CommandName,
  compiledCommands,
  expectNothingWritten,
  formsOf,
  makeNeighbour,
  withNeighbour,
} from '../support/attacks';
import { ADMIN, connect, EXTENSION_ID } from '../support/browser';
import { viewOf } from '../support/core';
import { IsolatedWorld } from '../support/isolated';
import { openList, STORE } from '../support/orders';
import { expect, listUrl, test } from '../support/test';

const neighbour = makeNeighbour();
test.use({ browserOptions: { arguments: withNeighbour(neighbour.folder) } });

const NAMES = Object.keys(COMMANDS) as CommandName[];
const REFUSED = { ok: false, problem: { code: 'not-allowed', detail: null } };

test('every command of the core is among those that are tried', () => {
  expect(compiledCommands().toSorted()).toEqual(NAMES.toSorted());
  expect(NAMES.length).toBeGreaterThan(10);
});

test('every command from every wrong sender', async ({ admin, browser_, sandbox }) => {
  const other = 'harbour-supply';
  await connect(browser_.context, sandbox, { store: other });
  await openList(admin, listUrl());
  const ours = await IsolatedWorld.of(admin);
  const elsewhere = await browser_.context.newPage();
  await elsewhere.goto(listUrl('', other));
  await expect(elsewhere.locator('[data-ucos-inline="badge"]').first()).toBeVisible();
  const theirs = await IsolatedWorld.of(elsewhere);
  const popup = await browser_.context.newPage();
  await popup.goto(`chrome-extension://${EXTENSION_ID}/popup.html`);
  const options = await browser_.context.newPage();
  await options.goto(`chrome-extension://${EXTENSION_ID}/options.html`);
  await sandbox.forgetRequests();

  const answers: string[] = [];
  const say = (name: CommandName): string =>
    `chrome.runtime.sendMessage(${JSON.stringify({ [name]: COMMANDS[name].example })})`;
  for (const name of NAMES) {
    const { from } = COMMANDS[name];
    const senders = {
      'another store': await theirs.evaluate(say(name)),
      ...(from.includes('admin-page') ? {} : { 'the admin page': await ours.evaluate(say(name)) }),
      ...(from.includes('popup') ? {} : { popup: await popup.evaluate(say(name)) }),
      ...(from.includes('options') ? {} : { options: await options.evaluate(say(name)) }),
    };
    for (const [sender, reply] of Object.entries(senders))
      expect(reply, `${name} from ${sender}`).toEqual(REFUSED);
    answers.push(JSON.stringify(senders));
  }
  await expectNothingWritten(sandbox);
  await expectNothingWritten(sandbox, other);
  expect(await viewOf<{ connected: boolean }>(browser_.context, `store/${STORE}`)).toMatchObject({
    connected: true,
  });
  for (const form of sandbox.announced.keys.flatMap(({ key }) => formsOf(key)))
    expect(answers.join('').includes(form), 'a key in an answer').toBe(false);
  // The options page tells of it.
  const shown = options.locator('details.refusals');
  await shown.locator('summary').click();
  const expected = NAMES.reduce((sum, name) => {
    const { from } = COMMANDS[name];
    const places = ['admin-page', 'popup', 'options'] as const;
    return sum + 1 + places.filter((place) => !from.includes(place)).length;
  }, 0);
  await expect(shown).toContainText(`from a sender that may not send it: ${expected}`);
});

test('another extension and its script in the same page are not heard at all', async ({ admin, sandbox }) => {
  await openList(admin, listUrl());
  const script = await IsolatedWorld.of(admin, neighbour.id);
  expect(await script.evaluate('isNeighbour')).toBe(true);
  const page = await admin.context().newPage();
  await page.goto(`chrome-extension://${neighbour.id}/page.html`);
  await sandbox.forgetRequests();
  const nobody = /Could not establish connection|Receiving end does not exist/;
  for (const name of NAMES) {
    const send = `chrome.runtime.sendMessage(${JSON.stringify(EXTENSION_ID)}, ${JSON.stringify({ [name]: COMMANDS[name].example })})`;
    await expect(script.evaluate(send), name).rejects.toThrow(nobody);
    await expect(page.evaluate(send), name).rejects.toThrow(nobody);
  }
  const connects = `new Promise((resolve) => {
    const port = chrome.runtime.connect(${JSON.stringify(EXTENSION_ID)});
    port.onMessage.addListener(resolve);
    port.onDisconnect.addListener(() => resolve(chrome.runtime.lastError?.message ?? 'disconnected'));
  })`;
  expect(await script.evaluate(connects)).toMatch(nobody);
  expect(await page.evaluate(connects)).toMatch(nobody);
  // Its storage is its own.
  expect(await page.evaluate('chrome.storage.local.get(null)')).toEqual({});
  expect(await page.evaluate('chrome.storage.session.get(null)')).toEqual({});
  await expectNothingWritten(sandbox);
  // What it can do: read what is displayed, as the page can. SECURITY.md says so.
  const read = `document.querySelector('[data-ucos-inline="badge"]').shadowRoot.textContent`;
  expect(await script.evaluate<string>(read)).not.toBe('');
});

test('a frame of the same origin has no script of ours, and nothing to reach us by', async ({
  admin,
  sandbox,
}) => {
  await openList(admin, listUrl());
  await admin.evaluate((url) => {
    const frame = document.createElement('iframe');
    frame.src = url;
    frame.style.cssText = 'width: 900px; height: 600px';
    document.body.append(frame);
  }, `${ADMIN}/store/${STORE}/orders`);
  await expect.poll(() => admin.frames().length).toBe(2);
  const [, frame] = admin.frames();
  await frame?.waitForLoadState();
  expect(await IsolatedWorld.count(admin, neighbour.id), 'the neighbour, too, is in the top frame only').toBe(
    1,
  );
  expect(await IsolatedWorld.count(admin)).toBe(1);
  expect(await frame?.evaluate(() => Reflect.get(window, 'chrome')?.runtime?.sendMessage === undefined)).toBe(
    true,
  );
  expect(await frame?.locator('[data-ucos-inline]').count()).toBe(0);
  await sandbox.forgetRequests();
  // Nor by way of messages between windows.
  await admin.evaluate((commands) => {
    for (const [name, { example }] of Object.entries(commands)) {
      const message = { [name]: example };
      for (const each of [window, ...document.querySelectorAll('iframe')])
        (each instanceof HTMLIFrameElement ? each.contentWindow : each)?.postMessage(message, '*');
      document.dispatchEvent(new CustomEvent('ucos-inline', { detail: message }));
      new BroadcastChannel('ucos-inline').postMessage(message);
    }
  }, COMMANDS);
  await expectNothingWritten(sandbox);
  expect(await viewOf(admin.context(), 'refusals'), 'nothing came as far as the worker').toBeNull();
});

test('large and nested messages are refused, and the worker lives on', async ({ admin }) => {
  await openList(admin, listUrl());
  const ours = await IsolatedWorld.of(admin);
  const malformed = { ok: false, problem: { code: 'malformed-command', detail: null } };
  const send = (message: string): Promise<unknown> => ours.evaluate(`chrome.runtime.sendMessage(${message})`);
  expect(await send(`{ look: { store: '${STORE}', orders: [], more: 'x'.repeat(20_000_000) } }`)).toEqual(
    malformed,
  );
  expect(await send(`{ look: 'é'.repeat(200_000) }`)).toEqual(malformed);
  expect(await send(`{ fetch: { url: 'https://example.com' } }`)).toEqual(malformed);
  expect(await send(`JSON.parse('['.repeat(400) + ']'.repeat(400))`)).toEqual(malformed);
  expect(await viewOf(admin.context(), 'refusals')).toMatchObject({
    too_large: 2,
    unknown_command: 1,
    malformed: 1,
  });
  expect(await send(`{ look: { store: '${STORE}', orders: [{ kind: 'order', id: '1' }] } }`)).toMatchObject({
    ok: true,
  });
});
