// What a sweep of a large store costs the key's budget, counted by the service: as few requests as can be.

import { prepareSweep, summaryOf, sweepThrough } from './support/sweep';
import { expect, test } from './support/test';

test.use({ sandboxOptions: ['--orders', '10000'] });

test('a store of 10,000 orders: 40 requests, of 250 orders each', async ({
  browser_: { context },
  sandbox,
}) => {
  await prepareSweep(context, sandbox);
  await sweepThrough(context);
  const asked = (await sandbox.requests()).map(
    ({ method, path, query, status }) => `${method} ${path}?${query}: ${status}`,
  );
  const pages = Array.from({ length: 40 }, (_, n) => `GET /v1/orders?page=${n + 1}&limit=250: 200`);
  expect(asked).toEqual(pages);
  expect((await summaryOf(context))?.observed).toBe(10_000);
});
