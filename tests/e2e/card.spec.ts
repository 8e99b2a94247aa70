// The card on the page of an order or draft: what is changed there is found in the service's database, once; what is
// not to be offered is not; and of the page nothing is hidden, and nothing is left behind.

import type { Locator, Page } from '@playwright/test';
import { connect } from './support/browser';
import {
  cardOf,
  itemChip,
  itemsOf,
  openCard,
  outboxOf,
  pageOf,
  withItems,
  withoutGrace,
} from './support/card';
import { channelsFor, journalOf, listed, menuOf, move, optionOf, postsFor, STORE } from './support/orders';
import type { Sandbox } from './support/sandbox';
import { expect, listUrl, test } from './support/test';

test.beforeEach(async ({ sandbox }) => {
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
});

const named = (card: Locator, name: string | RegExp): Locator =>
  card.getByRole('button', { name, exact: true });

const statusOf = async (sandbox: Sandbox, id: string): Promise<string | null> =>
  (await sandbox.order(STORE, id)).status;

/** How often the service was asked to do anything. */
const postsIn = async (sandbox: Sandbox): Promise<string[]> =>
  (await sandbox.requests()).filter(({ method }) => method === 'POST').map(({ path }) => path);

for (const kind of ['order', 'draft'] as const) {
  test(`${kind}: the status is changed, once, and the history tells`, async ({ admin, sandbox }) => {
    await withoutGrace(admin);
    const [id = ''] = await listed(admin, { kind });
    await move(sandbox, id, 'Packing');
    const card = await openCard(admin, pageOf(id, kind));
    await expect(card.getByRole('heading', { level: 2 })).toContainText('Status of');
    await expect(card.locator('.chip').first()).toHaveText('Packing');
    await named(card, 'Change status').click();
    await optionOf(admin, 'Out for delivery').click();
    await expect(card.locator('.chip').first()).toHaveText('Out for delivery');
    await expect(
      card.getByRole('listitem').filter({ hasText: 'Out for delivery (was Packing)' }),
    ).toContainText(sandbox.staff());
    await expect(card).toContainText('In this status since');
    expect(await journalOf(sandbox, id)).toMatchObject([
      { actor: 'full', from_status: 'Packing', to_status: 'Out for delivery' },
    ]);
    expect((await outboxOf(sandbox, id)).map(({ channel }) => channel).sort()).toEqual(
      await channelsFor(sandbox, id, 'Out for delivery'),
    );
    expect(await postsFor(sandbox, id)).toBe(1);
  });
}

test('the next step says what it sets off, waits, is undone, and then goes once', async ({
  admin,
  sandbox,
}) => {
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  const card = await openCard(admin, pageOf(id));
  await expect(card).toContainText('Messages the customer by email and SMS');
  await expect(card).toContainText('Changes the Shopify order');
  await named(card, 'Next: Dispatched').click();
  await expect(card.getByRole('status')).toContainText('Change to');
  await expect(card).toContainText(/Goes in \d seconds?\./);
  await named(card, 'Undo').click();
  await expect(card).toContainText('Taken back before it was sent');
  await expect(named(card, 'Next: Dispatched')).toBeVisible();
  expect(await postsIn(sandbox)).toEqual([]);
  // The second click of a double click chooses nothing more.
  await named(card, 'Next: Dispatched').dblclick();
  await expect(card.locator('.chip').first()).toHaveText('Dispatched');
  await expect(card).toContainText('Dispatched (was Packing)');
  expect(await journalOf(sandbox, id)).toMatchObject([{ from_status: 'Packing', to_status: 'Dispatched' }]);
  expect(await postsFor(sandbox, id)).toBe(1);
});

test('a next step with sub-statuses asks for one', async ({ admin, sandbox }) => {
  await withoutGrace(admin);
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Sampling');
  const card = await openCard(admin, pageOf(id));
  await named(card, 'Next: In production').click();
  expect(await postsIn(sandbox)).toEqual([]);
  await named(card, 'Sewing').click();
  await expect(card.locator('.chip').first()).toHaveText('In production · Sewing');
  expect(await sandbox.order(STORE, id)).toMatchObject({ status: 'In production', sub_status: 'Sewing' });
});

test('line items: several at once, one by its chip, and cleared after a word more', async ({
  admin,
  sandbox,
}) => {
  await withoutGrace(admin);
  const id = await withItems(sandbox, await listed(admin), 3);
  await move(sandbox, id, 'Packing');
  const before = await itemsOf(sandbox, id);
  const status = await statusOf(sandbox, id);
  const card = await openCard(admin, pageOf(id));
  const boxes = card.locator('.items input');
  const shown = async (): Promise<(string | null)[]> =>
    (await itemsOf(sandbox, id)).map(({ status }) => status);

  await boxes.nth(0).click();
  await boxes.nth(1).click();
  await named(card, 'Set status of 2 items').click();
  await optionOf(admin, 'Sampling').click();
  await expect.poll(shown).toEqual(['Sampling', 'Sampling', ...before.slice(2).map(({ status }) => status)]);
  await expect(itemChip(card, 1)).toContainText('Sampling');

  await itemChip(card, 2).click();
  await optionOf(admin, 'Packing').click();
  await expect(itemChip(card, 2)).toContainText('Packing');
  expect((await shown())[2]).toBe('Packing');

  await boxes.nth(0).click();
  await boxes.nth(2).click();
  const asked = (await postsIn(sandbox)).length;
  await named(card, 'Clear status').click();
  await expect(card).toContainText('Clear the status of 2 items?');
  await named(card, 'Keep').click();
  expect(await postsIn(sandbox)).toHaveLength(asked);
  await named(card, 'Clear status').click();
  await named(card, 'Clear').click();
  await expect.poll(shown).toEqual([null, 'Sampling', null, ...before.slice(3).map(({ status }) => status)]);
  await expect(itemChip(card, 0)).toContainText('—');
  await expect(card).toContainText('2 line items: status cleared');
  expect(await postsIn(sandbox)).toHaveLength(asked + 1);
  expect(await statusOf(sandbox, id), 'the order’s own status is left alone').toBe(status);
});

test('what the store’s specificity forbids is not offered after the first answer', async ({
  admin,
  sandbox,
}) => {
  await withoutGrace(admin);
  await sandbox.control('POST', `/stores/${STORE}`, { status_specificity: 'order' });
  const id = await withItems(sandbox, await listed(admin), 2);
  await move(sandbox, id, 'Packing');
  const card = await openCard(admin, pageOf(id));
  await itemChip(card, 0).click();
  await optionOf(admin, 'Dispatched').click();
  await expect(card).toContainText('This store sets statuses on whole orders, not on line items.');
  await expect(card.locator('.items input')).toHaveCount(0);
  await expect(itemChip(card, 0)).toHaveCount(0);
  await named(card, 'OK').click();
  await expect(card.locator('.standing .problem')).toHaveCount(0);
  await expect(named(card, 'Change status')).toBeVisible();
});

test('where statuses go on line items only, the order’s own is not offered', async ({ admin, sandbox }) => {
  await withoutGrace(admin);
  await sandbox.control('POST', `/stores/${STORE}`, { status_specificity: 'line_item' });
  const id = await withItems(sandbox, await listed(admin), 2);
  await move(sandbox, id, 'Packing');
  const card = await openCard(admin, pageOf(id));
  await named(card, 'Next: Dispatched').click();
  await expect(card).toContainText('This store sets statuses on line items, not on whole orders.');
  await expect(named(card, 'Change status')).toHaveCount(0);
  await expect(named(card, /^Next/)).toHaveCount(0);
  await itemChip(card, 0).click();
  await optionOf(admin, 'Dispatched').click();
  await expect(itemChip(card, 0)).toContainText('Dispatched');
});

test('a store of the kind “order” teaches the same', async ({ admin, browser_, sandbox }) => {
  const store = 'harbour-supply';
  await connect(browser_.context, sandbox, { store });
  await withoutGrace(admin, store);
  const id = await withItems(sandbox, await listed(admin, { store }), 1, store);
  const card = await openCard(admin, pageOf(id, 'order', store));
  await itemChip(card, 0).click();
  await menuOf(admin).getByRole('option').first().click();
  await expect(card).toContainText('This store sets statuses on whole orders, not on line items.');
});

test('an update is sent again by what was ticked only, once, and after a word more', async ({
  admin,
  sandbox,
}) => {
  const ids = await listed(admin);
  let id = '';
  // Whose customer has both an address and a number.
  for (const each of ids)
    if (id === '' && (await channelsFor(sandbox, each, 'Dispatched')).length === 2) id = each;
  await move(sandbox, id, 'Dispatched');
  const card = await openCard(admin, pageOf(id));
  await expect(card.getByLabel('Email')).toBeChecked();
  await expect(card.getByLabel('SMS')).toBeChecked();
  await expect(card.getByLabel('WhatsApp')).not.toBeChecked();
  await card.getByLabel('Email').click();
  await named(card, 'Send update…').click();
  await expect(card).toContainText('The customer is messaged by SMS now.');
  await named(card, 'Do not send').click();
  expect(await postsIn(sandbox)).toEqual([]);
  await named(card, 'Send update…').click();
  await named(card, 'Send').dblclick();
  await expect(card).toContainText(/Goes in \d seconds?\./);
  expect(await outboxOf(sandbox, id), 'it can be undone').toEqual([]);
  await expect(card.getByRole('listitem').filter({ hasText: 'Update sent again by SMS' })).toHaveCount(1);
  expect(await outboxOf(sandbox, id)).toMatchObject([{ channel: 'sms', cause: 'notify' }]);
});

test('a key that may not message is told of, and the update is not offered', async ({
  browser_,
  sandbox,
}) => {
  await connect(browser_.context, sandbox, { key: 'no-notify' });
  const page = await browser_.context.newPage();
  await withoutGrace(page);
  const [id = ''] = await listed(page);
  await move(sandbox, id, 'Dispatched');
  const card = await openCard(page, pageOf(id));
  await named(card, 'Send update…').click();
  await named(card, 'Send').click();
  await expect(card).toContainText('This API key may not message customers.');
  await expect(named(card, 'Send update…')).toHaveCount(0);
  expect(await outboxOf(sandbox, id)).toEqual([]);
});

test('an update in doubt waits for a word, and is not sent again by itself', async ({ admin, sandbox }) => {
  await withoutGrace(admin);
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Dispatched');
  const card = await openCard(admin, pageOf(id));
  await sandbox.control('POST', '/faults', {
    kind: 'drop-after-commit',
    method: 'POST',
    path: `/v1/orders/${id}/notify`,
  });
  await named(card, 'Send update…').click();
  await named(card, 'Send').click();
  await expect(card.getByRole('status')).toContainText('Update to the customer');
  await expect(named(card, 'Send again')).toBeVisible();
  await expect(named(card, 'Leave it')).toBeVisible();
  await expect(named(card, /^Next/), 'nothing else is begun meanwhile').toHaveCount(0);
  await expect(itemChip(card, 0)).toHaveAttribute('aria-disabled', 'true');
  const sent = await outboxOf(sandbox, id);
  expect(sent.length).toBeGreaterThan(0);
  await named(card, 'It was done').click();
  await expect(card).toContainText('Said to be done');
  await expect(named(card, /^Next/)).toBeVisible();
  expect(await outboxOf(sandbox, id)).toEqual(sent);
  expect(await postsFor(sandbox, id)).toBe(1);
});

test('the order cannot be read: it says so, and what to do', async ({ admin, sandbox }) => {
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  await sandbox.control('POST', '/faults', { kind: 'status', status: 503, times: 6, path: '/v1/orders' });
  await admin.goto(pageOf(id));
  const card = cardOf(admin);
  await expect(card).toContainText('UCOS reported a fault of its own.');
  await expect(card).toContainText('The line items could not be read');
  await sandbox.control('DELETE', '/faults');
  await named(card, 'Try again').click();
  await expect(card.locator('.chip').first()).toHaveText('Packing');
  await expect(card).not.toContainText('could not be read');
  await expect(named(card, 'Try again')).toHaveCount(0);
});

/** The page's own parts that the card lies over, by their text. */
const covered = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const card = document.querySelector('[data-ucos-inline="card"]')?.getBoundingClientRect();
    if (!card || card.width === 0) throw new Error('no card');
    const scroller = document.querySelector('#AppFrameScrollable');
    if (!scroller) throw new Error('no scroller');
    const parts = document.querySelectorAll(
      '#AppFrameMain :is(h1, h2, h3, p, a, li, .card), #AppFrameTopBar *',
    );
    const isOver = (part: Element): boolean => {
      const box = part.getBoundingClientRect();
      return box.left < card.right && box.right > card.left && box.top < card.bottom && box.bottom > card.top;
    };
    // At the very end of the page: whatever is covered there can never be seen.
    scroller.scrollTo(0, scroller.scrollHeight);
    return [...parts].filter(isOver).map((part) => part.textContent ?? '');
  });

for (const width of [1280, 800, 480]) {
  test.describe(`${width} px`, () => {
    test.use({ browserOptions: { viewport: { width, height: 640 } } });

    test('nothing of the page is hidden, folded or not, and nothing is left behind', async ({
      admin,
      sandbox,
    }) => {
      const id = await withItems(sandbox, await listed(admin), 3);
      const card = await openCard(admin, pageOf(id));
      expect(await covered(admin), 'unfolded').toEqual([]);
      await named(card, 'Fold the order status').click();
      expect(await covered(admin), 'folded').toEqual([]);
      const folded = await card.boundingBox();
      expect(Math.min(folded?.width ?? 0, folded?.height ?? 0)).toBeLessThanOrEqual(48);
      // The bar that scrolls the page is the page's too.
      const [end, bar] = await admin.evaluate(() => {
        const scroller = document.querySelector('#AppFrameScrollable');
        const box = document.querySelector('[data-ucos-inline="card"]')?.getBoundingClientRect();
        return [
          box?.right ?? 0,
          (scroller?.getBoundingClientRect().left ?? 0) + (scroller?.clientWidth ?? 0),
        ];
      });
      expect(end).toBeLessThanOrEqual(bar + 1);

      /** What main keeps free, and how many of the document's style sheets are ours. */
      const traces = (): Promise<string> =>
        admin.evaluate(() => {
          const main = document.querySelector('#AppFrameMain');
          const ours = document.adoptedStyleSheets.filter(({ cssRules }) =>
            [...cssRules].some(({ cssText }) => cssText.includes('#AppFrameMain')),
          );
          return main ? `${getComputedStyle(main).padding}, ${ours.length}` : '';
        });
      expect(await traces()).toMatch(/px.*, 1$/);
      // The back link, then the list, without a load.
      await admin.locator('.back-link').click();
      await expect(admin).toHaveURL(listUrl());
      await expect(cardOf(admin)).toHaveCount(0);
      await expect.poll(traces).toBe('0px, 0');

      // As it was left.
      await admin.goBack();
      await expect(cardOf(admin)).toHaveAttribute('data-folded', '');
    });
  });
}

test('list, order, list, another store: a card on orders only, and of the order that is shown', async ({
  admin,
  sandbox,
}) => {
  const [first = '', second = ''] = await listed(admin);
  const names = await Promise.all([first, second].map(async (id) => (await sandbox.order(STORE, id)).name));
  await admin.goto(listUrl());
  const go = (path: string): Promise<void> =>
    admin.locator(`#AppFrameMain a[href$="${path}"]`).first().click();
  const title = cardOf(admin).getByRole('heading', { level: 2 });
  await expect(cardOf(admin)).toHaveCount(0);
  await go(`/orders/${first}`);
  await expect(title).toHaveText(`Status of ${names[0]}`);
  await admin.goBack();
  await expect(cardOf(admin)).toHaveCount(0);
  await go(`/orders/${second}`);
  await expect(title).toHaveText(`Status of ${names[1]}`);
  // A store that is not connected: as if we were not here.
  await admin.getByRole('button', { name: 'Maple & Birch' }).click();
  await admin.getByRole('menuitem', { name: /Harbour/ }).click();
  await go(
    '/orders/' +
      (await admin.locator('#AppFrameMain a.order-link').first().getAttribute('href'))?.split('/').at(-1),
  );
  await expect(admin).toHaveURL(/harbour-supply\/orders\/\d+/);
  await admin.waitForTimeout(500);
  await expect(cardOf(admin)).toHaveCount(0);
});

test('the script injected once more: one card, which works', async ({ admin, sandbox }) => {
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  const card = await openCard(admin, pageOf(id));
  const [worker] = admin.context().serviceWorkers();
  await worker?.evaluate(async () => {
    for (const tab of await chrome.tabs.query({ url: 'https://admin.shopify.com/store/*' }))
      await chrome.scripting.executeScript({ target: { tabId: tab.id ?? 0 }, files: ['content.js'] });
  });
  await expect(card.locator('.chip').first()).toHaveText('Packing');
  await expect(card).toHaveCount(1);
  expect(await admin.evaluate(() => document.adoptedStyleSheets.length)).toBe(1);
  await named(card, 'Next: Dispatched').click();
  await expect(named(card, 'Undo')).toHaveCount(1);
});

test('by keyboard alone, and the page’s shortcuts hear nothing of it', async ({ admin, sandbox }) => {
  await withoutGrace(admin);
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  const card = await openCard(admin, pageOf(id));
  const focused = (): Promise<string> =>
    admin.evaluate(() => {
      const active = document.querySelector('[data-ucos-inline="card"]')?.shadowRoot?.activeElement;
      return active?.getAttribute('aria-label') ?? active?.textContent ?? '';
    });
  expect(await admin.evaluate(() => document.activeElement?.localName), 'never takes the focus').toBe('body');
  // It is at the end of the document: from the page's last link, once that is there, Tab leads into it.
  await expect(admin.locator('.timeline a')).not.toHaveCount(0);
  await admin.locator('#AppFrameMain a').last().focus();
  await admin.keyboard.press('Tab');
  expect(await focused()).toBe('Fold the order status');
  for (let presses = 0; presses < 5 && (await focused()) !== 'Next: Dispatched'; presses += 1)
    await admin.keyboard.press('Tab');
  expect(await focused()).toBe('Next: Dispatched');
  await admin.keyboard.press('Tab');
  expect(await focused()).toBe('Change status');
  await admin.keyboard.press('Enter');
  await expect(admin.getByRole('combobox')).toBeFocused();
  await admin.keyboard.type('custom');
  await admin.keyboard.press('Escape');
  await expect(menuOf(admin)).toHaveCount(0);
  expect(await focused()).toBe('Change status');
  await admin.keyboard.press('Shift+Tab');
  expect(await focused()).toBe('Next: Dispatched');
  // Held, and pressed once more in haste: one step.
  await admin.keyboard.down('Enter');
  await admin.keyboard.down('Enter');
  await admin.keyboard.up('Enter');
  await admin.keyboard.press('Enter');
  await expect(card.locator('.chip').first()).toHaveText('Dispatched');
  for (const key of ['g', 'o', 's', '?']) await admin.keyboard.press(key);
  await expect(admin).toHaveURL(pageOf(id));
  expect(await admin.locator('#sandbox-shortcuts').getAttribute('data-count')).toMatch(/^0?$/);
  expect(await journalOf(sandbox, id)).toMatchObject([{ to_status: 'Dispatched' }]);
});

test('a script of the page presses nothing', async ({ admin, sandbox }) => {
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  const card = await openCard(admin, pageOf(id));
  await expect(named(card, 'Next: Dispatched')).toBeVisible();
  await admin.evaluate(() => {
    const shadow = document.querySelector('[data-ucos-inline="card"]')?.shadowRoot;
    const all = shadow?.querySelectorAll<HTMLElement>('button:not(.fold), input') ?? [];
    for (const each of all) each.click();
  });
  await admin.waitForTimeout(500);
  await expect(menuOf(admin)).toHaveCount(0);
  await expect(card.locator('input:checked')).toHaveCount(0);
  await expect(card.getByRole('status')).toHaveText('');
  expect(await postsIn(sandbox)).toEqual([]);
});
