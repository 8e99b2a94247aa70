// Statuses beside the recommended chains: what is there, missing or out of order, and what is copied from the guide.

import { CHAINS, compare, nearest } from '../../extension/pages/options/chains/compare';
import type { ReplyStatusView, Stage } from '../../extension/protocol';
import { connect, EXTENSION_ID } from './support/browser';
import { STORE } from './support/orders';
import { expect, test } from './support/test';

const shop = (...stages: (Stage | null)[]): ReplyStatusView[] =>
  stages.map((stage, index) => ({
    id: `s${index}`,
    display_name: `${stage}`,
    stage,
    shows_date: false,
  }));

const short = (statuses: ReplyStatusView[]): [Stage, string, boolean][] =>
  compare(CHAINS.international, statuses).map(({ stage, statuses, isOutOfOrder }) => [
    stage,
    statuses.map(({ id }) => id).join(),
    isOutOfOrder,
  ]);

test('what is missing and what is out of order', () => {
  expect(
    short(shop(null, 'dispatched', 'arrived', 'departed', 'in-customs', 'in-customs', 'delivered')),
  ).toEqual([
    ['dispatched', 's1', false],
    ['departed', 's3', false],
    ['arrived', 's2', true],
    ['in-customs', 's4,s5', false],
    ['customs-cleared', '', false],
    ['out-for-delivery', '', false],
    ['delivered', 's6', false],
  ]);
  expect(short([]).every(([, ids, isOutOfOrder]) => ids === '' && !isOutOfOrder)).toBe(true);
});

test('the chain that a shop is nearest to comes first', () => {
  expect(nearest(shop('awaiting-return', 'received', 'completed'))).toBe('returns');
  expect(nearest(shop('dispatched', 'in-customs', 'customs-cleared', 'delivered'))).toBe('international');
  expect(nearest(shop('sampling', 'in-production', 'in-qc'))).toBe('production');
  expect(nearest([])).toBe('production');
});

test('the guide in the options', async ({ browser_, sandbox }) => {
  const other = 'harbour-supply';
  await connect(browser_.context, sandbox);
  await connect(browser_.context, sandbox, { store: other });
  const origin = `chrome-extension://${EXTENSION_ID}`;
  const options = await browser_.context.newPage();
  await options.goto(`${origin}/options.html`);
  // A shop that has all of every chain.
  await options.locator(`#${STORE}-chains`).click();
  const guide = options.locator('details', { has: options.locator(`#${STORE}-chains`) }).last();
  await expect(guide.getByText('9 of 9 stages are there')).toBeVisible();
  for (const [chain, count] of [
    ['International shipping', '7 of 7'],
    ['Returns', '7 of 7'],
  ] as const) {
    await guide.getByLabel('Compare with').selectOption({ label: chain });
    await expect(guide.getByText(`${count} stages are there`)).toBeVisible();
    await expect(guide.getByText('Missing', { exact: true })).toHaveCount(0);
  }
  // One with a list of its own.
  await options.locator(`#${other}-chains`).click();
  const theirs = options.locator('details', { has: options.locator(`#${other}-chains`) }).last();
  await theirs.getByLabel('Compare with').selectOption({ label: 'Returns' });
  const missing = theirs.getByRole('row').filter({ hasText: 'Missing' });
  await expect(missing).toHaveCount(7);
  await missing.filter({ hasText: 'Awaiting return' }).getByRole('button', { name: 'Copy the name' }).click();
  await expect(theirs.getByText('Copied: Awaiting return')).toBeVisible();
  // Pasted, as a person would: an extension's page may not be asked what is on the clipboard.
  const field = options.getByLabel('Your name');
  await field.focus();
  await options.keyboard.press('ControlOrMeta+V');
  await expect(field).toHaveValue('Awaiting return');
});
