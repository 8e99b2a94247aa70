// A surface in all its looks: light and dark, wide and narrow, each as a picture in dist/screenshots. Knows no surface.

import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { repository } from '../support/repository';
import { test } from '../support/test';

/** `name` is that of the file, before the look. */
export type Shoot = (page: Page, name: string, fullPage?: boolean) => Promise<Buffer>;

/** Declares the same tests for each look. */
export function inEveryLook(
  declare: (shoot: Shoot, width: number, colorScheme: 'light' | 'dark') => void,
): void {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 480]) {
      test.describe(`${colorScheme}, ${width} px`, () => {
        test.use({ browserOptions: { colorScheme, viewport: { width, height: 800 } } });
        declare(
          (page, name, fullPage = false) =>
            page.screenshot({
              path: join(repository, `dist/screenshots/${name}-${colorScheme}-${width}.png`),
              animations: 'disabled',
              fullPage,
            }),
          width,
          colorScheme,
        );
      });
    }
  }
}
