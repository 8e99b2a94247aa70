// Pictures of every surface, to be looked at; not a part of the tests. Run by `./build.sh screenshots`.

import { defineConfig } from '@playwright/test';
import tests from '../../../playwright.config';

export default defineConfig({
  ...tests,
  testDir: '.',
  testMatch: ['admin.ts', 'pages.ts'],
  outputDir: '../../../test-results',
  reporter: 'list',
});
