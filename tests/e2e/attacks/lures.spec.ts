// What the page can put over, under and into what is ours, so that a person presses one thing and means another: the press
// does not count, the menu says so, and nothing is changed. Rows that claim another order's id get no badge.

import type { Page } from '@playwright/test';
import { expectNothingWritten, untilSeen } from '../support/attacks';
import { cardOf, openCard, pageOf } from '../support/card';
import { setGrace } from '../support/grace';
import {
  badgeOf,
  journalOf,
  listed,
  menuOf,
  move,
  openList,
  optionOf,
  postsFor,
  STORE,
} from '../support/orders';
import type { Sandbox } from '../support/sandbox';
import { badges, expect, listUrl, test } from '../support/test';

/** The menu of an order that is Packing, open; "On hold" would be a change that messages nobody. */
async function openMenu(admin: Page, sandbox: Sandbox): Promise<string> {
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
  await setGrace(admin.context(), 0);
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());
  await badgeOf(admin, id).getByRole('button').click();
  await expect(optionOf(admin, 'On hold')).toBeVisible();
  await sandbox.forgetRequests();
  return id;
}

async function middleOf(page: Page, name: string): Promise<{ x: number; y: number }> {
  await optionOf(page, name).scrollIntoViewIfNeeded();
  const box = await optionOf(page, name).boundingBox();
  if (!box) throw new Error(`${name} has no box`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** A press that has to be refused; and, once what was wrong is gone, one that counts. */
async function expectRefused(admin: Page, sandbox: Sandbox): Promise<void> {
  const { x, y } = await middleOf(admin, 'On hold');
  await admin.mouse.click(x, y);
  await expect(menuOf(admin)).toContainText('nothing was changed');
  await expectNothingWritten(sandbox);
}

async function expectCounts(admin: Page, sandbox: Sandbox, id: string): Promise<void> {
  await optionOf(admin, 'On hold').click();
  await expect.poll(() => journalOf(sandbox, id)).toHaveLength(1);
}

const COVERS = {
  'a popover that lets the pointer through': 'popover',
  'one that can hardly be seen': 'faint',
} as const;
for (const [name, kind] of Object.entries(COVERS)) {
  test(`an option under ${name} is not chosen`, async ({ admin, sandbox }) => {
    const id = await openMenu(admin, sandbox);
    const { x, y } = await middleOf(admin, 'On hold');
    await untilSeen(admin, 'menu', '.panel', true);
    await admin.evaluate(
      ({ x, y, kind }) => {
        const cover = document.createElement('div');
        cover.id = 'cover';
        cover.textContent = 'Packing';
        cover.style.cssText = `position: fixed; inset: auto; left: ${x - 60}px; top: ${y - 10}px; width: 90px; margin: 0;
          height: 20px; border: 0; padding: 0; pointer-events: none; opacity: ${kind === 'faint' ? 0.02 : 1}`;
        cover.popover = 'manual';
        document.body.append(cover);
        cover.showPopover();
      },
      { x, y, kind },
    );
    await untilSeen(admin, 'menu', '.panel', false);
    await expectRefused(admin, sandbox);
    await admin.evaluate(() => document.querySelector('#cover')?.remove());
    await untilSeen(admin, 'menu', '.panel', true);
    await expectCounts(admin, sandbox, id);
  });
}

test('whatever the page draws in its own layers lies under the menu', async ({ admin, sandbox }) => {
  const id = await openMenu(admin, sandbox);
  const { x, y } = await middleOf(admin, 'On hold');
  const top = await admin.evaluate(
    ({ x, y }) => {
      const cover = document.createElement('div');
      cover.style.cssText = `position: fixed; left: ${x - 60}px; top: ${y - 10}px; width: 120px; height: 20px;
        z-index: 2147483647; background: red`;
      document.documentElement.append(cover);
      return document.elementFromPoint(x, y)?.getAttribute('data-ucos-inline');
    },
    { x, y },
  );
  expect(top).toBe('menu');
  await expectCounts(admin, sandbox, id);
});

test('a dialog over the menu takes the press; the menu is gone or inert', async ({ admin, sandbox }) => {
  await openMenu(admin, sandbox);
  const { x, y } = await middleOf(admin, 'On hold');
  await admin.evaluate(() => {
    const dialog = document.createElement('dialog');
    dialog.style.pointerEvents = 'none';
    dialog.textContent = 'Continue?';
    document.body.append(dialog);
    dialog.showModal();
  });
  await admin.mouse.click(x, y);
  await admin.keyboard.press('Enter');
  await expectNothingWritten(sandbox);
});

const REDRAWINGS: Record<string, (host: HTMLElement) => void> = {
  'another text': (host) => {
    const label = host.shadowRoot?.querySelector('[aria-label="On hold"] .label');
    if (label) label.textContent = 'Packing';
  },
  'another name': (host) => {
    host.shadowRoot?.querySelector('[aria-label="On hold"] .label')?.setAttribute('title', 'Packing');
  },
  'a style of its own': (host) => {
    host.shadowRoot
      ?.querySelector<HTMLElement>('[aria-label="On hold"]')
      ?.style.setProperty('color', 'transparent');
  },
  'a style on what it is in': (host) => {
    host.shadowRoot?.querySelector<HTMLElement>('.panel')?.style.setProperty('color', 'transparent');
  },
  'a style element': (host) => {
    const style = document.createElement('style');
    style.textContent = '.label { font-size: 0 } .label::before { content: "Packing"; font-size: 13px }';
    host.shadowRoot?.append(style);
  },
  'a rule in our own sheet': (host) => {
    host.shadowRoot?.adoptedStyleSheets[0]?.insertRule('.label { color: transparent }');
  },
  'a sheet of its own': (host) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.label { color: transparent }');
    host.shadowRoot?.adoptedStyleSheets.push(sheet);
  },
  'no sheet at all': (host) => {
    if (host.shadowRoot) host.shadowRoot.adoptedStyleSheets = [];
  },
  'an animation': (host) => {
    host.shadowRoot
      ?.querySelector('[aria-label="On hold"] .label')
      ?.animate({ color: ['transparent', 'transparent'] }, { duration: 60_000 });
  },
};
test('an option that the page has redrawn is not chosen', async ({ admin, sandbox }) => {
  const id = await openMenu(admin, sandbox);
  for (const [name, redraw] of Object.entries(REDRAWINGS)) {
    await test.step(name, async () => {
      await menuOf(admin).evaluate(redraw as (host: HTMLElement | SVGElement) => void);
      const row = menuOf(admin).locator('[aria-label="On hold"]').first();
      await row.scrollIntoViewIfNeeded();
      const box = (await row.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      await admin.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      await expectNothingWritten(sandbox);
      // By the keyboard neither.
      if ((await menuOf(admin).count()) > 0) {
        await menuOf(admin).getByRole('combobox').fill('On hold');
        await menuOf(admin).evaluate(redraw as (host: HTMLElement | SVGElement) => void);
        await admin.keyboard.press('Enter');
        await expectNothingWritten(sandbox);
      }
      // Afresh.
      await openList(admin, listUrl());
      await badgeOf(admin, id).getByRole('button').click();
      await expect(optionOf(admin, 'On hold')).toBeVisible();
    });
  }
  await expectCounts(admin, sandbox, id);
});

test('a menu that is faded, or moved between press and release, does not count', async ({
  admin,
  sandbox,
}) => {
  const id = await openMenu(admin, sandbox);
  await untilSeen(admin, 'menu', '.panel', true);
  const style = (name: string, value: string): Promise<void> =>
    menuOf(admin).evaluate(
      (host, [name, value]) => host.style.setProperty(name ?? '', value ?? '', 'important'),
      [name, value],
    );
  await style('opacity', '0.3');
  await untilSeen(admin, 'menu', '.panel', false);
  await expectRefused(admin, sandbox);
  await style('opacity', '');
  await untilSeen(admin, 'menu', '.panel', true);

  const { x, y } = await middleOf(admin, 'On hold');
  await admin.mouse.move(x, y);
  await admin.mouse.down();
  await style('translate', '0 12px');
  await admin.mouse.up();
  await expect(menuOf(admin)).toContainText('nothing was changed');
  await expectNothingWritten(sandbox);
  await style('translate', '');
  await untilSeen(admin, 'menu', '.panel', true);
  await expectCounts(admin, sandbox, id);
});

test('the card counts what a person saw in it, and nothing under a cover', async ({ admin, sandbox }) => {
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
  await setGrace(admin.context(), 0);
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  await openCard(admin, pageOf(id));
  const next = cardOf(admin).locator('button[data-name^="next-"]').first();
  await untilSeen(admin, 'card', 'button[data-name^="next-"]', true);
  await sandbox.forgetRequests();
  await next.evaluate((button) => {
    const { left, top, width, height } = button.getBoundingClientRect();
    const cover = document.createElement('div');
    cover.id = 'cover';
    cover.textContent = 'Save note';
    cover.style.cssText = `position: fixed; left: ${left}px; top: ${top}px; width: ${width}px; height: ${height}px;
      z-index: 2147483647; background: white; pointer-events: none`;
    document.documentElement.append(cover);
  });
  await untilSeen(admin, 'card', 'button[data-name^="next-"]', false);
  const box = (await next.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await admin.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(cardOf(admin)).toContainText('covers or changes this button');
  await expectNothingWritten(sandbox);
  await admin.evaluate(() => document.querySelector('#cover')?.remove());
  await untilSeen(admin, 'card', 'button[data-name^="next-"]', true);
  // Its text is another: it does not count either.
  await next.evaluate((button) => {
    button.textContent = 'Save note';
  });
  await admin.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expectNothingWritten(sandbox);
  await openCard(admin, pageOf(id));
  await next.click();
  await expect.poll(() => postsFor(sandbox, id)).toBe(1);
});

test('of two rows that claim one order neither gets a badge', async ({ admin, sandbox }) => {
  await openList(admin, listUrl());
  await sandbox.forgetRequests();
  const [id = '', victim = ''] = await badges(admin).evaluateAll((all) =>
    all.map((host) => host.getAttribute('data-order') ?? ''),
  );
  // A forged row: everything in it says the other order.
  await admin.evaluate(
    ([id, victim]) => {
      const link = document.querySelector(`#AppFrameMain a[href$="/${id}"]`);
      const row = link?.closest('tr, [role="row"]');
      const forged = row?.cloneNode(true);
      if (!(forged instanceof Element) || !row) throw new Error('no row');
      forged.id = 'forged';
      for (const host of forged.querySelectorAll('[data-ucos-inline]')) host.remove();
      for (const each of [forged, ...forged.querySelectorAll('*')])
        for (const { name, value } of [...each.attributes])
          each.setAttribute(name, value.replaceAll(id ?? '', victim ?? ''));
      row.after(forged);
    },
    [id, victim],
  );
  await expect(badgeOf(admin, victim)).toHaveCount(0);
  await expect(badgeOf(admin, id)).toHaveCount(1);
  await admin.evaluate(() => document.querySelector('#forged')?.remove());
  await expect(badgeOf(admin, victim)).toHaveCount(1);
  await expectNothingWritten(sandbox);
});

for (const how of ['mouse', 'key'] as const) {
  test(`a row that becomes another order under the press changes neither, by ${how}`, async ({
    admin,
    sandbox,
  }) => {
    const id = await openMenu(admin, sandbox);
    await menuOf(admin).getByRole('combobox').fill('On hold');
    const { x, y } = await middleOf(admin, 'On hold');
    await admin.mouse.move(x, y);
    await admin.evaluate(
      ([id = '', type = '']) => {
        // Before anything of ours hears of the press.
        const swap = (): void => {
          const link = document.querySelector(`#AppFrameMain a[href$="/${id}"]`);
          const row = link?.closest('tr, [role="row"]');
          for (const each of row ? [row, ...row.querySelectorAll('*')] : [])
            for (const { name, value } of [...each.attributes])
              if (!each.closest('[data-ucos-inline]') && value.includes(id))
                each.setAttribute(name, value.replaceAll(id, '999999999999'));
        };
        window.addEventListener(type, swap, { capture: true, once: true });
      },
      [id, how === 'mouse' ? 'mouseup' : 'keydown'],
    );
    if (how === 'mouse') await admin.mouse.click(x, y);
    else await admin.keyboard.press('Enter');
    if (how === 'key')
      await expect(admin.locator('[data-ucos-inline="notice"]')).toContainText('changed or went away');
    await expect(menuOf(admin)).toHaveCount(0);
    await expect(badgeOf(admin, id)).toHaveCount(0);
    await expectNothingWritten(sandbox);
    await openList(admin, listUrl());
    await badgeOf(admin, id).getByRole('button').click();
    await expectCounts(admin, sandbox, id);
  });
}
