// How long the popup takes to open, with the worker asleep and awake: it paints from views. See README.md.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXTENSION_ID, endWorker } from '../tests/e2e/support/browser';
import { command } from '../tests/e2e/support/core';
import { openList, STORE } from '../tests/e2e/support/orders';
import { repository } from '../tests/e2e/support/repository';
import { expect, listUrl, test } from '../tests/e2e/support/test';
import { median } from './median';

const OPENINGS = 15;

test('the popup', async ({ admin }) => {
  const context = admin.context();
  await openList(admin, listUrl());
  const page = await context.newPage();
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      // The store, how it is, and the field to search with: all that is there at first.
      if (!document.querySelector('.store .standing') || !document.querySelector('#search')) return;
      observer.disconnect();
      // The frame that shows it, and no later one.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port2.onmessage = () => Object.assign(window, { shown_: performance.now() });
        port1.postMessage(null);
      });
    }).observe(document, { childList: true, subtree: true });
  });
  const opened = { asleep: [] as number[], awake: [] as number[] };
  for (let time = 0; time < OPENINGS; time += 1) {
    for (const state of ['asleep', 'awake'] as const) {
      await page.goto('about:blank');
      if (state === 'asleep') await endWorker(admin);
      else await command(context, { 'read-board': { store: STORE } });
      await page.goto(`chrome-extension://${EXTENSION_ID}/popup.html`);
      await expect.poll(() => page.evaluate(() => Reflect.get(window, 'shown_'))).toBeGreaterThan(0);
      opened[state].push(await page.evaluate((): number => Reflect.get(window, 'shown_')));
    }
  }
  const [asleep, awake] = [median(opened.asleep), median(opened.awake)];
  const results = [
    {
      what: 'the popup, from its address to its first whole frame, the worker asleep',
      result: `${asleep.toFixed(0)} ms`,
    },
    { what: 'the popup with the worker asleep / awake', result: `${(asleep / awake).toFixed(2)} ×` },
  ];
  mkdirSync(join(repository, 'dist/bench'), { recursive: true });
  writeFileSync(join(repository, 'dist/bench/popup.json'), JSON.stringify(results));
});
