// A tour: a working day in short, walked in both languages, by mouse and by keyboard alone; by mouse with axe at each stop, in
// light and dark. Whatever is looked for is looked for by its message's name, so that no step holds for one language only.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import type english from '../../../extension/_locales/en/messages.json';
import { command } from '../support/core';
import { badgeOf, menuOf, optionOf, STORE } from '../support/orders';
import { repository } from '../support/repository';
import type { Sandbox } from '../support/sandbox';
import { expect, test } from '../support/test';

export type Language = 'en' | 'fr';
type Name = keyof typeof english;
type Words = Record<string, { message: string; placeholders?: Record<string, { content: string }> }>;

/** The extension's words in one language, filled in as the browser does it. */
export class Said {
  readonly #words: Words;
  readonly #numbers: Intl.NumberFormat;
  readonly #plurals: Intl.PluralRules;

  constructor(readonly language: Language) {
    const file = join(repository, 'extension/_locales', language, 'messages.json');
    this.#words = JSON.parse(readFileSync(file, 'utf8'));
    this.#numbers = new Intl.NumberFormat(language);
    this.#plurals = new Intl.PluralRules(language);
  }

  word(name: Name, ...values: string[]): string {
    const { message, placeholders = {} } = this.#words[name] ?? { message: '' };
    const named = message.replace(
      /\$([a-zA-Z]\w*)\$/g,
      (_, key: string) => placeholders[key.toLowerCase()]?.content ?? '',
    );
    return named.replace(/\$(\d)/g, (_, place: string) => values[Number(place) - 1] ?? '');
  }

  number(value: number): string {
    return this.#numbers.format(value);
  }

  /** Of a message in two forms, by the beginning of its name. */
  counted(name: string, count: number, ...values: string[]): string {
    const form = this.#plurals.select(count) === 'one' ? 'one' : 'other';
    const whole = Object.keys(this.#words).find((known): known is Name => known === `${name}_${form}`);
    if (whole === undefined) throw new Error(`no message ${name}`);
    return this.word(whole, this.number(count), ...values);
  }
}

/** How a person presses things. */
export interface Hand {
  press(target: Locator): Promise<void>;
  /** Opens the menu of an order's badge and chooses there. */
  choose(page: Page, id: string, status: string): Promise<void>;
  /** Puts a text into a field. */
  write(target: Locator, text: string): Promise<void>;
}

const mouse: Hand = {
  press: (target) => target.click(),
  async choose(page, id, status) {
    await badgeOf(page, id).getByRole('button').click();
    await optionOf(page, status).click();
  },
  write: (target, text) => target.fill(text),
};

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => {
    const tree = element.getRootNode();
    return (tree instanceof Document || tree instanceof ShadowRoot) && tree.activeElement === element;
  });

/** From wherever the focus is, as often as it takes; no page has more stops than this. */
async function reach(target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const page = target.page();
  for (let presses = 0; presses < 150; presses += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no way by keyboard to ${target}`);
}

const keyboard: Hand = {
  async press(target) {
    await reach(target);
    const isBox = await target.evaluate((element) => element.matches('[type="checkbox"], [role="checkbox"]'));
    await target.page().keyboard.press(isBox ? 'Space' : 'Enter');
  },
  async choose(page, id, status) {
    await keyboard.press(badgeOf(page, id).getByRole('button'));
    await expect(menuOf(page).getByRole('combobox')).toBeFocused();
    await page.keyboard.type(status);
    await expect(menuOf(page).getByRole('option', { selected: true })).toHaveAccessibleName(status);
    await page.keyboard.press('Enter');
  },
  async write(target, text) {
    await reach(target);
    await target.page().keyboard.type(text);
  },
};

export interface Guide {
  context: BrowserContext;
  /** Shows nothing yet. */
  page: Page;
  sandbox: Sandbox;
  say: Said;
  hand: Hand;
  isKeyboard: boolean;
  /** A stop: axe finds nothing in what is ours there, light or dark; `contrast` is what the person asks the system for. */
  stop(page: Page, contrast?: 'more'): Promise<void>;
}

async function stop(page: Page, contrast: 'more' | null = null): Promise<void> {
  const isHost = new URL(page.url()).protocol === 'https:';
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, contrast });
    const axe = new AxeBuilder({ page });
    const { violations } = await (isHost ? axe.include('[data-ucos-inline]') : axe).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light', contrast: null });
  // Axe puts another page in front for a moment.
  await page.bringToFront();
}

/** Walks four times: in each language by mouse and by keyboard alone. */
export function tour(name: string, walk: (guide: Guide) => Promise<void>): void {
  for (const language of ['en', 'fr'] as const) {
    test.describe(() => {
      test.use({ browserOptions: { locale: language, arguments: [`--lang=${language}`] } });
      for (const isKeyboard of [false, true]) {
        test(`${name}: ${language}, by ${isKeyboard ? 'keyboard' : 'mouse'}`, async ({
          browser_,
          sandbox,
        }) => {
          test.setTimeout(120_000);
          const { context } = browser_;
          const connected = await command(context, {
            connect: {
              store: STORE,
              key: sandbox.key('full', STORE),
              staff_name: sandbox.staff(STORE),
              pin: null,
            },
          });
          expect(connected).toMatchObject({ ok: true });
          await walk({
            context,
            sandbox,
            isKeyboard,
            // By keyboard the same states come; once each is enough.
            stop: isKeyboard ? (page) => page.bringToFront() : stop,
            page: await context.newPage(),
            say: new Said(language),
            hand: isKeyboard ? keyboard : mouse,
          });
        });
      }
    });
  }
}

/** Any of these characters as a regular expression has them. */
export const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What the service was asked to change since the last forgetting. */
export async function changesAsked(sandbox: Sandbox): Promise<string[]> {
  const requests = await sandbox.requests();
  return requests.filter(({ method }) => method !== 'GET').map(({ path }) => path);
}
