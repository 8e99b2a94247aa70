// The page's bare-key shortcuts and row clicks: none is set off by what a person types or presses in the menu, and
// all are as before once it is closed.

import type { Page } from '@playwright/test';
import { badgeOf, listed, menuOf, move, openList, optionOf, postsFor, STORE } from './support/orders';
import { expect, listUrl, test } from './support/test';

/** What the page itself heard. */
async function heard(page: Page): Promise<{ shortcuts: number; navigations: number; toggles: number }> {
  const count = async (selector: string, name: string): Promise<number> =>
    Number(await page.locator(selector).getAttribute(name));
  return {
    shortcuts: await count('#sandbox-shortcuts', 'data-count'),
    navigations: await count('#sandbox-log', 'data-navigations'),
    toggles: await count('#sandbox-log', 'data-toggles'),
  };
}

// Before the store is connected, which is when its catalog is read: any status may be entered here.
test.beforeEach(async ({ sandbox }) => {
  await sandbox.control('POST', `/stores/${STORE}`, { enforce_workflow_order: false });
});

const NOTHING = { shortcuts: 0, navigations: 0, toggles: 0 };
/** Each ends with what is a shortcut of the page, or is one on its own. */
const TYPED = ['abcdefghijklmnopqrstuvwxyz', 'GO', 'gp', '?', '/', 'bye'];

for (const markup of ['grid', 'table']) {
  test(`${markup}: keys typed in the menu stay in it`, async ({ admin }) => {
    const [id = ''] = await listed(admin);
    const url = listUrl(`markup=${markup}`);
    await openList(admin, url);
    const button = badgeOf(admin, id).getByRole('button');
    await button.click();
    const filter = menuOf(admin).getByRole('combobox');
    for (const keys of TYPED) {
      await filter.fill('');
      await admin.keyboard.type(keys);
      await expect(filter).toHaveValue(keys);
    }
    // Keys with a meaning in the menu, and those of its second step.
    await filter.fill('');
    for (const key of ['ArrowDown', 'End', 'Home', 'ArrowUp', 'Shift+J', 'Backspace', ' ', 'Backspace'])
      await admin.keyboard.press(key);
    await filter.fill('in prod');
    await admin.keyboard.press('Enter');
    await admin.keyboard.type('go');
    await expect(filter).toHaveValue('go');
    expect(await heard(admin)).toEqual(NOTHING);
    expect(admin.url()).toBe(url);

    await admin.keyboard.press('Escape');
    await expect(menuOf(admin)).toHaveCount(0);
    // The focus is back on the badge, which is a button like any other of the page.
    await admin.keyboard.press('j');
    expect(await heard(admin)).toEqual({ ...NOTHING, shortcuts: 1 });
    await admin.keyboard.type('bye');
    await expect(admin.locator('#sandbox-shortcuts')).toHaveAttribute('data-last', 'B Y E');
    // What presses a button is the badge's own.
    await admin.keyboard.press('Space');
    await expect(menuOf(admin)).toHaveCount(1);
    expect(await heard(admin)).toEqual({ ...NOTHING, shortcuts: 2 });
  });
}

for (const markup of ['grid', 'table']) {
  test(`${markup}: clicks in the menu and on the badge stay there`, async ({ admin, sandbox }) => {
    const [id = '', other = ''] = await listed(admin);
    await move(sandbox, id, 'Packing');
    await openList(admin, listUrl(`markup=${markup}`));
    const badge = badgeOf(admin, id).getByRole('button');
    const pressAround = async (): Promise<void> => {
      await badge.click();
      await menuOf(admin).getByRole('combobox').click();
      await menuOf(admin).getByText('Made to order').click();
      await menuOf(admin).getByRole('combobox').fill('in prod');
      await optionOf(admin, 'In production').dblclick();
      await expect(optionOf(admin, 'Cutting')).toBeVisible();
      await menuOf(admin).getByRole('button', { name: 'Back to all statuses' }).click();
      await optionOf(admin, 'Packing').click({ button: 'middle' });
      await optionOf(admin, 'Packing').click({ button: 'right' });
      await expect(menuOf(admin)).toHaveCount(1);
      await badge.click();
      await expect(menuOf(admin)).toHaveCount(0);
    };
    await pressAround();
    expect(await heard(admin)).toEqual(NOTHING);

    // With a selection, a click on a row toggles it.
    await admin.getByRole('checkbox', { name: new RegExp(`/${other}$`) }).check({ force: true });
    const selected = await heard(admin);
    await pressAround();
    expect(await heard(admin)).toEqual(selected);

    expect(await postsFor(sandbox, id), 'a double click chooses no sub-status').toBe(0);
    await expect(admin.locator('#sandbox-errors')).toHaveAttribute('data-count', '0');
  });
}
