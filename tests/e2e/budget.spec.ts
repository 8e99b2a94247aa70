// How many requests a list costs, counted by the service: as few as can be.

import type { Page } from '@playwright/test';
import { faultsOf } from './support/list';
import type { Sandbox } from './support/sandbox';
import { expect, listUrl, test } from './support/test';

test.use({ sandboxOptions: ['--orders', '600'] });

for (const perPage of [50, 250]) {
  test(`an unknown page of ${perPage}: one request; in a second tab, and again within a minute: none`, async ({
    admin,
    sandbox,
  }) => {
    const address = listUrl(`per_page=${perPage}`);
    await sandbox.forgetRequests();
    await shows(admin, sandbox, address);
    expect(await orderRequests(sandbox)).toEqual([perPage]);

    const second = await admin.context().newPage();
    await shows(second, sandbox, address);
    await shows(admin, sandbox, address);
    const menu = admin.locator('#AppFrameNav');
    await menu.getByRole('link', { name: 'Products' }).click();
    await expect(admin.getByRole('table', { name: 'Products' })).toBeVisible();
    await menu.getByRole('link', { name: 'Orders' }).click();
    await isRight(admin, sandbox);
    // An unknown list read after all that is where their requests would be seen, had there been any.
    await shows(admin, sandbox, listUrl('', 'maple-and-birch', 'draft_orders'));
    const drafts = await admin.locator('a.order-link').count();
    expect(await orderRequests(sandbox)).toEqual([perPage, drafts]);
  });
}

test('the same unknown list in two tabs at once: one request', async ({ admin, sandbox }) => {
  const second = await admin.context().newPage();
  await sandbox.forgetRequests();
  await sandbox.control('POST', '/faults', { path: '/v1/orders', kind: 'latency', milliseconds: 2500 });
  const address = listUrl('per_page=250');
  await Promise.all([admin.goto(address), second.goto(address)]);
  const loading = '[data-ucos-inline="badge"][data-state="loading"]';
  for (const page of [admin, second]) await expect(page.locator(loading)).toHaveCount(250);
  await isRight(admin, sandbox);
  await isRight(second, sandbox);
  expect(await orderRequests(sandbox)).toEqual([250]);
});

test('more than 250 unknown orders: one request for each 250', async ({ admin, sandbox }) => {
  await sandbox.forgetRequests();
  await shows(admin, sandbox, listUrl('per_page=300'));
  expect((await orderRequests(sandbox)).sort()).toEqual([250, 50]);
});

test('a page that overlaps a known one asks for the rest only', async ({ admin, sandbox }) => {
  await shows(admin, sandbox, listUrl());
  await sandbox.forgetRequests();
  await shows(admin, sandbox, listUrl('per_page=80'));
  expect(await orderRequests(sandbox)).toEqual([30]);
  const others = (await sandbox.requests()).filter(({ path }) => path !== '/v1/orders');
  expect(others, 'statuses are not read with every list').toEqual([]);
});

const isRight = (page: Page, sandbox: Sandbox): Promise<void> =>
  expect.poll(() => faultsOf(page, sandbox)).toEqual([]);

async function shows(page: Page, sandbox: Sandbox, address: string): Promise<void> {
  await page.goto(address);
  await isRight(page, sandbox);
}

/** How many orders each request for orders named, in the order in which they came. */
async function orderRequests(sandbox: Sandbox): Promise<number[]> {
  const requests = await sandbox.requests();
  return requests
    .filter(({ method, path }) => method === 'GET' && path === '/v1/orders')
    .map(({ query }) => new URLSearchParams(query).get('order_ids')?.split(',').length ?? 0);
}
