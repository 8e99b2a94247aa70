// Badges come in the painted frame of their row: no row of a known order is ever painted without its badge, and a row
// of an unknown order is painted with a placeholder that later becomes the badge without moving anything else.
// support/frames.ts says how a painted frame is looked at. Counts frames, measures no time.

import type { Page } from '@playwright/test';
import { EXTENSION_ID, endWorker } from './support/browser';
import { type Recording, recordFrames, takeRecording } from './support/frames';
import { faultsOf, listedOrders, statusTexts } from './support/list';
import type { Sandbox } from './support/sandbox';
import { expect, listUrl, test } from './support/test';

const MARKER = 'As published';

for (const perPage of [50, 250]) {
  test.describe(`${perPage} known orders`, () => {
    test.use({ sandboxOptions: ['--orders', '1200'] });
    const address = listUrl(`per_page=${perPage}`);

    for (const markup of ['grid', 'table']) {
      test(`first load, worker asleep, ${markup}`, async ({ admin, sandbox }) => {
        const url = `${address}&markup=${markup}`;
        const texts = await becomeKnown(admin, sandbox, url);
        // What only a view says cannot come from a worker that has woken meanwhile: it publishes the truth.
        const id = Object.keys(texts)[0] ?? '';
        await endWorker(admin);
        await markView(admin, id);
        await endWorker(admin);
        await recordFrames(admin, { texts: { ...texts, [id]: MARKER }, isKnown: true });
        // Without waiting: the recording is only of what is painted until the worker has been asked.
        await admin.goto(url);
        const painted = await takeFirst(admin);
        expect(painted.firstRows).toBe(perPage);
        expect(painted.firstNames[id]).toBe(MARKER);
        expect(Object.keys(painted.firstNames)).toHaveLength(perPage);
        const others = painted.faults.filter((fault) => !fault.includes(id));
        expect(others).toEqual([]);
        await expect.poll(() => faultsOf(admin, sandbox)).toEqual([]);
      });
    }

    test('navigation to the list and back, and to known pages', async ({ admin, sandbox }) => {
      const first = await becomeKnown(admin, sandbox, address);
      const second = await becomeKnown(admin, sandbox, `${address}&page=2`);
      const texts = { ...first, ...second };
      await admin.goto(address);
      await expect.poll(() => faultsOf(admin, sandbox)).toEqual([]);
      await recordFrames(admin, { texts, isKnown: true });

      for (const isAsleep of [false, true]) {
        if (isAsleep) await endWorker(admin);
        await admin.locator('#AppFrameNav').getByRole('link', { name: 'Products' }).click();
        await expect(admin.getByRole('table', { name: 'Products' })).toBeVisible();
        await takeRecording(admin);
        await admin.locator('#AppFrameNav').getByRole('link', { name: 'Orders' }).click();
        await expect(admin.locator('a.order-link')).toHaveCount(perPage);
        const back = await takeRecording(admin);
        expect(back).toMatchObject({ firstRows: perPage, faultCount: 0, faults: [] });

        for (const [button, page] of [
          ['Next', second],
          ['Previous', first],
        ] as const) {
          if (isAsleep) await endWorker(admin);
          await admin.getByRole('button', { name: button, exact: true }).click();
          const [id] = Object.keys(page);
          await expect(admin.locator('a.order-link').first()).toHaveAttribute('href', new RegExp(`/${id}$`));
          const paged = await takeRecording(admin);
          expect(paged).toMatchObject({ faultCount: 0, faults: [] });
          expect(paged.withRows).toBeGreaterThan(0);
        }
      }
    });
  });
}

for (const markup of ['grid', 'table', 'condensed']) {
  test(`unknown orders, ${markup}: a placeholder in the frame of the row, that moves nothing else`, async ({
    admin,
    sandbox,
  }) => {
    // Answers wait until the placeholders have been measured.
    await sandbox.control('POST', '/faults', { path: '/v1/orders', kind: 'latency', milliseconds: 3000 });
    await recordFrames(admin, { texts: {}, isKnown: false });
    await admin.goto(listUrl(`markup=${markup}&page=2`));
    await expect(admin.locator('a.order-link')).toHaveCount(50);
    const loading = admin.locator('[data-ucos-inline="badge"][data-state="loading"]');
    await expect(loading).toHaveCount(50);
    const before = await measure(admin);
    const painted = await takeRecording(admin);
    expect(painted).toMatchObject({ firstRows: 50, faultCount: 0, faults: [] });
    expect(new Set(before.badges.map(({ width, height }) => `${width} × ${height}`)).size).toBe(1);

    await expect(loading).toHaveCount(0);
    await expect.poll(() => faultsOf(admin, sandbox)).toEqual([]);
    const after = await measure(admin);
    expect(after.badges.every(({ height }) => height <= 20)).toBe(true);
    expect(after.rows).toEqual(before.rows);
    expect(await takeRecording(admin)).toMatchObject({ faultCount: 0, faults: [] });
  });
}

/** Shows a list until all of its orders are right, and says what their badges begin with. */
async function becomeKnown(page: Page, sandbox: Sandbox, url: string): Promise<Record<string, string>> {
  await page.goto(url);
  await expect.poll(() => faultsOf(page, sandbox)).toEqual([]);
  const listed = await listedOrders(page);
  return statusTexts(
    sandbox,
    listed.map(({ id }) => id),
  );
}

/** Gives the published view of an order another name for its status, as nobody but this test would. */
async function markView(page: Page, id: string): Promise<void> {
  const own = await page.context().newPage();
  await own.goto(`chrome-extension://${EXTENSION_ID}/popup.html`);
  await own.evaluate(
    async ([key, name]) => {
      const { [key]: text } = await chrome.storage.session.get<Record<string, string>>(key);
      const view = JSON.parse(text ?? '');
      view.status = { id: 'x', name, paper: '#ffffff', ink: '#000000' };
      view.sub_status = null;
      view.addons = [];
      await chrome.storage.session.set({ [key]: JSON.stringify(view) });
    },
    [`order/maple-and-birch/order/${id}`, MARKER] as const,
  );
  await own.close();
}

/** The recording once rows have been painted. */
async function takeFirst(page: Page): Promise<Recording> {
  await page.waitForFunction(() => (window as unknown as { recording: Recording }).recording.firstRows > 0);
  return takeRecording(page);
}

interface Box {
  width: number;
  height: number;
}

/** The boxes of all badges, and where everything else in each row is. */
function measure(page: Page): Promise<{ badges: Box[]; rows: number[][] }> {
  return page.evaluate(() => {
    const boxes = [...document.querySelectorAll('[data-ucos-inline="badge"]')].map((host) => {
      const button = host.shadowRoot?.querySelector('button') ?? host;
      const { width, height } = button.getBoundingClientRect();
      return { width, height };
    });
    const rows = [...document.querySelectorAll('[class*="TableRow"]:not([class*="ubheader"])')].map((row) => {
      const parts = row.querySelectorAll(
        '[role="cell"], td, .condensed-line, .condensed-badges, a.order-link',
      );
      return [...parts].flatMap((part) => {
        const { x, y, height } = part.getBoundingClientRect();
        return [x, y, height];
      });
    });
    return { badges: boxes, rows };
  });
}
