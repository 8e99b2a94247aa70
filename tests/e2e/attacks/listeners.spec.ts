// The page's scripts reach every element of ours, so each listener on what people do has to ask whether a person did it:
// they all go through extension/content/ui/press.ts. This reads the sources; it needs no browser.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from '@playwright/test';
import { repository } from '../support/repository';

const CONTENT = join(repository, 'extension/content');
const HELPER = 'ui/press.ts';
/** What a page can send events of, as a person's doing. */
const BY_PEOPLE =
  /^(?:(?:dbl|aux)?click|contextmenu|mouse.*|pointer.*|touch.*|key.*|wheel|drag.*|drop|copy|cut|paste|(?:before)?input|change|submit|reset|invalid|focus.*|blur|(?:before)?toggle|close|cancel|select.*|composition.*|scroll.*)$/;
/** By file and event, why it need not ask. */
const REASONS: Record<string, string> = {
  'ui/dom.ts type': 'keeps events from the page; does nothing else with them',
  'host/selection.ts type': "reads the page's own selection anew; what it then shows is asked about again",
  'card/dock.ts change': 'of a media query, which is no element',
  'lifetime.ts begin': 'of our own: all that it can do is end what we show (attacks/page.spec.ts)',
  'watch.ts type':
    'looks at the rows that there are by then; a page that sends one has us look sooner, as by any change of it',
  'list.ts focus': 'of the window: reads anew what is shown',
  'card/card.ts focus': 'of the window: reads anew what is shown',
};

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : path.endsWith('.ts') ? [path] : [];
  });
}

/** Listeners that do not go through the helper, as `file event`. */
function strangers(name: string, text: string): string[] {
  const added = [...text.matchAll(/addEventListener\(\s*(?:'([a-z]+)'|(\w+))/g)].map(
    ([, type, variable]) => type ?? variable ?? '',
  );
  const properties = [...text.matchAll(/\.on([a-z]+)\s*=[^=]/g)].map(([, type = '']) => type);
  const attributes = [...text.matchAll(/setAttribute\([^)]*'on([a-z]+)'/g)].map(([, type = '']) => type);
  const isLiteral = (type: string): boolean => text.includes(`'${type}'`);
  return [...added, ...properties, ...attributes]
    .filter((type) => BY_PEOPLE.test(type) || !isLiteral(type))
    .map((type) => `${name} ${type}`);
}

test('no feature listens to people but through the helper', () => {
  const found = sources(CONTENT).flatMap((path) => {
    const name = relative(CONTENT, path);
    return name === HELPER ? [] : strangers(name, readFileSync(path, 'utf8'));
  });
  expect([...new Set(found)].toSorted()).toEqual(Object.keys(REASONS).toSorted());
});

test('what goes around the helper is found', () => {
  for (const text of [
    "button.addEventListener('click', () => act());",
    "button.addEventListener(\n  'pointerdown',\n  act);",
    "for (const type of ['keyup']) host.addEventListener(type, act);",
    'button.onclick = act;',
    "button.setAttribute('onclick', 'act()');",
  ])
    expect(strangers('x.ts', text), text).toHaveLength(1);
  expect(strangers('x.ts', "window.addEventListener('online', renew);")).toEqual([]);
});

test('the helper asks of every event whether a person did it', () => {
  const text = readFileSync(join(CONTENT, HELPER), 'utf8');
  const listeners = text.split('addEventListener(').length - 1;
  const asks = text.split('isTrusted').length - 1;
  expect(listeners).toBeGreaterThan(3);
  expect(asks).toBeGreaterThanOrEqual(listeners);
});
