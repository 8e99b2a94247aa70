// The benchmarks that need a browser. One at a time, so that they do not slow each other down.

import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: [
    'admin.ts',
    'board.ts',
    'changes.ts',
    'due.ts',
    'list.ts',
    'popup.ts',
    'rest.ts',
    'sweep.ts',
    'ways.ts',
  ],
  outputDir: '../test-results',
  workers: 1,
  retries: 0,
  timeout: 180_000,
  reporter: 'line',
});
