// A blank page in plain Chromium in which a module runs beside the shipped core. No extension, no sandbox: for what
// the core computes from nothing but its arguments and the browser's own data.

import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { build } from 'esbuild';
import { repository } from './repository';

const ORIGIN = 'https://bare.test';

/** For `test.use`: Playwright's own `page` is then a page of the Chromium that all other tests use. */
export const chromiumOptions = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
};

/** A module of the repository and all that it imports, as one script; its exports become `window[name]`. */
export async function bundle(module: string, name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(repository, module)],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: name,
    target: 'chrome140',
    logLevel: 'warning',
    // The core's glue has it for callers that do not say where the module is; ours all do.
    logOverride: { 'empty-import-meta': 'silent' },
  });
  return outputFiles.map(({ text }) => text).join('');
}

/** Opens a blank page and runs a bundled module in it; `/core.wasm` is there the core that ships. */
export async function openBarePage(page: Page, script: string): Promise<void> {
  await page.route(`${ORIGIN}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname !== '/core.wasm')
      return route.fulfill({ contentType: 'text/html', body: '<!doctype html><html lang="en"></html>' });
    return route.fulfill({
      contentType: 'application/wasm',
      path: join(repository, 'dist/extension/core.wasm'),
    });
  });
  await page.goto(ORIGIN);
  await page.addScriptTag({ content: script });
}
