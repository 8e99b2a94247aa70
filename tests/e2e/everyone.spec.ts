// Everyone's hands and eyes, on our own pages with everything unfolded and in what is put into the admin: targets that can be
// hit, zoom up to 400 %, forced colours, no motion for whoever wants none, a focus that is seen.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { openCard, pageOf } from './support/card';
import { badgeOf, listed, menuOf, openList } from './support/orders';
import { OWN_PAGES, openUnfolded } from './support/pages';
import { expect, listUrl, test } from './support/test';

const found = async (axe: AxeBuilder): Promise<unknown[]> =>
  (await axe.analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);

/** What is focused, and whether a ring is painted around it. */
const ring = (page: Page): Promise<[string, boolean] | null> =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    // In a field for a date the browser rings the part, or the button, that has the focus.
    if (!active || active === document.body || active.matches('[type="date"]')) return null;
    // A part of a chart has no outline of its own: its box is drawn.
    const box = active instanceof SVGElement ? active.querySelector('rect') : null;
    if (box)
      return [active.outerHTML.slice(0, 100), Number.parseFloat(getComputedStyle(box).strokeWidth) >= 2];
    const { outlineStyle, outlineWidth } = getComputedStyle(active);
    return [active.outerHTML.slice(0, 100), outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1];
  });

for (const name of OWN_PAGES) {
  test(`${name}: targets, zoom, forced colours, focus`, async ({ admin }) => {
    const page = await openUnfolded(admin.context(), name);

    // Of 24 px, or with that much room around (WCAG 2.5.8).
    expect(await found(new AxeBuilder({ page }).withRules(['target-size']))).toEqual([]);

    // 1280 px at 200 % and at 400 %; the popup is as wide as the browser makes it, and has its own zoom.
    for (const width of name === 'popup' ? [640] : [640, 320]) {
      await page.setViewportSize({ width, height: 400 });
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth),
        `${width} px`,
      ).toBeLessThanOrEqual(width);
    }
    await page.setViewportSize({ width: 1280, height: 900 });

    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    expect(await found(new AxeBuilder({ page }))).toEqual([]);
    await page.bringToFront();
    // Wherever the keyboard comes to, in forced colours too.
    const rings: ([string, boolean] | null)[] = [];
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press('Tab');
      rings.push(await ring(page));
    }
    expect(rings.filter((one) => one !== null && !one[1])).toEqual([]);
    expect(rings.filter((one) => one !== null).length).toBeGreaterThan(4);
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
}

test('list, menu and card: targets, forced colours, focus, no motion', async ({ admin }) => {
  const [id = ''] = await listed(admin);
  await admin.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await openList(admin, listUrl('per_page=10'));
  await badgeOf(admin, id).getByRole('button').focus();
  await admin.keyboard.press('Shift');
  expect((await ring(admin))?.[1]).toBe(true);
  await admin.keyboard.press('Enter');
  await expect(menuOf(admin).getByRole('combobox')).toBeFocused();
  expect((await ring(admin))?.[1]).toBe(true);
  const ours = (): AxeBuilder => new AxeBuilder({ page: admin }).include('[data-ucos-inline]');
  // The admin's rows are 32 px apart, so that a badge of 20 px has its room.
  expect(await found(ours().withRules(['target-size']))).toEqual([]);
  expect(await found(ours())).toEqual([]);
  const moving = (): Promise<number> => admin.evaluate(() => document.getAnimations().length);
  expect(await moving()).toBe(0);

  const card = await openCard(admin, pageOf(id));
  await expect(card).toBeVisible();
  expect(await found(ours().withRules(['target-size']))).toEqual([]);
  expect(await found(ours())).toEqual([]);
  expect(await moving()).toBe(0);
});
