// What a list costs that is open and that nobody touches: messages, requests, timers in a minute. See README.md.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, SETTINGS, workerOf } from '../tests/e2e/support/core';
import { extensionPage, putDue, verdictViews } from '../tests/e2e/support/due';
import { listed, openList, STORE } from '../tests/e2e/support/orders';
import { repository } from '../tests/e2e/support/repository';
import { badges, expect, listUrl, test } from '../tests/e2e/support/test';
import { Watch } from '../tests/e2e/support/watch';

const ROWS = 50;
const MINUTE_MS = 60_000;

const results: { what: string; result: string }[] = [];

test.afterAll(() => {
  mkdirSync(join(repository, 'dist/bench'), { recursive: true });
  writeFileSync(join(repository, 'dist/bench/rest.json'), JSON.stringify(results));
});

for (const isThere of [false, true]) {
  const person = isThere ? 'somebody at the device' : 'nobody at the device';
  test(`a list at rest, ${person}`, async ({ admin, sandbox }) => {
    const context = admin.context();
    // The sweep reads the store, whether a list is open or not.
    await command(context, { configure: { store: STORE, settings: { ...SETTINGS, sweep_percent: 0 } } });
    const worker = await workerOf(context);
    await worker.evaluate(
      (state) => {
        Object.assign(chrome.idle, { queryState: async () => state });
      },
      isThere ? 'active' : 'idle',
    );

    const ids = await listed(admin);
    const writer = await extensionPage(context);
    await admin.bringToFront();
    await openList(admin, listUrl(`per_page=${ROWS}`));
    await expect(badges(admin)).toHaveCount(ROWS);
    const watch = await Watch.begin(admin);
    await sandbox.forgetRequests();
    // Every verdict there is, so that there is something to wait for.
    await putDue(writer, verdictViews(ids, Date.now()));
    await expect(badges(admin).and(admin.locator('[data-state="overdue"]'))).not.toHaveCount(0);
    await admin.waitForTimeout(MINUTE_MS);

    const { messages, mostPending } = await watch.counts();
    const requests = (await sandbox.requests()).length;
    results.push({
      what: `${ROWS} badges at rest for a minute, ${person}: messages, requests, timers at once`,
      result: `${messages}, ${requests}, ${mostPending}`,
    });
  });
}
