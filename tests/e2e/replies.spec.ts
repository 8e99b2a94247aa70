// "Where is my order": replies are copied from the menu, by key and from the card, as plain and as rich text; templates
// written in the options are used; who was answered lately shows; and nothing of the customer stays anywhere.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { ADMIN, EXTENSION_ID, endWorker } from './support/browser';
import { cardOf, openCard, pageOf } from './support/card';
import { badgeOf, listed, menuOf, move, openList, STORE } from './support/orders';
import { allHeld, allowReading, clipboardOf } from './support/replies';
import type { OrderRow, Sandbox } from './support/sandbox';
import { expect, listUrl, test } from './support/test';

interface WithEmail extends OrderRow {
  email: string | null;
}

test.beforeEach(async ({ sandbox, browser_ }) => {
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
  await allowReading(browser_.context);
});

/** What the service itself says of an order's customer. */
async function customerOf(sandbox: Sandbox, id: string): Promise<{ first_name: string; email: string }> {
  const { email } = await sandbox.control<WithEmail>('GET', `/orders/${STORE}/${id}`);
  const answer = await fetchOrder(sandbox, id);
  return { first_name: answer.order.customer.first_name, email: email ?? '' };
}

async function fetchOrder(
  sandbox: Sandbox,
  id: string,
): Promise<{ order: { customer: { first_name: string } } }> {
  const { request } = await import('@playwright/test');
  const api = await request.newContext({ ignoreHTTPSErrors: true });
  const answer = await api.get(
    `https://127.0.0.1:${sandbox.announced.port}/api/v1/orders/${id}?use_shopify_order_id=true`,
    {
      headers: {
        host: 'api.ultimate-custom-order-status.apps.msmtech.ca',
        'X-API-Key': sandbox.key('full'),
        'X-API-Version': '1.4',
      },
    },
  );
  const body = await answer.json();
  await api.dispose();
  return body;
}

const noticeOf = (page: Page) => page.locator('[data-ucos-inline="notice"]').getByRole('status');

/** Text as HTML has to say it. */
const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll('\n', '<br>');

async function openReplies(page: Page): Promise<void> {
  await page.goto(`chrome-extension://${EXTENSION_ID}/options.html`);
  await page.locator(`#${STORE}-replies`).click();
  await expect(page.getByLabel('Self-serve link')).toBeVisible();
}

test('from the menu and by key: both forms, and who was answered shows', async ({ admin, sandbox }) => {
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'In QC', { sub: 'Measurements' });
  const { name } = await sandbox.order(STORE, id);
  const { first_name } = await customerOf(sandbox, id);
  await openList(admin, listUrl());
  await badgeOf(admin, id).getByRole('button').click();
  // Below the last option, where the arrows lead.
  await admin.keyboard.press('End');
  await admin.keyboard.press('ArrowDown');
  await expect(menuOf(admin).getByRole('button', { name: 'Copy reply' })).toBeFocused();
  await admin.keyboard.press('ArrowDown');
  await expect(menuOf(admin).getByRole('button', { name: 'In French' })).toBeFocused();
  await admin.keyboard.press('ArrowUp');
  await admin.keyboard.press('Enter');
  await expect(noticeOf(admin)).toHaveText('Reply copied');
  await expect(menuOf(admin)).toHaveCount(0);

  const { plain, html } = await clipboardOf(admin);
  expect(plain).toBe(
    [
      `Hello ${first_name},`,
      '',
      `Thank you for asking about order ${name}. It has the status “In QC”. Your order is made, and we are checking it carefully before it leaves us.`,
      '',
      'The next step: Packing.',
      '',
      'Kind regards',
    ].join('\n'),
  );
  // The browser puts its own frame around it.
  expect(html).toContain(`Thank you for asking about order ${escaped(name)}.`);
  expect(html).not.toContain('<a ');

  await badgeOf(admin, id).getByRole('button').click();
  await expect(menuOf(admin)).toContainText('Answered this minute');
  await admin.keyboard.press('Escape');
  await admin.evaluate(() => navigator.clipboard.writeText('something else'));
  await badgeOf(admin, id).getByRole('button').focus();
  await admin.keyboard.press('r');
  await expect.poll(async () => (await clipboardOf(admin)).plain).toBe(plain);
  // One answer, however often it is pressed within minutes; it outlives the worker.
  await endWorker(admin);
  await admin.reload();
  await badgeOf(admin, id).getByRole('button').click();
  await expect(menuOf(admin)).toContainText(/Answered (this minute|\d minutes? ago)/);
});

test('from the card, in French, with the link and the date', async ({ admin, sandbox }) => {
  const [id = ''] = await listed(admin);
  const options = await admin.context().newPage();
  await openReplies(options);
  const link = options.getByLabel('Self-serve link');
  await link.fill('http://example.com/{nope}');
  await expect(options.getByText('{nope} is no placeholder that can stand here.')).toBeVisible();
  await link.fill('http://example.com/');
  await expect(options.getByText('It has to begin with https://.')).toBeVisible();
  await link.fill('https://track.example.com/o?name={order_name}&id={order_id}');
  await options.getByLabel('Shop name').fill('Maple <& Birch>');
  await options.getByRole('button', { name: 'Save replies' }).click();
  await expect(options.getByText('Saved', { exact: true })).toBeVisible();
  await options.close();

  const card = await openCard(admin, pageOf(id));
  // Changed by this browser, so that the time of entry, and with it the date, is exact.
  await card.getByRole('button', { name: 'Change status' }).click();
  await admin.getByRole('option', { name: 'In production' }).first().click();
  await admin.getByRole('option', { name: 'Sewing' }).click();
  await expect(card.locator('.chip').first()).toHaveText('In production · Sewing');
  await card.getByRole('button', { name: 'In French' }).click();
  await expect(card.getByText('Reply copied')).toBeVisible();
  await expect(card.getByText(/^Answered this minute/)).toBeVisible();

  const { name } = await sandbox.order(STORE, id);
  const { plain, html } = await clipboardOf(admin);
  const address = `https://track.example.com/o?name=${encodeURIComponent(name)}&id=${id}`;
  expect(plain).toContain('Son statut est « In production ». Votre commande est en cours de fabrication.');
  expect(plain).toMatch(
    /Fin prévue de cette étape : (lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) \d+ \p{L}+\. La prochaine étape : In QC\./u,
  );
  expect(plain).toContain(`Vous pouvez suivre votre commande ici : ${address}`);
  expect(plain.endsWith('Bien à vous,\nMaple <& Birch>')).toBe(true);
  expect(html).toContain(`<a href="${escaped(address)}"`);
  expect(html).toContain('Maple &lt;&amp; Birch&gt;');
});

test('a template of the store: checked as it is typed, previewed on a real order, used, and reset', async ({
  admin,
  sandbox,
}) => {
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  const { name } = await sandbox.order(STORE, id);
  const { first_name } = await customerOf(sandbox, id);
  await openList(admin, listUrl());
  const options = await admin.context().newPage();
  await openReplies(options);
  await options.getByRole('button', { name: 'Edit the template of Packing' }).click();
  const template = options.getByLabel('Template', { exact: true });
  await expect(template).toHaveValue(/^Hello \{first_name\},/);
  await template.fill('Dear {first_name}, {oops} {');
  await expect(options.getByText('{oops} is no placeholder that can stand here.')).toBeVisible();
  await expect(options.getByText('At character 27 a brace opens and does not close.')).toBeVisible();
  await expect(options.getByRole('button', { name: 'Save template' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await template.fill('Dear {first_name}: {order_name} is being packed. ');
  await options.getByRole('button', { name: 'Insert {next_step}' }).click();
  await expect(template).toBeFocused();
  await options.keyboard.type(' comes next.');
  await expect(options.locator('.reply-preview')).toHaveText('Dear Alex: #1001 is being packed.');
  await options.getByLabel('Preview on a real order').fill(`${ADMIN}/store/${STORE}/orders/${id}`);
  await options.keyboard.press('Enter');
  const expected = `Dear ${first_name}: ${name} is being packed. Dispatched comes next.`.replace(
    'Dispatched',
    'On its way',
  );
  await expect(options.locator('.reply-preview')).toHaveText(expected);
  const { violations } = await new AxeBuilder({ page: options }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  await options.getByRole('button', { name: 'Save template' }).click();
  await expect(options.getByText('Template saved')).toBeVisible();
  await expect(options.getByText('Own: English')).toBeVisible();

  await admin.bringToFront();
  await badgeOf(admin, id).getByRole('button').focus();
  await admin.keyboard.press('r');
  await expect(noticeOf(admin)).toHaveText('Reply copied');
  expect((await clipboardOf(admin)).plain).toBe(expected);
  // A preview is no answer; nothing of the customer went into what is kept.
  await options.bringToFront();
  await options.getByRole('button', { name: 'Back to the default' }).click();
  await expect(template).toHaveValue(/^Hello \{first_name\},/);
  await expect(options.getByText('Own: English')).toHaveCount(0);
});

test('nothing of the customer is kept anywhere', async ({ admin, sandbox, browser_ }) => {
  const ids = (await listed(admin)).slice(0, 6);
  const customers = await Promise.all(ids.map((id) => customerOf(sandbox, id)));
  for (const id of ids) await move(sandbox, id, 'Sampling');
  await openList(admin, listUrl());
  const plains: string[] = [];
  for (const id of ids) {
    await badgeOf(admin, id).getByRole('button').focus();
    await admin.keyboard.press('r');
    const { name } = await sandbox.order(STORE, id);
    await expect.poll(async () => (await clipboardOf(admin)).plain).toContain(`order ${name}.`);
    plains.push((await clipboardOf(admin)).plain);
  }
  await openCard(admin, pageOf(ids[0] ?? ''));
  await cardOf(admin).getByRole('button', { name: 'Copy reply' }).click();
  await expect(cardOf(admin).getByText('Reply copied')).toBeVisible();
  const held = await allHeld(browser_.context);
  // The scan sees what is there.
  for (const id of ids)
    expect(held).toContain(`{"order":{"kind":"order","id":"${id}"},"at":`.replaceAll('"', '\\"'));
  for (const [index, { first_name, email }] of customers.entries()) {
    expect(plains[index]).toContain(first_name.trim());
    if (first_name.length > 2) expect(held.includes(first_name), first_name).toBe(false);
    if (email !== '') expect(held.includes(email), email).toBe(false);
  }
  expect(held).not.toContain('Thank you for asking');
});

test('where the browser does not take it, it is shown to be copied by hand', async ({ admin, sandbox }) => {
  const [id = '', without = ''] = await listed(admin);
  await move(sandbox, id, 'Sampling');
  await move(sandbox, without, null);
  await openList(admin, listUrl());
  await admin.context().clearPermissions();
  const session = await admin.context().newCDPSession(admin);
  await session.send('Browser.setPermission', {
    permission: { name: 'clipboard-write', allowWithoutSanitization: false },
    setting: 'denied',
    origin: ADMIN,
  });
  await badgeOf(admin, id).getByRole('button').focus();
  await admin.keyboard.press('r');
  const shown = admin.locator('[data-ucos-inline="reply"]').getByRole('textbox', { name: 'The reply' });
  await expect(shown).toHaveValue(/^Hello .*Sampling/s);
  await expect(shown).toBeFocused();
  await admin.keyboard.press('Escape');
  await expect(shown).toHaveCount(0);
  // An order without a status has none: the key does nothing, and the menu does not offer it.
  await badgeOf(admin, without).getByRole('button').click();
  await expect(menuOf(admin).getByRole('button', { name: 'Copy reply' })).toHaveCount(0);
});
