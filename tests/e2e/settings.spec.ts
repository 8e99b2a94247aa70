// The settings of a store in the options page: what is typed, what a file brings, what the preview makes of it, what
// is saved and what happens when it cannot be.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { connect, EXTENSION_ID } from './support/browser';
import { badgeOf, choose as chooseStatus, listed, move, openList, STORE } from './support/orders';
import { repository } from './support/repository';
import { test as base, expect, listUrl } from './support/test';

const OPTIONS = `chrome-extension://${EXTENSION_ID}/options.html`;

const test = base.extend<{ options: Page }>({
  options: async ({ browser_, sandbox }, use) => {
    await connect(browser_.context, sandbox);
    const page = await browser_.context.newPage();
    await openSettings(page);
    await use(page);
  },
});

test.use({ browserOptions: { locale: 'en-CA' } });

async function openSettings(page: Page): Promise<void> {
  await page.goto(OPTIONS);
  await page.locator('.settings > summary').click();
}

const form = (page: Page): Locator => page.getByRole('form', { name: `Settings of ${STORE}` });
const unfold = async (page: Page, heading: string): Promise<void> => {
  const found = form(page).locator('.settings-group > summary').filter({ hasText: heading });
  if (!(await found.evaluate(({ parentElement }) => parentElement?.hasAttribute('open'))))
    await found.click();
};
const zone = (page: Page): Locator => page.getByLabel('Time zone of the store');
const saveButton = (page: Page): Locator => form(page).getByRole('button', { name: 'Save', exact: true });
const standing = (page: Page): Locator => form(page).locator('.standing');
const days = (page: Page): Locator => form(page).locator('[id$="-holiday-list"] > li');
const file = (name: string): string => join(repository, 'tests/fixtures/ics', `${name}.ics`);
const choose = (page: Page, name: string): Promise<void> =>
  page.getByLabel('Holidays from a calendar file').setInputFiles(file(name));

/** The due time that the preview has for a status. */
const dueOf = (page: Page, status: string): Locator =>
  form(page).getByRole('row').filter({ hasText: status }).first().locator('.due');

async function addDay(page: Page, date: string, name: string): Promise<void> {
  await page.getByLabel('Date', { exact: true }).fill(date);
  await page.getByLabel('Name (optional)').fill(name);
  await form(page).getByRole('button', { name: 'Add', exact: true }).click();
}

const expectClean = async (page: Page, state: string): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).include('.settings').analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      `${state}, ${colorScheme}`,
    ).toEqual([]);
  }
};

/** Confirms Toronto, and has the preview start on the day before Christmas, a Thursday. */
async function prepare(page: Page): Promise<void> {
  await unfold(page, 'Calendar');
  await zone(page).fill('America/Toronto');
  await page.getByLabel('If an order entered it at').fill('2026-12-24T15:00');
}

test('the preview follows zone, weekend and holidays as they are typed, by the core', async ({ options }) => {
  await prepare(options);
  const approved = dueOf(options, 'Design approved');
  await expect(form(options).getByRole('row').filter({ hasText: 'Design approved' })).toContainText(
    '2 days, not counting weekends and holidays',
  );
  await expect(approved).toHaveText('Mon, Dec 28, 2026, 3:00 PM EST');
  await addDay(options, '2026-12-25', 'Christmas Day');
  await expect(approved).toHaveText('Tue, Dec 29, 2026, 3:00 PM EST');
  await options.getByLabel('Saturday').uncheck();
  await expect(approved).toHaveText('Mon, Dec 28, 2026, 3:00 PM EST');
  await form(options).getByRole('button', { name: 'Remove Fri, Dec 25, 2026, Christmas Day' }).click();
  await expect(approved).toHaveText('Sat, Dec 26, 2026, 3:00 PM EST');
  await zone(options).fill('asia/kathmandu');
  await expect(approved).toHaveText('Sat, Dec 26, 2026, 3:00 PM GMT+5:45');
  await zone(options).fill('Atlantis');
  await expect(form(options)).toContainText('Shown as soon as the calendar above is right.');

  // The night on which clocks go forward: a day of 24 hours ends an hour later by the clock.
  await zone(options).fill('toronto');
  await options.getByLabel('If an order entered it at').fill('2026-03-07T15:00');
  await expect(dueOf(options, 'Dispatched')).toHaveText('Sun, Mar 8, 2026, 4:00 PM EDT');
  // An hour that the clocks leave out, and one that they show twice.
  await options.getByLabel('If an order entered it at').fill('2026-03-08T02:30');
  await expect(form(options).getByRole('table')).toContainText('Sunday, March 8, 2026 at 3:30 AM EDT');
  await options.getByLabel('If an order entered it at').fill('2026-11-01T01:30');
  await expect(form(options).getByRole('table')).toContainText('Sunday, November 1, 2026 at 1:30 AM EDT');
});

test('what is saved is there after a reload, and in every tab', async ({ browser_, options }) => {
  await expect(options.locator('.settings > summary')).toContainText('Time zone not confirmed yet');
  await prepare(options);
  const other = await browser_.context.newPage();
  await openSettings(other);
  // A page behind another is drawn so seldom that each click takes seconds.
  await options.bringToFront();
  await options.getByLabel('Friday').check();
  await options.getByLabel('Sunday').uncheck();
  await addDay(options, '2026-12-25', 'Christmas Day');
  // Typed and not added: it is meant all the same.
  await options.getByLabel('Date', { exact: true }).fill('2026-01-01');
  await unfold(options, 'Due times');
  await options.getByText('Always this long before').click();
  await options.getByLabel('How long before').fill('1,5');
  await options.getByLabel('A new status or sub-status').check();
  await unfold(options, 'Reading in the background');
  await options.getByLabel('Share of the key’s daily requests').fill('45');
  await unfold(options, 'Reminders');
  await options.getByText('Quiet hours', { exact: true }).click();
  await options.getByLabel('From', { exact: true }).fill('21:30');
  await options.getByLabel('To', { exact: true }).fill('07:15');
  await options.getByLabel('In transit', { exact: true }).uncheck();
  await expect(standing(options)).toHaveText('Not saved yet');
  await saveButton(options).click();
  await expect(standing(options)).toHaveText('Saved');

  const expectSaved = async (page: Page): Promise<void> => {
    for (const heading of ['Calendar', 'Due times', 'Reading in the background', 'Reminders'])
      await unfold(page, heading);
    await expect(zone(page)).toHaveValue('America/Toronto');
    for (const day of ['Friday', 'Saturday']) await expect(page.getByLabel(day)).toBeChecked();
    await expect(page.getByLabel('Sunday')).not.toBeChecked();
    await expect(days(page)).toHaveText([/Jan 1, 2026/, /Dec 25, 2026\s+Christmas Day/]);
    await expect(page.getByLabel('How long before')).toHaveValue('90');
    await expect(page.getByLabel('Unit')).toHaveValue('minutes');
    await expect(page.getByLabel('A new status or sub-status')).toBeChecked();
    await expect(page.getByLabel('Share of the key’s daily requests')).toHaveValue('45');
    await expect(page.getByLabel('From', { exact: true })).toHaveValue('21:30');
    await expect(page.getByLabel('To', { exact: true })).toHaveValue('07:15');
    await expect(page.getByLabel('In transit', { exact: true })).not.toBeChecked();
    await expect(page.getByLabel('Sampling', { exact: true })).toBeChecked();
    await expect(saveButton(page)).toHaveAttribute('aria-disabled', 'true');
  };
  await expectSaved(other);
  await openSettings(options);
  await expectSaved(options);
  await expect(options.locator('.settings > summary')).not.toContainText('not confirmed');
});

test('another tab’s save does not touch what is being typed here, and is told', async ({
  browser_,
  options,
}) => {
  const other = await browser_.context.newPage();
  await openSettings(other);
  for (const page of [options, other]) await unfold(page, 'Reading in the background');
  const share = (page: Page): Locator => page.getByLabel('Share of the key’s daily requests');
  await share(options).fill('12');
  await share(other).fill('50');
  await saveButton(other).click();
  await expect(standing(other)).toHaveText('Saved');
  await expect(standing(options)).toContainText('another tab has saved other settings');
  await expect(share(options)).toHaveValue('12');
  await form(options).getByRole('button', { name: 'Discard changes' }).click();
  await expect(share(options)).toHaveValue('50');
});

test('a guessed zone is not taken for the store’s until somebody says so', async ({ options }) => {
  await unfold(options, 'Calendar');
  await expect(form(options)).toContainText('Taken from this browser. Is it the store’s?');
  await form(options).getByRole('button', { name: 'It is right' }).click();
  await expect(zone(options)).toBeFocused();
  await expect(standing(options)).toHaveText('Not saved yet');
  await form(options).getByRole('button', { name: 'Discard changes' }).click();
  await expect(options.locator('.settings > summary')).toContainText('Time zone not confirmed yet');
});

test('holidays come from a file after a look at them; a broken one changes nothing', async ({ options }) => {
  await prepare(options);
  await addDay(options, '2026-12-25', 'Our Christmas');
  await choose(options, 'canada-2026');
  const review = options.getByRole('region', { name: 'Found in the file' });
  await expect(review).toContainText('canada-2026.ics: 10 days from Jan 1, 2026 to Dec 26, 2026');
  await expect(review).toContainText('9 are not in the list yet:');
  await expect(review.getByRole('listitem')).toHaveCount(9);
  await expect(days(options)).toHaveCount(1);
  await expectClean(options, 'a review');
  await review.getByRole('button', { name: 'Add none' }).click();
  await expect(days(options)).toHaveCount(1);

  await choose(options, 'broken-exdate');
  const alert = form(options).getByRole('alert').filter({ hasText: 'broken-exdate.ics' });
  await expect(alert).toContainText('cannot be read as it is, and nothing was changed.');
  await expect(alert).toContainText('Line 16: This is not the date of an all-day event.');
  await expect(alert.locator('q')).toHaveText('tomorrow');
  await expect(days(options)).toHaveCount(1);
  await expectClean(options, 'a broken file');

  await choose(options, 'canada-2026');
  await review.getByRole('button', { name: 'Add 9 days' }).click();
  await expect(days(options)).toHaveCount(10);
  await expect(days(options).last()).toContainText('Boxing Day');
  await expect(days(options).nth(8)).toContainText('Our Christmas');
  await expect(dueOf(options, 'Design approved')).toHaveText('Tue, Dec 29, 2026, 3:00 PM EST');
  await choose(options, 'canada-2026');
  await expect(review).toContainText('All of them are in the list already.');
  await review.getByRole('button', { name: 'Close' }).click();

  await choose(options, 'timed');
  await expect(review).toContainText('2 events with a time were left out.');
  await review.getByRole('button', { name: 'Add 1 day' }).click();
  await expect(days(options)).toHaveCount(11);
});

test('what cannot be saved is told beside its field, and the field is shown', async ({ options }) => {
  await unfold(options, 'Calendar');
  await zone(options).fill('Atlantis');
  await unfold(options, 'Reading in the background');
  const share = options.getByLabel('Share of the key’s daily requests');
  await share.fill('81');
  // Folded away again: saving shows them.
  for (const heading of ['Calendar', 'Reading in the background'])
    await form(options).locator('.settings-group > summary').filter({ hasText: heading }).click();
  await saveButton(options).click();
  await expect(zone(options)).toBeFocused();
  await expect(zone(options)).toHaveAccessibleDescription(/There is no such time zone/);
  await expect(standing(options)).toContainText('Not saved');
  await zone(options).fill('Toronto');
  await expect(zone(options)).not.toHaveAttribute('aria-invalid');
  await saveButton(options).click();
  await expect(share).toBeFocused();
  await expect(share).toHaveAccessibleDescription(/whole number from 0 to 80/);
  await expectClean(options, 'a fault');
  await share.fill('80');
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'])
    await options.getByLabel(day).check();
  await saveButton(options).click();
  await expect(form(options).getByRole('group', { name: 'Weekend' })).toHaveAccessibleDescription(
    /Leave at least one day out/,
  );
  await options.getByLabel('Wednesday').uncheck();
  await addDay(options, '', 'No date');
  await expect(options.getByLabel('Date', { exact: true })).toHaveAccessibleDescription(/not a whole date/);
  await saveButton(options).click();
  await expect(standing(options)).toHaveText('Saved');
});

test('a change waits as long as is set here, 30 seconds at most', async ({ browser_, options, sandbox }) => {
  await unfold(options, 'Changes');
  const grace = options.getByLabel('Seconds to undo a change');
  await expect(grace).toHaveValue('5');
  await grace.fill('31');
  await saveButton(options).click();
  await expect(grace).toBeFocused();
  await expect(grace).toHaveAccessibleDescription(/whole number of seconds from 0 to 30/);
  await expect(standing(options)).toContainText('Not saved');
  await openSettings(options);
  await unfold(options, 'Changes');
  await expect(grace).toHaveValue('5');

  await grace.fill('12');
  await expect(form(options)).toContainText('undo within 12 seconds');
  await saveButton(options).click();
  await expect(standing(options)).toHaveText('Saved');
  await openSettings(options);
  await unfold(options, 'Changes');
  await expect(grace).toHaveValue('12');

  const admin = await browser_.context.newPage();
  const [id = ''] = await listed(admin);
  await move(sandbox, id, 'Packing');
  await openList(admin, listUrl());
  // It messages the customer.
  const before = Date.now();
  await chooseStatus(admin, id, 'Dispatched');
  await expect(badgeOf(admin, id)).toHaveAttribute('data-state', 'pending');
  const after = Date.now();
  const key = `order/${STORE}/order/${id}`;
  const { change } = await options.evaluate(async (key) => {
    const { [key]: text } = await chrome.storage.session.get<Record<string, string>>(key);
    return JSON.parse(text ?? '{}');
  }, key);
  expect(change.state).toBe('waiting');
  expect(change.until).toBeGreaterThan(before + 11_000);
  expect(change.until).toBeLessThan(after + 13_000);
  expect((await sandbox.order(STORE, id)).status).toBe('Packing');
});

test('nothing typed is lost when saving fails, nor with the page unasked', async ({ options }) => {
  await unfold(options, 'Reading in the background');
  const share = options.getByLabel('Share of the key’s daily requests');
  await share.fill('7');
  // A worker that cannot be reached, as after an update of the extension.
  await options.evaluate(() => {
    const working = chrome.runtime.sendMessage;
    addEventListener('mend', () => Object.assign(chrome.runtime, { sendMessage: working }));
    Object.assign(chrome.runtime, { sendMessage: () => Promise.reject(new Error('no worker')) });
  });
  await saveButton(options).click();
  await expect(form(options).getByRole('alert').last()).toContainText('The extension itself failed');
  await expect(share).toHaveValue('7');
  await expect(standing(options)).toHaveText('Not saved yet');
  const asked = options.waitForEvent('dialog');
  await options.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();

  await options.evaluate(() => dispatchEvent(new Event('mend')));
  await saveButton(options).click();
  await expect(standing(options)).toHaveText('Saved');
  const closed = options.waitForEvent('close');
  await options.close({ runBeforeUnload: true });
  await closed;
});

test('the keyboard alone: folding, adding by Enter, the focus after a removal', async ({ options }) => {
  await options.locator('.settings > summary').focus();
  await options.keyboard.press('Tab');
  await options.keyboard.press('Enter');
  await expect(zone(options)).toBeVisible();
  for (const [date, name] of [
    ['2026-05-18', 'Victoria Day'],
    ['2026-07-01', 'Canada Day'],
  ] as const) {
    await options.getByLabel('Date', { exact: true }).fill(date);
    await options.getByLabel('Name (optional)').fill(name);
    await options.getByLabel('Name (optional)').press('Enter');
    await expect(options.getByLabel('Date', { exact: true })).toBeFocused();
  }
  await expect(days(options)).toHaveCount(2);
  await form(options)
    .getByRole('button', { name: /Remove Mon, May 18/ })
    .press('Enter');
  await expect(form(options).getByRole('button', { name: /Remove Wed, Jul 1/ })).toBeFocused();
  await options.keyboard.press('Enter');
  await expect(form(options).getByRole('heading', { name: '0 holidays' })).toBeFocused();
  await expect(days(options)).toHaveCount(0);
});

for (const width of [1280, 480]) {
  test(`everything unfolded fits ${width} px and is accessible`, async ({ options }) => {
    await options.setViewportSize({ width, height: 800 });
    for (const heading of ['Calendar', 'Due times', 'Changes', 'Reading in the background', 'Reminders'])
      await unfold(options, heading);
    await options.getByText('Always this long before').click();
    await options.getByText('Quiet hours', { exact: true }).click();
    await expect(dueOf(options, 'Design approved')).not.toBeEmpty();
    await expectClean(options, `${width} px`);
    const overflow = await options.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
  });
}

test('settings go to a file and come back from one, into the form; what is no such file changes nothing', async ({
  options,
}) => {
  await prepare(options);
  await unfold(options, 'Calendar');
  await addDay(options, '2026-12-28', 'Stocktaking');
  await saveButton(options).click();
  await expect(standing(options)).toHaveText('Saved');
  await unfold(options, 'Export, import, defaults');
  const [exported] = await Promise.all([
    options.waitForEvent('download'),
    options.getByRole('button', { name: 'Export settings' }).click(),
  ]);
  const text = await readFile(await exported.path(), 'utf8');
  expect(JSON.parse(text)).toMatchObject({
    ucos_inline_settings: 1,
    settings: { zone: 'America/Toronto', holidays: [{ date: '2026-12-28', name: 'Stocktaking' }] },
  });
  expect(text).not.toMatch(/ucos_[0-9a-f]{8}|Jordan|maple/);

  await options.getByRole('button', { name: 'Use the defaults' }).click();
  const said = form(options).getByRole('status').filter({ hasText: /./ }).first();
  await expect(said).toHaveText(/^The defaults are in the form\./);
  await expect(days(options)).toHaveCount(0);
  const into = options.getByLabel('Import settings from a file');
  const give = (content: string): Promise<void> =>
    into.setInputFiles({ name: 's.json', mimeType: 'application/json', buffer: Buffer.from(content) });
  for (const [content, words] of [
    ['{', /^The file is not JSON/],
    ['{"settings":{}}', /^The file has no settings/],
    ['{"ucos_inline_settings":1,"settings":{"zone":7}}', /^The file has no settings/],
    [text.replace('"ucos_inline_settings": 1', '"ucos_inline_settings": 2'), /another version/],
    [' '.repeat(600_000), /larger than settings can be/],
  ] as const) {
    await give(content);
    await expect(said).toHaveText(words);
    await expect(days(options)).toHaveCount(0);
  }
  await give(text);
  await expect(said).toHaveText(/^The file’s settings are in the form\./);
  await expect(days(options)).toHaveCount(1);
  await expect(zone(options)).toHaveValue('America/Toronto');
  await expectClean(options, 'imported');
});

test('the options are searched: what has the words is shown and unfolded, by keyboard, and all is as before', async ({
  options,
}) => {
  const find = options.getByRole('searchbox', { name: 'Find in the options' });
  const groups = form(options).locator('.settings-group');
  const before = await groups.evaluateAll((all) => all.map((each) => each.hasAttribute('open')));
  await options.locator('h1').click();
  await options.keyboard.press('/');
  await expect(find).toBeFocused();
  await options.keyboard.type('HÓLIDAYS');
  const shown = groups.filter({ visible: true });
  await expect(options.locator('.find .said')).toHaveText(/parts? found/);
  await expect(shown.filter({ hasText: 'Calendar' })).toHaveCount(1);
  await expect(shown.filter({ hasText: 'Calendar' })).toHaveAttribute('open', '');
  expect(await shown.count()).toBeLessThan(await groups.count());
  await find.fill('no such thing at all');
  await expect(options.locator('.find .said')).toHaveText(/^Nothing here has these words/);
  await expect(shown).toHaveCount(0);
  await options.keyboard.press('Escape');
  await expect(find).toHaveValue('');
  await expect(shown).toHaveCount(before.length);
  expect(await groups.evaluateAll((all) => all.map((each) => each.hasAttribute('open')))).toEqual(before);
  // In a field the key is a letter.
  await unfold(options, 'Calendar');
  await zone(options).focus();
  await options.keyboard.press('/');
  await expect(zone(options)).toBeFocused();
});
