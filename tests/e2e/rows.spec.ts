// The rows found in every markup that the admin is known to serve, each fixture in a real browser under the real
// host name. The fixtures say what is in them and which rows are to be found; nothing else is run here.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, expect, test } from '@playwright/test';
import { buildSync } from 'esbuild';

interface ExpectedRow {
  kind: 'order' | 'draft';
  id: string;
  /** The element's local name. */
  row: string;
  /** Selector, within the row, of what the badge comes right after, or of the cell that it ends. */
  after?: string;
  endOf?: string;
}
interface Fixture {
  about: string;
  path: string;
  rows: ExpectedRow[];
}

const repository = join(import.meta.dirname, '../..');
const folder = join(repository, 'tests/fixtures/markup');
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.html'))
  .map((name) => name.slice(0, -'.html'.length));
const origin = 'https://admin.shopify.com';

const script = bundle();
let browser: Browser;

test.beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
});
test.afterAll(() => browser.close());

for (const name of names) {
  const fixture: Fixture = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  test(`${name}: ${fixture.about}`, async () => {
    const page = await browser.newPage();
    const body = readFileSync(join(folder, `${name}.html`), 'utf8');
    await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
    await page.goto(origin + fixture.path);
    await page.addScriptTag({ content: script });
    expect(await page.evaluate(found, fixture.rows)).toEqual(fixture.rows);
    expect(await page.evaluate(hasChanged, body), 'finding rows writes nothing').toBe(false);
    await page.close();
  });
}

function bundle(): string {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `export { findRows } from './rows'; export { storeOfList } from './route';`,
      resolveDir: join(repository, 'extension/content/host'),
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'host',
    target: 'chrome140',
  });
  return outputFiles[0]?.text ?? '';
}

interface Host {
  storeOfList(path: string): string | null;
  findRows(document: Document, store: string): { rows: FoundRow[] };
}
interface FoundRow {
  element: Element;
  order: { kind: 'order' | 'draft'; id: string };
  mount: { after: Element } | { endOf: Element };
}

/** In the page: what is found, in the terms of the fixture. A place that the fixture does not name is said as is. */
function found(expected: ExpectedRow[]): ExpectedRow[] {
  const { host } = window as unknown as { host: Host };
  const store = host.storeOfList(location.pathname);
  if (store === null) return [];
  return host.findRows(document, store).rows.map(({ element, order, mount }, index) => {
    const place = 'after' in mount ? mount.after : mount.endOf;
    const key = 'after' in mount ? 'after' : 'endOf';
    const selector = expected[index]?.[key];
    const inRow = (root: ParentNode): Element[] => [
      ...(selector ? root.querySelectorAll(selector) : []),
      ...[...root.querySelectorAll('*')].flatMap((each) => (each.shadowRoot ? inRow(each.shadowRoot) : [])),
    ];
    const isThere = inRow(element)[0] === place;
    return {
      ...order,
      row: element.localName,
      [key]: isThere ? selector : `${place.localName}.${place.className}`,
    };
  });
}

/** In the page: whether its body is another than the fixture's. */
function hasChanged(html: string): boolean {
  const original = new DOMParser().parseFromString(html, 'text/html');
  for (const template of original.querySelectorAll('template')) template.remove();
  for (const added of document.querySelectorAll('script')) added.remove();
  return !document.body.isEqualNode(original.body);
}
