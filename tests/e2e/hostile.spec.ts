// A service whose every name, colour, title and sentence is hostile (tests/fixtures/hostile), through every surface: no
// script runs, nobody else is asked for anything, no element is made of it, nothing moves or leaves its place, and what
// is written on a colour can be read. Each surface is held against itself with harmless names.

import { type BrowserContext, test as base, expect, type Locator, type Page } from '@playwright/test';
import type { CatalogView, DetailsView, OrderView, StoreView } from '../../extension/protocol';
import { connect, startBrowser } from './support/browser';
import { cardOf, openCard, pageOf } from './support/card';
import { viewOf } from './support/core';
import { extensionPage, putView } from './support/due';
import { setGrace } from './support/grace';
import {
  canary,
  HOSTILE,
  inParts,
  isBroken,
  isPlain,
  type Look,
  looksOf,
  overflowOf,
  tagsOf,
  watchPages,
} from './support/hostile';
import { IsolatedWorld } from './support/isolated';
import { KNOWN } from './support/list';
import {
  badgeOf,
  listed,
  menuOf,
  openList,
  optionsOf,
  STORE,
  type StatusRow,
  statusesOf,
} from './support/orders';
import { Sandbox } from './support/sandbox';
import { badges, listUrl } from './support/test';

/** So many that each part has no more strings than the store has statuses. */
const PARTS = 15;
const LARGE = 100_000;

/** Which changes are made by hand: all of them would take minutes. Even, as those are that message nobody. */
const BY_HAND_EVERY = 12;

interface Place {
  sandbox: Sandbox;
  context: BrowserContext;
  admin: Page;
  /** The options page: it may send what our own pages may. */
  options: Page;
  popup: Page;
  ids: string[];
  statuses: StatusRow[];
  seen: string[];
  harmless: Tour;
}

/** What there was of each surface. */
interface Tour {
  looks: Look[];
  tags: Record<string, string[]>;
  overflow: Record<string, string[]>;
}

type Arranged = Omit<Place, 'harmless'>;

const test = base.extend<Record<never, never>, { place: Place }>({
  place: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what is needed from the pattern.
    async ({}, use) => {
      const sandbox = await Sandbox.start();
      await sandbox.control('POST', '/keys/full', { store: STORE, per_minute: 100_000, per_day: 1_000_000 });
      await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
      const { context, close } = await startBrowser(sandbox);
      await connect(context, sandbox);
      await setGrace(context, 0);
      const admin = await context.newPage();
      const seen = watchPages(context);
      const ids = await listed(admin);
      const statuses = (await statusesOf(sandbox)).filter(({ is_addon }) => !is_addon);
      // No status is repeated by line items: with names of a megabyte the answer would be too large to be read.
      for (const id of ids)
        await sandbox.control('POST', `/orders/${STORE}/${id}/texts`, { line_items: [{ name: 'A' }] });
      const options = await extensionPage(context);
      const popup = await context.newPage();
      await popup.goto(options.url().replace('options', 'popup'));
      const arranged = { sandbox, context, admin, options, popup, ids, statuses, seen };
      const harmless = await tour(
        arranged,
        statuses.map((_, at) => `Harmless ${at}`),
      );
      await use({ ...arranged, harmless });
      await close();
      await sandbox.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
});

/** The key of the next step, which not every order has: elements of ours that the harmless texts may not have led to. */
const NOT_ALWAYS = ['kbd'];

const bulkOf = (page: Page): Locator => page.locator('[data-ucos-inline="bulk"]');
const small = (text: string, instead: string): string => (text.length > LARGE ? instead : text);

/** What is known of the orders is fresh no more. */
const letAge = (sandbox: Sandbox): Promise<unknown> =>
  sandbox.control('POST', '/clock', { advance_seconds: 70 });

/** Writes these texts wherever the service has one, and connects the store anew, which reads them. */
async function plant({ sandbox, options, ids, statuses }: Arranged, texts: string[]): Promise<void> {
  const text = (at: number): string => texts[at % texts.length] ?? '';
  const [first] = statuses;
  const addons = (await statusesOf(sandbox)).filter(({ is_addon }) => is_addon);
  await sandbox.control('POST', `/catalog/${STORE}`, {
    // Add-on statuses last.
    statuses: [...statuses, ...addons].map(({ id }, at) => ({
      id,
      name: text(at),
      public_name: small(text(at), 'x'),
      color: /^#?f{1000}/.test(text(at)) ? text(at) : small(text(at), '#123456'),
      channels: at % 2 === 0 ? [] : ['email'],
      sub_statuses: at === 0 ? texts : [],
    })),
    workflows: texts.map((name, at) => ({ name, statuses: [statuses[at % statuses.length]?.id] })),
  });
  const subs = (await statusesOf(sandbox)).find(({ id }) => id === first?.id)?.sub_statuses ?? [];
  await Promise.all(
    ids.map((id, at) => {
      const status = at < statuses.length ? statuses[at] : first;
      const isFirst = status === first;
      return sandbox.control('POST', `/orders/${STORE}/${id}/status`, {
        status_id: status?.id,
        sub_status_option_id: isFirst ? subs[at % subs.length]?.id : null,
      });
    }),
  );
  await letAge(sandbox);
  const message = { connect: { store: STORE, key: sandbox.key('full'), staff_name: sandbox.staff() } };
  const reply = await options.evaluate((message) => chrome.runtime.sendMessage(message), message);
  expect(reply).toEqual({ ok: true, problem: null });
}

/** Through every surface with these texts; whatever goes wrong on the way fails. */
async function tour(place: Arranged, texts: string[]): Promise<Tour> {
  const { sandbox, context, admin, options, popup, ids, statuses } = place;
  const found: Tour = { looks: [], tags: {}, overflow: {} };
  const look = async (surface: string, page = admin, selector?: string): Promise<void> => {
    const tags = await tagsOf(page, selector);
    found.tags[surface] = [...new Set([...(found.tags[surface] ?? []), ...tags])];
    found.overflow[surface] = [...(found.overflow[surface] ?? []), ...(await overflowOf(page))];
  };
  expect(texts.length).toBeLessThanOrEqual(statuses.length);
  await test.step('plant', () => plant(place, texts));
  const catalog = await viewOf<CatalogView>(context, `catalog/${STORE}`);
  const names = new Map(catalog?.statuses.map(({ id, name }) => [id, name]));
  for (const [at, text] of texts.entries())
    if (isPlain(text)) expect(names.get(statuses[at]?.id ?? ''), 'to the letter').toBe(text);

  await test.step('list', async () => {
    // What was last known is there before what is so now; and a list that could not be read is looked at anew.
    await expect(async () => {
      await openList(admin, listUrl());
      found.looks = await looksOf(admin);
      for (const [at, { name }] of found.looks.entries()) {
        const status = names.get((statuses[at] ?? statuses[0])?.id ?? '') ?? '';
        expect(name.startsWith(status), `${name} for ${status}`).toBe(true);
        expect(name.length).toBeLessThan(1_500);
      }
    }).toPass({ timeout: 60_000 });
    await look('list');
  });

  await test.step('menu', async () => {
    await badges(admin).nth(1).getByRole('button').click();
    await expect(optionsOf(admin)).toHaveCount(statuses.length);
    const offered = await optionsOf(admin).evaluateAll((all) => all.map((each) => each.ariaLabel ?? ''));
    expect(offered.toSorted()).toEqual(statuses.map(({ id }) => names.get(id)).toSorted());
    await look('menu');
    await optionsOf(admin).first().click();
    await expect(optionsOf(admin)).toHaveCount(texts.length);
    await look('menu, sub-statuses');
    await admin.keyboard.press('Escape');
  });

  const [, changed = ''] = ids;
  await test.step('one change after another, some by hand with their notice', async () => {
    const badge = badgeOf(admin, changed);
    const change = (status: string): object => ({
      change: {
        ...{ store: STORE, orders: [{ kind: 'order', id: changed }] },
        ...{ status, sub_status: null, staff: null },
      },
    });
    const world = await IsolatedWorld.of(admin);
    const commands = statuses.slice(2).map(({ id }) => change(id));
    const replies = await world.evaluate(`(async () => {
      const replies = [];
      for (const command of ${JSON.stringify(commands)}) replies.push(await chrome.runtime.sendMessage(command));
      return replies;
    })()`);
    expect(replies).toEqual(commands.map(() => ({ ok: true, problem: null })));
    for (let at = 2; at < statuses.length - 1; at += BY_HAND_EVERY) {
      await expect(badge).toHaveAttribute('data-state', KNOWN);
      await badge.getByRole('button').click();
      await optionsOf(admin).nth(at).click();
      await expect(admin.locator('[data-ucos-inline="notice"]')).toBeVisible();
      await expect(badge.locator('.text')).toHaveText(names.get(statuses[at]?.id ?? '') ?? '');
      await look('notice');
    }
  });

  await test.step('many changes, each refused with a sentence', async () => {
    const results = ids.map((order_id, at) => ({
      order_id,
      success: false,
      error: texts[at % texts.length],
    }));
    await sandbox.control('POST', '/faults', {
      ...{ path: '/v1/orders/status-bulk', method: 'POST', kind: 'html' },
      body: { updated: 0, failed: ids.length, results },
    });
    await admin.getByRole('checkbox').first().click();
    await bulkOf(admin)
      .getByRole('button', { name: /^Set status of/ })
      .click();
    await optionsOf(admin).nth(3).click();
    const dialog = admin.locator('[data-ucos-inline="bulk-confirm"]').getByRole('dialog');
    await expect(dialog).toBeVisible();
    await look('confirmation');
    await dialog.getByRole('button').last().click();
    await expect(bulkOf(admin).locator('details li')).not.toHaveCount(0);
    await look('bulk bar');
    const failed = badges(admin).and(admin.locator('[data-state="failed"]'));
    await failed.first().getByRole('button').click();
    await expect(menuOf(admin).getByRole('alert')).toBeVisible();
    await look('menu, refusal');
    await admin.keyboard.press('Escape');
    for (const { height, rowHeight } of await looksOf(admin)) {
      expect(height).toBeLessThanOrEqual(20.5);
      expect(Math.abs(rowHeight - (found.looks[0]?.rowHeight ?? 0))).toBeLessThanOrEqual(1);
    }
  });
  const sentences = await sentencesOf(place);
  for (const text of texts) if (isPlain(text)) expect(sentences, 'to the letter').toContain(text);
  for (const sentence of sentences) expect(sentence.length).toBeLessThanOrEqual(1_300);

  await test.step('card', async () => {
    await sandbox.control('POST', `/orders/${STORE}/${changed}/texts`, {
      name: texts[0],
      note: texts[1],
      line_items: texts.map((name, at) => ({ name, status_id: statuses[at]?.id ?? null })),
    });
    const name = `details/${STORE}/order/${changed}`;
    const before = (await viewOf<DetailsView>(context, name))?.read_at ?? 0;
    await openCard(admin, pageOf(changed));
    // What was known of it from before is shown first, and may have as many items.
    await expect
      .poll(async () => (await viewOf<DetailsView>(context, name))?.read_at ?? 0)
      .toBeGreaterThan(before);
    await expect(cardOf(admin).locator('.items li')).toHaveCount(texts.length);
    await look('card', admin, '[data-ucos-inline="card"]');
    const details = await viewOf<DetailsView>(context, name);
    const items = details?.items.map(({ name }) => name) ?? [];
    for (const [at, text] of texts.entries())
      if (isPlain(text)) expect(items[at], 'to the letter').toBe(text);
    expect(details?.history.length).toBeGreaterThanOrEqual(statuses.length - 2);
    expect(JSON.stringify(details).length).toBeLessThan(500_000);
    const world = await IsolatedWorld.of(admin);
    const inspect = { inspect: { store: STORE, order: { kind: 'order', id: changed } } };
    for (const name of texts) {
      await sandbox.control('POST', `/orders/${STORE}/${changed}/texts`, { name });
      await world.evaluate(`chrome.runtime.sendMessage(${JSON.stringify(inspect)})`);
      const shown = await viewOf<DetailsView>(context, `details/${STORE}/order/${changed}`);
      if (isPlain(name)) await expect(cardOf(admin).locator('h2')).toContainText(shown?.name ?? '');
      found.overflow.card?.push(...(await overflowOf(admin)));
    }
    await look('card', admin, '[data-ucos-inline="card"]');
    // With those of the next part they would make an answer that is too large to be read.
    await sandbox.control('POST', `/orders/${STORE}/${changed}/texts`, {
      ...{ name: '#1', note: '' },
      line_items: [{ name: 'A' }],
    });
  });

  await test.step('our own pages', async () => {
    const store = await viewOf<StoreView>(context, `store/${STORE}`);
    const asking = sentences.map((detail, at) => ({
      order: { kind: 'order', id: ids[at % ids.length] },
      name: detail.slice(0, 160),
      problem: { code: 'permission-missing', detail },
    }));
    const none = { waiting: 0, under_way: 0, blocked: asking.length, batches: [] };
    const changes = { store: STORE, ...none, asks: asking.length, asking };
    await putView(options, `changes/${STORE}`, changes);
    await options.evaluate(() => {
      for (const each of document.querySelectorAll('details')) each.open = true;
    });
    for (const detail of sentences) {
      const problem = { code: 'permission-missing', detail };
      await putView(options, `store/${STORE}`, { ...store, problem, problem_since: Date.now() });
      found.overflow.options = [...(found.overflow.options ?? []), ...(await overflowOf(options))];
      found.overflow.popup = [...(found.overflow.popup ?? []), ...(await overflowOf(popup))];
    }
    // A template may say anything, and its preview says it on an order whose status and name may too.
    const edit = options.locator('.reply-status button').first();
    await edit.click();
    // A megabyte of line feeds takes the browser itself longer to lay out in a field than anybody waits.
    for (const text of texts.filter(({ length }) => length <= 100_000)) {
      await options.locator('.reply-editor textarea').fill(text);
      found.overflow.options?.push(...(await overflowOf(options)));
    }
    await look('options', options, 'body');
    await edit.click();
    await look('popup', popup, 'body');
    await putView(options, `store/${STORE}`, store);
    await putView(options, `changes/${STORE}`, { store: STORE, ...none, blocked: 0, asks: 0, asking: [] });
  });
  await test.step('what is found, and the board', async () => {
    const told = ids.slice(0, texts.length);
    for (const [at, id] of told.entries())
      await sandbox.control('POST', `/orders/${STORE}/${id}/texts`, { name: texts[at] });
    await popup.getByRole('searchbox').fill('mail.example');
    await expect(popup.locator('.found li')).not.toHaveCount(0);
    await look('popup, found', popup, 'body');
    await popup.getByRole('searchbox').fill('');
    const board = await context.newPage();
    await board.goto(options.url().replace('options', 'board'));
    await expect(board.locator('.orders tbody tr').first()).toBeVisible();
    await look('board', board, 'body');
    expect(await canary(board)).toBeUndefined();
    await board.close();
    for (const id of told) await sandbox.control('POST', `/orders/${STORE}/${id}/texts`, { name: '#1' });
  });
  for (const page of [admin, options, popup]) expect(await canary(page)).toBeUndefined();
  return found;
}

/** The sentences of refusals as they were published, of as many orders as are on the list; then they are read. */
async function sentencesOf({ admin, context, ids }: Arranged): Promise<string[]> {
  const views = await Promise.all(ids.map((id) => viewOf<OrderView>(context, `order/${STORE}/order/${id}`)));
  const orders = ids.map((id) => ({ kind: 'order', id }));
  const world = await IsolatedWorld.of(admin);
  await world.evaluate(
    `chrome.runtime.sendMessage(${JSON.stringify({ acknowledge: { store: STORE, orders } })})`,
  );
  return [...new Set(views.map((view) => view?.problem?.detail ?? '').filter((text) => text !== ''))];
}

test.describe.configure({ timeout: 240_000 });

for (const [part, strings] of inParts(PARTS).entries()) {
  test(`${strings.length} strings, part ${part + 1} of ${PARTS}`, async ({ place }) => {
    const { harmless, seen } = place;
    const { looks, tags, overflow } = await tour(
      place,
      strings.map(({ text }) => text),
    );
    for (const [at, look] of looks.entries()) {
      const why = strings[at % strings.length]?.why ?? '';
      const before = harmless.looks[at];
      expect(look.contrast, `${why}: contrast`).toBeGreaterThanOrEqual(4.5);
      expect(look.overflows, `${why}: beyond its slot`).toBe(false);
      expect(Math.abs(look.height - (before?.height ?? 0)), `${why}: height`).toBeLessThanOrEqual(1);
      expect(Math.abs(look.rowHeight - (before?.rowHeight ?? 0)), `${why}: row`).toBeLessThanOrEqual(1);
    }
    for (const [surface, found] of Object.entries(tags))
      expect(
        found.filter((tag) => !harmless.tags[surface]?.includes(tag) && !NOT_ALWAYS.includes(tag)),
        `elements in ${surface}`,
      ).toEqual([]);
    for (const [surface, found] of Object.entries(overflow))
      expect(
        found.filter((fault) => !harmless.overflow[surface]?.includes(fault)),
        `room in ${surface}`,
      ).toEqual([]);
    expect(seen).toEqual([]);
  });
}

test('halves of surrogate pairs spoil no more than the name that has them', async ({ place }) => {
  const { sandbox, admin, options, ids, statuses, seen } = place;
  const broken = HOSTILE.filter(isBroken);
  expect(broken.length).toBeGreaterThanOrEqual(5);
  const made = broken.map(({ text }, at) => ({ id: `half-${at}`, name: text, color: text }));
  // JSON.stringify writes halves as escapes, as a service would.
  const answers = {
    '/v1/statuses': { statuses: [...made, { id: statuses[0]?.id, name: 'Whole', color: '#123456' }] },
    '/v1/orders': {
      orders: ids.map((id, at) => ({
        ...{ id: `u${at}`, shopify_order_id: `gid://shopify/Order/${id}`, name: made[0]?.name },
        ...{ note: made[at % made.length]?.name, custom_status: made[at % (made.length + 1)] ?? null },
      })),
    },
  };
  for (const [path, body] of Object.entries(answers))
    await sandbox.control('POST', '/faults', {
      path,
      method: 'GET',
      kind: 'html',
      times: 100,
      body: JSON.stringify(body),
    });
  await letAge(sandbox);
  const message = { connect: { store: STORE, key: sandbox.key('full'), staff_name: sandbox.staff() } };
  await options.evaluate((message) => chrome.runtime.sendMessage(message), message);
  await openList(admin, listUrl());
  await expect.poll(async () => (await looksOf(admin))[0]?.name).toMatch(/^\(half-/);
  for (const [at, { name, height, contrast }] of (await looksOf(admin)).entries()) {
    expect(name).toMatch(at % (made.length + 1) === made.length ? /^No status/ : /^\(half-\d\)/);
    expect(height).toBeLessThanOrEqual(20.5);
    expect(contrast).toBeGreaterThanOrEqual(4.5);
  }
  await badges(admin).first().getByRole('button').click();
  await expect(optionsOf(admin)).toHaveCount(made.length + 1);
  await expect(optionsOf(admin).filter({ hasText: 'Whole' })).toHaveCount(1);
  await admin.keyboard.press('Escape');
  await sandbox.control('DELETE', '/faults');
  expect(seen).toEqual([]);
});
