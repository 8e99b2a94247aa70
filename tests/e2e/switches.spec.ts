// What is switched off by the package's own data is off, in the stores that are named and in no other; data that is no such
// switch is refused by the build, which says why.

import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { connect } from './support/browser';
import { pageOf } from './support/card';
import { listed, menuOf, openList, STORE } from './support/orders';
import { repository } from './support/repository';
import { badges, expect, listUrl, test } from './support/test';

const OTHER = 'harbour-supply';
const place = join(repository, 'test-results/switched');
const folder = join(place, 'extension');

/** The extension with these switches; what the build says. */
async function build(switches: string): Promise<string> {
  await mkdir(place, { recursive: true });
  const file = join(place, 'switches.json');
  await writeFile(file, switches);
  const tool = join(repository, 'tools/build-extension.mjs');
  const run = promisify(execFile)(process.execPath, [tool, '--out', folder, '--switches', file]);
  return run.then(
    ({ stdout }) => stdout,
    ({ stderr }) => stderr,
  );
}

const part = (page: Page, name: string) => page.locator(`[data-ucos-inline="${name}"]`);

test('what ships has nothing switched off', async () => {
  expect(JSON.parse(await readFile(join(repository, 'extension/switches.json'), 'utf8'))).toEqual([]);
});

test('data that is no switch: the build fails and says what may stand there', async () => {
  for (const [switches, why] of [
    ['{', /JSON/],
    ['{}', /not a list/],
    ['[{ "feature": "badge", "stores": ["*"] }]', /entry 1 names no feature: "badge"/],
    ['[{ "feature": "bulk", "stores": [] }]', /entry 1 names no stores/],
    ['[{ "feature": "bulk", "stores": ["A B"] }]', /entry 1 names no stores/],
    ['[{ "feature": "bulk", "stores": ["*"], "url": "https://x" }]', /entry 1 has not just/],
    ['[null]', /entry 1 has not just/],
  ] as const) {
    const said = await build(switches);
    expect(said, switches).toMatch(why);
    expect(said, switches).toContain('features are list, bulk, summary, card, reply');
  }
});

test.describe('switched off', () => {
  test.use({
    browserOptions: { arguments: [`--disable-extensions-except=${folder}`, `--load-extension=${folder}`] },
  });
  test.beforeAll(async () => {
    const switches = [
      { feature: 'bulk', stores: [STORE] },
      { feature: 'summary', stores: [STORE] },
      { feature: 'reply', stores: [STORE] },
      { feature: 'card', stores: ['*'] },
      { feature: 'list', stores: ['no-such-store'] },
    ];
    expect(await build(JSON.stringify(switches))).toContain('extension built');
  });
  test.afterAll(() => rm(place, { recursive: true, force: true }));

  test('is off in the stores that are named, and in no other', async ({ admin, sandbox }) => {
    await connect(admin.context(), sandbox, { store: OTHER });
    for (const [store, isOn] of [
      [STORE, false],
      [OTHER, true],
    ] as const) {
      await openList(admin, listUrl('per_page=10', store));
      await expect(badges(admin)).toHaveCount(10);
      await expect(part(admin, 'summary')).toHaveCount(isOn ? 1 : 0);
      await admin.getByRole('checkbox').nth(1).click();
      await expect(part(admin, 'bulk')).toBeVisible({ visible: isOn });
      await admin.getByRole('checkbox').nth(1).click();
      const known = badges(admin).and(admin.locator('[data-state]:not([data-state="none"])')).first();
      await known.getByRole('button').click();
      await expect(menuOf(admin).getByRole('button', { name: 'Copy reply' })).toHaveCount(isOn ? 1 : 0);
      await admin.keyboard.press('Escape');
      await known.getByRole('button').press('r');
      await expect(part(admin, 'notice').getByText('Reply copied')).toHaveCount(isOn ? 1 : 0);
      const [id = ''] = await listed(admin, { store });
      await admin.goto(pageOf(id, 'order', store));
      await expect(admin.locator('h1')).toBeVisible();
      await admin.waitForTimeout(1_000);
      await expect(part(admin, 'card')).toHaveCount(0);
    }
  });
});
