// What scripts of the admin page can do to ours by events and messages: nothing but take our display away.

import type { Page } from '@playwright/test';
import { expectNothingWritten } from '../support/attacks';
import { EXTENSION_ID } from '../support/browser';
import { openCard, pageOf } from '../support/card';
import { setGrace } from '../support/grace';
import {
  badgeOf,
  choose,
  journalOf,
  listed,
  menuOf,
  move,
  openList,
  optionOf,
  postsFor,
  STORE,
} from '../support/orders';
import { badges, expect, listUrl, test } from '../support/test';

/** Sends every event that a person could cause to everything of ours, in all orders that make a press. */
const barrage = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const deep = (root: ParentNode): Element[] =>
      [...root.querySelectorAll('*')].flatMap((each) => [
        each,
        ...(each.shadowRoot ? deep(each.shadowRoot) : []),
      ]);
    const hosts = [...document.querySelectorAll('[data-ucos-inline]')];
    const targets = hosts.flatMap((host) => [host, ...(host.shadowRoot ? deep(host.shadowRoot) : [])]);
    const how = { bubbles: true, composed: true, cancelable: true };
    let sent = 0;
    for (const target of targets) {
      const box = target.getBoundingClientRect();
      const at = { ...how, clientX: box.left + 3, clientY: box.top + 3, detail: 1, button: 0 };
      const events: Event[] = [
        new PointerEvent('pointermove', at),
        new PointerEvent('pointerdown', { ...at, pointerType: 'mouse' }),
        new MouseEvent('mousedown', at),
        new PointerEvent('pointerup', { ...at, pointerType: 'mouse' }),
        new MouseEvent('mouseup', at),
        new PointerEvent('click', { ...at, pointerType: 'mouse' }),
        new MouseEvent('dblclick', at),
        ...['Enter', ' ', 'ArrowDown', 'End', 'n', 'z'].flatMap((key) =>
          ['keydown', 'keypress', 'keyup'].map(
            (type) =>
              new KeyboardEvent(type, { ...how, key, ctrlKey: key === 'z', code: key === 'z' ? 'KeyZ' : '' }),
          ),
        ),
        new ClipboardEvent('paste', how),
        new InputEvent('input', { ...how, data: 'O' }),
        new Event('change', how),
        new SubmitEvent('submit', how),
        new FocusEvent('focusin', how),
        new Event('toggle', how),
      ];
      for (const event of events) target.dispatchEvent(event);
      if (target instanceof HTMLElement) target.click();
      sent += events.length + 1;
    }
    return sent;
  });

test('events from a script to everything of ours change nothing', async ({ admin, sandbox }) => {
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
  await setGrace(admin.context(), 0);
  const ids = await listed(admin);
  const [id = '', second = ''] = ids;
  for (const each of [id, second]) await move(sandbox, each, 'Packing');
  await openList(admin, listUrl());
  await sandbox.forgetRequests();
  expect(await barrage(admin)).toBeGreaterThan(10_000);
  await expect(menuOf(admin)).toHaveCount(0);

  await badgeOf(admin, id).getByRole('button').click();
  await expect(menuOf(admin)).toBeVisible();
  await barrage(admin);
  await expectNothingWritten(sandbox);
  // It is the menu that it was: nothing was chosen, typed or made active by those events.
  await expect(optionOf(admin, 'Packing')).toHaveAttribute('aria-selected', 'true');
  await admin.keyboard.press('Escape');

  for (const place of [1, 2]) await admin.getByRole('checkbox').nth(place).click();
  const bar = admin.locator('[data-ucos-inline="bulk"]');
  await expect(bar.getByRole('button', { name: /^Set status of/ })).toBeVisible();
  await barrage(admin);
  await bar.getByRole('button', { name: /^Set status of/ }).click();
  await expect(menuOf(admin)).toBeVisible();
  await barrage(admin);
  await optionOf(admin, 'Dispatched').click();
  const dialog = admin.locator('[data-ucos-inline="bulk-confirm"]');
  await expect(dialog).toBeVisible();
  await barrage(admin);
  await expect(dialog, 'a person is asked').toBeVisible();
  await expectNothingWritten(sandbox);
  await admin.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await openCard(admin, pageOf(id));
  await sandbox.forgetRequests();
  await barrage(admin);
  await barrage(admin);
  await expectNothingWritten(sandbox);

  // A person's press does it.
  await openList(admin, listUrl());
  await choose(admin, id, 'On hold');
  await expect.poll(() => journalOf(sandbox, id)).toHaveLength(1);
});

test('a script that takes our place away ends our display, and nothing else', async ({ admin, sandbox }) => {
  await openList(admin, listUrl());
  await sandbox.forgetRequests();
  await admin.evaluate((id) => document.dispatchEvent(new Event(`ucos-inline:begin:${id}`)), EXTENSION_ID);
  await expect(badges(admin)).toHaveCount(0);
  await expectNothingWritten(sandbox);
  await openList(admin, listUrl());
  await expect(badges(admin)).toHaveCount(50);
});

test('Enter pressed in the page presses nothing of ours, wherever the page moves the focus', async ({
  admin,
  sandbox,
}) => {
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
  await setGrace(admin.context(), 0);
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  const card = await openCard(admin, pageOf(id));
  const next = card.locator('button[data-name^="next-"]').first();
  await expect(next).toBeVisible();
  await sandbox.forgetRequests();
  await admin.evaluate(() => {
    const field = document.createElement('input');
    field.id = 'of-the-page';
    document.body.append(field);
    field.addEventListener('keydown', () => {
      const root = document.querySelector('[data-ucos-inline="card"]')?.shadowRoot;
      root?.querySelector<HTMLElement>('button[data-name^="next-"]')?.focus();
    });
    document.addEventListener('click', (event) => Reflect.set(window, 'clicked', event.isTrusted), true);
    field.focus();
  });
  await admin.keyboard.press('Enter');
  // The browser did make it a click on ours, and a person's at that.
  expect(await admin.evaluate(() => Reflect.get(window, 'clicked'))).toBe(true);
  await expect(next).toBeFocused();
  await expectNothingWritten(sandbox);
  // Pressed where the focus was, it counts.
  await admin.keyboard.press('Enter');
  await expect.poll(() => postsFor(sandbox, id)).toBe(1);
});
