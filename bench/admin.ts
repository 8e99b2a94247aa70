// When the admin's own list can be used, with us and without. See README.md.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openList } from '../tests/e2e/support/orders';
import { repository } from '../tests/e2e/support/repository';
import { test } from '../tests/e2e/support/shared';
import { listUrl } from '../tests/e2e/support/test';
import { median } from './median';

const TIMES = 15;

test('the admin with us and without', async ({ connected, plain }) => {
  test.setTimeout(600_000);
  const url = listUrl('per_page=250');
  const pages = { ours: await connected.newPage(), plain: await plain.newPage() };
  await openList(pages.ours, url);
  const taken = { ours: [] as number[], plain: [] as number[] };
  for (let time = 0; time < TIMES; time += 1) {
    for (const name of ['plain', 'ours'] as const) {
      await pages[name].goto('about:blank');
      await pages[name].goto(url, { waitUntil: 'commit' });
      taken[name].push(await pages[name].evaluate(interactive));
    }
  }
  const results = [
    {
      what: 'the admin’s list of 250 rows, from its address until it answers a press: with us / without',
      result: `${(median(taken.ours) / median(taken.plain)).toFixed(2)} ×`,
    },
  ];
  mkdirSync(join(repository, 'dist/bench'), { recursive: true });
  writeFileSync(join(repository, 'dist/bench/admin.json'), JSON.stringify(results));
});

/** In ms: all rows are there, a frame with them has been drawn, and nothing keeps the page from what a person does next. */
function interactive(): Promise<number> {
  return new Promise((done) => {
    const look = (): void => {
      if (document.querySelectorAll('a.order-link').length < 250) {
        requestAnimationFrame(look);
        return;
      }
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port2.onmessage = () => done(performance.now());
        port1.postMessage(null);
      });
    };
    look();
  });
}
