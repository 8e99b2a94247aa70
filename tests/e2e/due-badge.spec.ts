// What badges say of due times, in each state and language, and that it changes by itself at its instant: without a
// message or a request, by one timer.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { connect, startBrowser } from './support/browser';
import { type DueView, extensionPage, putDue, putView } from './support/due';
import { badgeOf, listed, openList, STORE } from './support/orders';
import { badges, expect, listUrl, test } from './support/test';
import { CASES, due, type Shown, T0 } from './support/verdict-cases';
import { Watch } from './support/watch';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

async function shown(page: Page, id: string): Promise<Shown> {
  return badgeOf(page, id).evaluate((host: HTMLElement) => {
    const button = host.shadowRoot?.querySelector('button');
    // Intl and French have spaces of their own.
    const plain = (text = ''): string => text.replace(/\s+/g, ' ').trim();
    return {
      state: host.dataset.state,
      text: plain(button?.innerText),
      name: plain(button?.getAttribute('aria-label') ?? ''),
      title: (button?.title ?? '').split('\n').map((line) => plain(line)),
    };
  });
}

/** A list at the service's time T0, measured long ago, and a page to write views from. */
async function openAt(admin: Page): Promise<{ ids: string[]; writer: Page; ahead_ms: number }> {
  const ids = await listed(admin);
  await openList(admin, listUrl());
  const writer = await extensionPage(admin.context());
  // What the worker has worked out by itself shall not mix in.
  const none = { due: null, entered: null };
  await putDue(writer, Object.fromEntries(ids.map((id) => [id, none])));
  await putView(writer, `settings/${STORE}`, { zone: 'America/Toronto' });
  const ahead_ms = T0 - Date.now();
  await putView(writer, 'clock', { ahead_ms, measured_at: Date.now() - 10 * DAY });
  await admin.bringToFront();
  return { ids, writer, ahead_ms };
}

test.describe('every verdict: state, text, name and tooltip', () => {
  test('in English', ({ admin }) => eachIsShown(admin, 'en'));

  test('in French', async ({ sandbox }) => {
    const profile = await mkdtemp(join(tmpdir(), 'ucos-inline-'));
    const english = await startBrowser(sandbox, { profile });
    await connect(english.context, sandbox);
    await english.close();
    const french = await startBrowser(sandbox, { profile, locale: 'fr', arguments: ['--lang=fr'] });
    await eachIsShown(await french.context.newPage(), 'fr');
    await french.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });
});

test('narrow: the same slot in every state, and the time in short', async ({ admin }) => {
  await admin.setViewportSize({ width: 480, height: 800 });
  const { ids, writer } = await openAt(admin);
  const slots = () =>
    badges(admin).evaluateAll((hosts) =>
      hosts.map((host) => JSON.stringify(host.getBoundingClientRect())).slice(0, 12),
    );
  const before = await slots();
  const views = CASES.map(({ view }, index) => [
    ids[index] ?? '',
    { name: 'Sewing the very longest of all curtains', ...view },
  ]);
  await putDue(writer, Object.fromEntries(views));
  const [, , soon = '', maybe = '', unknown = '', overdue = ''] = ids;
  await expect.poll(async () => (await shown(admin, soon)).text).toMatch(/ 3h$/);
  await expect.poll(async () => (await shown(admin, maybe)).text).toMatch(/ 2d\?$/);
  await expect.poll(async () => (await shown(admin, unknown)).text).toMatch(/ \?$/);
  await expect.poll(async () => (await shown(admin, overdue)).text).toMatch(/ 26h$/);
  expect(await slots()).toEqual(before);
  // The name gives way to the time, which is inside the badge whole.
  for (const id of [soon, maybe, unknown, overdue]) {
    const [isInside, isCut] = await badgeOf(admin, id).evaluate((host) => {
      const part = (selector: string) => host.shadowRoot?.querySelector<HTMLElement>(selector);
      const [button, time, text] = [part('button'), part('.time'), part('.text')];
      if (!button || !time || !text) throw new Error('no badge');
      const [outer, inner] = [button.getBoundingClientRect(), time.getBoundingClientRect()];
      return [
        inner.left >= outer.left &&
          inner.right <= outer.right &&
          outer.right <= host.getBoundingClientRect().right,
        text.scrollWidth > text.clientWidth,
      ];
    });
    expect([isInside, isCut], id).toEqual([true, true]);
  }
});

test('a change under way says nothing of the due time; a failed one keeps it in words', async ({ admin }) => {
  const { ids, writer } = await openAt(admin);
  const [pending = '', failed = ''] = ids;
  const view: DueView = { name: 'Sewing', due: due(T0 - 2.5 * HOUR) };
  await putDue(writer, {
    [pending]: { ...view, state: 'pending' },
    [failed]: { ...view, state: 'failed', problem: { code: 'unreachable', detail: null } },
  });
  await expect
    .poll(() => shown(admin, pending))
    .toMatchObject({ state: 'pending', text: 'Sewing', name: 'Sewing, Saving' });
  await expect
    .poll(() => shown(admin, failed))
    .toMatchObject({
      state: 'failed',
      text: 'Sewing',
      name: 'Sewing, overdue by 2 hours, Needs attention',
    });
});

test.describe('with time alone', () => {
  test('flips at each instant, by one timer, without a message or a request', async ({ admin, sandbox }) => {
    const { ids, writer } = await openAt(admin);
    const [id = '', other = ''] = ids;
    const watch = await Watch.begin(admin);
    await sandbox.forgetRequests();
    const now = T0 + 5_000;
    const flips = { 'due-soon': now + 4_000, 'maybe-overdue': now + 6_000, overdue: now + 8_000 };
    await watch.record(id);
    const ahead_ms = now - Date.now();
    await putView(writer, 'clock', { ahead_ms, measured_at: Date.now() });
    await putDue(writer, {
      [id]: {
        name: 'Sewing',
        due: { earliest: flips['maybe-overdue'], latest: flips.overdue, lead_seconds: 2 },
      },
      [other]: { name: 'Sewing', due: due(now + 90 * DAY) },
    });
    await expect(badgeOf(admin, id)).toHaveAttribute('data-state', 'overdue');
    const seen = await watch.recorded();
    expect(seen.map(({ state }) => state)).toEqual(['ok', 'due-soon', 'maybe-overdue', 'overdue']);
    for (const { state, at } of seen.slice(1)) {
      expect(at + ahead_ms, state).toBeGreaterThanOrEqual(flips[state as keyof typeof flips]);
    }
    expect(await watch.counts()).toMatchObject({ messages: 0, pending: 1, mostPending: 1 });
    expect(await sandbox.requests()).toEqual([]);
  });

  test('the time left and the time over go on, unit by unit', async ({ admin }) => {
    const { ids, writer } = await openAt(admin);
    const [hours = '', minutes = '', last = '', over = '', days = ''] = ids;
    const texts = () =>
      Promise.all([hours, minutes, last, over, days].map(async (id) => (await shown(admin, id)).text));
    const before = ['due in 3h', 'due in 1h', 'due in 1m', 'overdue <1m', 'overdue 47h'];
    const after = ['due in 2h', 'due in 59m', 'due in <1m', 'overdue 1m', 'overdue 2d'];
    const now = T0 + 60_000;
    await putView(writer, 'clock', { ahead_ms: now - Date.now(), measured_at: Date.now() });
    const at = now + 6_000;
    await putDue(
      writer,
      Object.fromEntries([
        [hours, { name: 'S', due: due(at + 3 * HOUR) }],
        [minutes, { name: 'S', due: due(at + HOUR) }],
        [last, { name: 'S', due: due(at + MINUTE) }],
        [over, { name: 'S', due: due(at - MINUTE) }],
        [days, { name: 'S', due: due(at - 2 * DAY) }],
      ]),
    );
    await expect.poll(texts).toEqual(before.map((text) => `S ${text}`));
    await expect.poll(texts).toEqual(after.map((text) => `S ${text}`));
  });

  test('nothing that will change: no timer; a change far off: one that waits', async ({ admin }) => {
    const { ids, writer } = await openAt(admin);
    const watch = await Watch.begin(admin);
    const [id = ''] = ids;
    await putDue(writer, { [id]: { name: 'Far', due: due(T0 + 30 * DAY) } });
    await expect.poll(async () => (await shown(admin, id)).name).toBe('Far');
    await expect.poll(() => watch.counts()).toMatchObject({ messages: 0, pending: 1, mostPending: 1 });
    const { set } = await watch.counts();
    // Were it set for longer than a timer can wait, it would go off at once, again and again.
    await admin.waitForTimeout(500);
    expect(await watch.counts()).toMatchObject({ pending: 1, set });
    await putDue(writer, { [id]: { name: 'Never', due: null } });
    await expect.poll(async () => (await shown(admin, id)).name).toBe('Never');
    await expect.poll(() => watch.counts()).toMatchObject({ messages: 0, pending: 0, mostPending: 1 });
  });

  test('a hidden tab has no timer; it is right again when it is seen', async ({ admin }) => {
    const { ids, writer } = await openAt(admin);
    const [id = ''] = ids;
    const watch = await Watch.begin(admin);
    await putDue(writer, { [id]: { name: 'Sewing', due: due(T0 + 3.5 * HOUR) } });
    await expect.poll(async () => (await shown(admin, id)).state).toBe('due-soon');
    await watch.setHidden(true);
    await expect.poll(() => watch.counts()).toMatchObject({ pending: 0 });
    await watch.shiftClock(4.75 * HOUR);
    await watch.setHidden(false);
    await expect.poll(() => shown(admin, id)).toMatchObject({ state: 'overdue', text: 'Sewing overdue 1h' });
  });
});

test("the device's clock jumps back: no order gets younger, until a new measurement is there", async ({
  admin,
}) => {
  const { ids, writer, ahead_ms } = await openAt(admin);
  const [id = '', other = ''] = ids;
  await putDue(writer, { [id]: { name: 'Sewing', due: due(T0 - 2.5 * HOUR) } });
  await expect.poll(async () => (await shown(admin, id)).text).toBe('Sewing overdue 2h');
  const watch = await Watch.begin(admin);
  await watch.shiftClock(-DAY);
  // Whatever paints anew: other views, a list that is built again.
  await putDue(writer, {
    [id]: { name: 'Cutting', due: due(T0 - 2.5 * HOUR) },
    [other]: { name: 'Cutting', due: due(T0 + 0.5 * HOUR) },
  });
  await expect.poll(async () => (await shown(admin, id)).text).toBe('Cutting overdue 2h');
  await expect.poll(async () => (await shown(admin, other)).text).toBe('Cutting due in 29m');
  // And time goes on.
  await putDue(writer, { [other]: { name: 'Cutting', due: due(Date.now() + ahead_ms + 5_000) } });
  await expect.poll(async () => (await shown(admin, other)).text).toBe('Cutting due in <1m');
  await expect.poll(async () => (await shown(admin, other)).text).toBe('Cutting overdue <1m');
  // The same time, now measured.
  await putView(writer, 'clock', { ahead_ms: T0 + DAY - Date.now(), measured_at: Date.now() - DAY });
  await badgeOf(admin, id).hover();
  await expect.poll(async () => (await shown(admin, id)).text).toBe('Cutting overdue 2h');
  // The clock had been wrong, and what was measured says so.
  await putView(writer, 'clock', {
    ahead_ms: T0 - 3 * HOUR + DAY - Date.now(),
    measured_at: Date.now() - DAY + 1,
  });
  await expect.poll(() => shown(admin, id)).toMatchObject({ state: 'due-soon', text: 'Cutting due in 29m' });
});

async function eachIsShown(admin: Page, language: 'en' | 'fr'): Promise<void> {
  const { ids, writer } = await openAt(admin);
  const views = CASES.map(({ view }, index) => [ids[index] ?? '', { name: 'Sewing', ...view }]);
  await putDue(writer, Object.fromEntries(views));
  for (const [index, expected] of CASES.entries()) {
    await expect.poll(() => shown(admin, ids[index] ?? '')).toEqual(expected[language]);
  }
}
