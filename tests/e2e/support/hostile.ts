// Texts of a hostile service (tests/fixtures/hostile), and what is watched while they are shown: scripts, requests,
// elements and room. Knows the sandbox's control interface and our own hosts, no single surface.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { repository } from './repository';

interface Entry {
  why: string;
  text?: string;
  before?: string;
  of?: string;
  times?: number;
  after?: string;
}

export interface Hostile {
  why: string;
  group: string;
  text: string;
}

const fixture: { groups: { group: string; strings: Entry[] }[] } = JSON.parse(
  readFileSync(join(repository, 'tests/fixtures/hostile/strings.json'), 'utf8'),
);

const textOf = ({ text, before = '', of = '', times = 0, after = '' }: Entry): string =>
  text ?? `${before}${of.repeat(times)}${after}`;

/** All of them. */
export const HOSTILE: readonly Hostile[] = fixture.groups.flatMap(({ group, strings }) =>
  strings.map((entry) => ({ why: `${group}: ${entry.why}`, group, text: textOf(entry) })),
);

/** Halves of surrogate pairs: no text of a database, only an escape of JSON. */
export const isBroken = ({ text }: Hostile): boolean => !text.isWellFormed();

const isLarge = ({ text }: Hostile): boolean => text.length > 100_000;

/** In so many parts, the largest spread over them: an answer of more than 8 MB is not read. */
export function inParts(count: number): Hostile[][] {
  const parts: Hostile[][] = Array.from({ length: count }, () => []);
  const sound = HOSTILE.filter((each) => !isBroken(each));
  const small = sound.filter((each) => !isLarge(each));
  for (const [at, each] of small.entries()) parts[at % count]?.push(each);
  // Last, so that the first status, which many orders have, is none of them.
  const large = sound.filter(isLarge);
  for (const [at, each] of large.entries()) parts[count - 1 - (at % count)]?.push(each);
  return parts;
}

/** What anybody reads as it was written: it has to be shown to the letter. */
export const isPlain = (text: string): boolean => /^[!-~]+(?: [!-~]+)*$/.test(text) && text.length <= 160;

/** Everything that must not happen on any page of the context, as far as it did. */
export function watchPages(context: BrowserContext): string[] {
  const seen: string[] = [];
  const isOwn = (url: string): boolean =>
    /^(?:https:\/\/(?:admin\.shopify\.com|api\.ultimate-custom-order-status\.apps\.msmtech\.ca)\/|chrome-extension:|data:|about:|blob:)/.test(
      url,
    );
  context.on('request', (request) => {
    if (!isOwn(request.url())) seen.push(`a request to ${request.url().slice(0, 80)}`);
  });
  const follow = (page: Page): void => {
    page.on('dialog', (dialog) => {
      seen.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('pageerror', (error) => seen.push(`an error: ${error}`));
    page.on('console', (message) => {
      if (/Content Security Policy|Trusted/i.test(message.text())) seen.push(message.text().slice(0, 200));
    });
  };
  context.on('page', follow);
  for (const page of context.pages()) follow(page);
  return seen;
}

/** Whether any script of a text ran in the page. */
export const canary = (page: Page): Promise<unknown> =>
  page.evaluate(() => Reflect.get(globalThis, 'canary'));

/** The kinds of elements in our hosts on a page, or, on a page of our own, in all of it. */
export function tagsOf(page: Page, selector = '[data-ucos-inline]'): Promise<string[]> {
  return page.evaluate((selector) => {
    const found = new Set<string>();
    const collect = (root: ParentNode): void => {
      for (const each of root.querySelectorAll('*')) {
        found.add(
          `${each.namespaceURI === 'http://www.w3.org/1999/xhtml' ? '' : 'foreign '}${each.localName}`,
        );
        for (const { name } of each.attributes)
          if (/^on|^srcdoc$|^href$/.test(name) && each.localName !== 'a') found.add(`[${name}]`);
        if (each.shadowRoot) collect(each.shadowRoot);
      }
    };
    for (const host of document.querySelectorAll(selector)) {
      if (host.shadowRoot) collect(host.shadowRoot);
      collect(host);
    }
    return [...found].sort();
  }, selector);
}

/** Whether the page scrolls sideways, and how far beyond the window or their box our own parts reach, in px. */
export function overflowOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth)
      faults.push(`the page is ${scrollWidth - clientWidth} px wider than the window`);
    const isOwnPage = location.protocol === 'chrome-extension:';
    const hosts = isOwnPage ? [document.body] : document.querySelectorAll<HTMLElement>('[data-ucos-inline]');
    for (const host of hosts) {
      const box = host.getBoundingClientRect();
      if (box.width === 0) continue;
      const kind = host.dataset.ucosInline ?? 'page';
      const isPlaced = ['menu', 'notice', 'bulk', 'bulk-confirm', 'card', 'bar'].includes(kind);
      if (
        isPlaced &&
        (box.left < -1 || box.right > innerWidth + 1 || box.top < -1 || box.bottom > innerHeight + 1)
      )
        faults.push(`${kind} leaves the window: ${JSON.stringify(box)}`);
      for (const each of (host.shadowRoot ?? host).querySelectorAll<HTMLElement>('*')) {
        const inner = each.getBoundingClientRect();
        const style = getComputedStyle(each);
        if (
          inner.width === 0 ||
          inner.height === 0 ||
          style.position === 'absolute' ||
          each.closest('[hidden]')
        )
          continue;
        // What is clipped or scrolls does so in its own box.
        const clipper = each.parentElement?.closest<HTMLElement>('*') ?? null;
        let clips = false;
        for (let at = clipper; at && !clips; at = at.parentElement)
          clips = getComputedStyle(at).overflowX !== 'visible';
        if (!clips && (inner.left < box.left - 3 || inner.right > box.right + 3))
          faults.push(
            `${kind}: ${each.localName}.${each.className} leaves its box by ${Math.round(Math.max(box.left - inner.left, inner.right - box.right))} px`,
          );
      }
    }
    return [...new Set(faults)];
  });
}

export interface Look {
  order: string;
  name: string;
  title: string;
  height: number;
  rowHeight: number;
  contrast: number;
  overflows: boolean;
}

/** How the badges look: their height, that of their rows, and the contrast of text on paper as computed. */
export function looksOf(page: Page): Promise<Look[]> {
  return page.evaluate(() => {
    const channels = (colour: string): number[] => {
      const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
      if (!canvas) throw new Error('no canvas');
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = (colour: string): number => {
      const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    // What has no colour of its own lets through what is behind it.
    const paperOf = (element: Element | null): string => {
      if (element === null) return 'white';
      const { backgroundColor } = getComputedStyle(element);
      if (backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor;
      const root = element.getRootNode();
      return paperOf(element.parentElement ?? (root instanceof ShadowRoot ? root.host : null));
    };
    return [...document.querySelectorAll<HTMLElement>('[data-ucos-inline="badge"]')].map((host) => {
      const button = host.shadowRoot?.querySelector('button');
      const row = host.closest<HTMLElement>('[class*="TableRow"]');
      if (!button || !row) throw new Error('a badge without a row');
      const [ink, paper] = [luminance(getComputedStyle(button).color), luminance(paperOf(button))];
      const [box, slot] = [button.getBoundingClientRect(), host.getBoundingClientRect()];
      return {
        order: host.dataset.order ?? '',
        name: button.getAttribute('aria-label') ?? '',
        title: button.title,
        height: box.height,
        rowHeight: row.getBoundingClientRect().height,
        contrast: (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05),
        overflows: box.right > slot.right + 1 || box.bottom > slot.bottom + 1,
      };
    });
  });
}
