// Right to left: our pages and what is put into the admin, when the document's direction is the other one. Nothing sticks
// out, nothing lies over its neighbour, and nothing is found by axe. (We speak no such language yet; an admin may.)

import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { openCard, pageOf } from './support/card';
import { badgeOf, listed, menuOf, openList } from './support/orders';
import { OWN_PAGES, openUnfolded } from './support/pages';
import { badges, expect, listUrl, test } from './support/test';

const turn = (page: Page): Promise<void> =>
  page.evaluate(() => {
    document.documentElement.dir = 'rtl';
  });

/** What can be pressed or written into and lies, as a whole or in part, where nobody can see it. */
function outside(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    return (
      [...document.querySelectorAll<HTMLElement>('button, a, input, select, textarea, summary')]
        // What scrolls by itself may be longer than it shows.
        .filter((one) => one.checkVisibility() && !one.closest('.scroll, .visually-hidden'))
        .filter((one) => {
          const { left, right, width } = one.getBoundingClientRect();
          return width > 0 && (left < -1 || right > wide + 1);
        })
        .map((one) => one.outerHTML.slice(0, 120))
    );
  });
}

/** No two of these lie over each other. */
async function apart(parts: Locator): Promise<void> {
  const boxes = await parts.evaluateAll((all) =>
    all
      .map((one) => one.getBoundingClientRect())
      .map(({ left, right, top, bottom }) => ({ left, right, top, bottom })),
  );
  const over = boxes.flatMap((one, at) =>
    boxes.slice(at + 1).filter((other) => {
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      return across > 1 && down > 1;
    }),
  );
  expect(over).toEqual([]);
}

async function stands(page: Page): Promise<void> {
  for (const width of [1280, 480]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await outside(page)).toEqual([]);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }
}

for (const name of OWN_PAGES) {
  test(`${name}, right to left`, async ({ admin }) => {
    const page = await openUnfolded(admin.context(), name, turn);
    await stands(page);
    // Planes have their numbers at the left in every language, and texts that stay in them.
    const cut = await page.locator('svg.chart text').evaluateAll((texts) =>
      texts.flatMap((text) => {
        const [box, plane] = [text, text.closest('svg')].map((one) => one?.getBoundingClientRect());
        const isIn = box && plane && box.left >= plane.left - 1 && box.right <= plane.right + 1;
        return isIn ? [] : [text.textContent];
      }),
    );
    expect(cut).toEqual([]);
    await apart(page.locator('h1, header a, header img, summary').filter({ visible: true }));
  });
}

test('list, menu and card, right to left', async ({ admin }) => {
  const [id = ''] = await listed(admin);
  await openList(admin, listUrl('per_page=10'));
  await turn(admin);
  await expect(badges(admin)).toHaveCount(10);
  // The badge stands after the link in the reading direction.
  const [link, badge] = await badgeOf(admin, id).evaluate((host) => {
    const boxes = [host.previousElementSibling, host].map((one) => one?.getBoundingClientRect());
    return boxes.map((box) => ({ left: box?.left ?? 0, right: box?.right ?? 0 }));
  });
  expect(badge?.right).toBeLessThanOrEqual((link?.left ?? 0) + 1);
  await badgeOf(admin, id).getByRole('button').click();
  await expect(menuOf(admin).getByRole('combobox')).toBeFocused();
  const menu = await menuOf(admin).getByRole('dialog').or(menuOf(admin)).first().boundingBox();
  expect(menu?.x).toBeGreaterThanOrEqual(0);
  expect((menu?.x ?? 0) + (menu?.width ?? 0)).toBeLessThanOrEqual(1280);
  const { violations } = await new AxeBuilder({ page: admin }).include('[data-ucos-inline]').analyze();
  expect(violations).toEqual([]);

  const card = await openCard(admin, pageOf(id));
  await turn(admin);
  await admin.setViewportSize({ width: 480, height: 900 });
  await expect(card).toBeVisible();
  const box = await card.boundingBox();
  expect(box?.x ?? -1).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(480);
});
