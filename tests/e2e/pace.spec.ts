// How often a page's changes are followed: at once, of a storm a share, and all of it in the end. By a clock of its own, and
// then in the admin under a storm of a thousand changes a second.

import { Pace } from '../../extension/content/pace';
import { faultsOf, hostStructure } from './support/list';
import { badgeOf, listed, menuOf, openList, optionsOf } from './support/orders';
import { badges, expect, listUrl, test } from './support/test';

/** A clock that stands still but when something is done, and the timers set by it. */
class Bench {
  now_ms = 1_000;
  runs = 0;
  timers: { at_ms: number; act: () => void }[] = [];
  readonly controller = new AbortController();
  readonly pace: Pace;
  readonly #real = { set: globalThis.setTimeout, clear: globalThis.clearTimeout };

  /** What each run takes, in ms. */
  constructor(readonly cost_ms: number) {
    const set = (act: () => void, delay_ms = 0): object => {
      const timer = { at_ms: this.now_ms + delay_ms, act };
      this.timers.push(timer);
      return timer;
    };
    const clear = (timer: unknown): void => {
      this.timers = this.timers.filter((one) => one !== timer);
    };
    Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
    this.pace = new Pace(
      this.controller.signal,
      () => {
        this.runs += 1;
        this.now_ms += this.cost_ms;
      },
      () => this.now_ms,
    );
  }

  /** Time goes by, and timers with it. */
  pass(ms: number): void {
    const end_ms = this.now_ms + ms;
    for (;;) {
      const [next] = this.timers.filter(({ at_ms }) => at_ms <= end_ms).toSorted((a, b) => a.at_ms - b.at_ms);
      if (!next) break;
      this.timers = this.timers.filter((one) => one !== next);
      this.now_ms = Math.max(this.now_ms, next.at_ms);
      next.act();
    }
    this.now_ms = Math.max(this.now_ms, end_ms);
  }

  end(): void {
    Object.assign(globalThis, { setTimeout: this.#real.set, clearTimeout: this.#real.clear });
  }
}

const on = (cost_ms: number, act: (bench: Bench) => void): void => {
  const bench = new Bench(cost_ms);
  try {
    act(bench);
  } finally {
    bench.end();
  }
};

test.describe('by its own clock', () => {
  test('at once, and each time, while a page does what pages do', () => {
    on(3, (bench) => {
      for (let change = 1; change <= 500; change += 1) {
        bench.pace.ask();
        expect(bench.runs).toBe(change);
        bench.pass(20);
      }
      expect(bench.timers).toEqual([]);
    });
  });

  test('of a storm a quarter, and what came last is followed', () => {
    on(2, (bench) => {
      const from_ms = bench.now_ms;
      for (let change = 0; change < 10_000; change += 1) {
        bench.pace.ask();
        bench.pass(1);
      }
      const took_ms = bench.now_ms - from_ms;
      const spent_ms = bench.runs * bench.cost_ms;
      // The burst, once, and then its share.
      expect(spent_ms).toBeLessThanOrEqual(400 + took_ms / 4 + 2);
      expect(spent_ms).toBeGreaterThan(took_ms / 5);
      const before = bench.runs;
      bench.pace.ask();
      bench.pass(1_000);
      expect(bench.runs).toBeGreaterThan(before);
      expect(bench.timers, 'at rest nothing is planned').toEqual([]);
      // And it is as quick as ever once there was peace.
      bench.pass(10_000);
      const rested = bench.runs;
      bench.pace.ask();
      expect(bench.runs).toBe(rested + 1);
    });
  });

  test('one that takes very long waits for long; whoever needs it does not wait', () => {
    on(1_000, (bench) => {
      bench.pace.ask();
      bench.pace.ask();
      bench.pace.ask();
      expect(bench.runs).toBe(1);
      expect(bench.timers.map(({ at_ms }) => at_ms - bench.now_ms)).toEqual([2_500]);
      bench.pace.settle();
      expect(bench.runs).toBe(2);
      expect(bench.timers).toEqual([]);
      bench.pace.settle();
      expect(bench.runs, 'nothing waits').toBe(2);
    });
  });

  test('nothing after the end', () => {
    on(1_000, (bench) => {
      bench.pace.ask();
      bench.pace.ask();
      bench.controller.abort();
      bench.pass(60_000);
      bench.pace.ask();
      bench.pace.settle();
      expect(bench.runs).toBe(1);
    });
  });
});

for (const markup of ['grid', 'table']) {
  test(`${markup}: a thousand changes a second for ten seconds`, async ({ admin, sandbox }) => {
    const [id = ''] = await listed(admin);
    await openList(admin, listUrl(`markup=${markup}`));
    const before = await hostStructure(admin);
    // Each a task of its own, in what is watched: a node comes or goes, or a link leads elsewhere and back.
    const storm = admin.evaluate(
      (id) =>
        new Promise<number>((done) => {
          const main = document.querySelector('#AppFrameMain');
          const links = [...document.querySelectorAll(`#AppFrameMain a[href$="/orders/${id}"]`)];
          const from = performance.now();
          const { port1, port2 } = new MessageChannel();
          let changes = 0;
          const node = document.createElement('i');
          port2.onmessage = () => {
            if (changes < performance.now() - from) {
              changes += 1;
              if (changes % 2 === 0) node.remove();
              else main?.append(node);
              if (changes % 50 === 0)
                for (const link of links) {
                  const href = link.getAttribute('href') ?? '';
                  link.setAttribute('href', href.endsWith('1') ? href.slice(0, -1) : `${href}1`);
                }
            }
            if (changes < 10_000) port1.postMessage(null);
            else done(changes);
          };
          port1.postMessage(null);
        }),
      id,
    );
    // In the middle of it a person goes on: what is pressed is the row as it is.
    await admin.waitForTimeout(3_000);
    const second = badges(admin).nth(1);
    await second.getByRole('button').click();
    await expect(menuOf(admin)).toBeVisible();
    await expect(optionsOf(admin)).not.toHaveCount(0);
    await admin.keyboard.press('Escape');
    await expect(menuOf(admin)).toHaveCount(0);
    expect(await storm).toBe(10_000);
    // It rests, and all is as it was, but for the row that the pointer was on.
    await admin.mouse.move(1, 1);
    await expect.poll(() => faultsOf(admin, sandbox)).toEqual([]);
    await expect(badgeOf(admin, id)).toHaveCount(1);
    expect(await hostStructure(admin)).toBe(before);
    await expect(admin.locator('#sandbox-errors')).toHaveAttribute('data-count', '0');
  });
}
