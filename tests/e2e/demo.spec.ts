// The demo where nobody can see it: it leaves a screenshot and nothing else, whether it comes to its end or is
// interrupted on the way.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { repository } from './support/repository';

const screenshot = join(repository, 'dist/demo.png');
const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

// Both runs prefer the same ports.
test.describe.configure({ mode: 'serial' });

test.beforeAll(() => {
  execFileSync('npm', ['run', '--silent', 'build:demo'], { cwd: repository, stdio: 'ignore' });
});

/** Where the demo under test keeps what is temporary. */
let temporary: string;
test.beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'ucos-inline-demo-'));
});
test.afterEach(() => rmSync(temporary, { recursive: true }));

interface Run {
  child: ChildProcess;
  /** Resolves with the output so far as soon as it matches; with all of it at the end. */
  saying(pattern: RegExp): Promise<string>;
  code: Promise<number | null>;
}

/** Runs the demo without a display. */
function run(): Run {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...environment } = process.env;
  const child = spawn(process.execPath, ['dist/tools/demo.mjs', '--headless', '--orders', '60'], {
    cwd: repository,
    env: { ...environment, TMPDIR: temporary },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (data) => {
    said += data;
  });
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  const saying = (pattern: RegExp): Promise<string> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (pattern.test(said)) resolve(said);
      };
      child.stderr?.on('data', look);
      void code.then(() => resolve(said));
      look();
    });
  return { child, saying, code };
}

/** Whether the sandbox of which the demo spoke still answers. */
async function isAlive(said: string): Promise<boolean> {
  const control = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
  if (control === undefined) throw new Error(`no control address in: ${said}`);
  return fetch(`${control}/health`).then(
    () => true,
    () => false,
  );
}

test('leaves a screenshot, and says where', async () => {
  rmSync(screenshot, { force: true });
  const demo = run();
  expect(await demo.code).toBe(0);
  const said = await demo.saying(/$/);
  expect(said).toContain('dist/demo.png');
  expect(existsSync(screenshot)).toBe(true);
  expect(readFileSync(screenshot).subarray(0, PNG.length)).toEqual(PNG);
  expect(readdirSync(temporary), 'the profile is thrown away').toEqual([]);
  expect(await isAlive(said)).toBe(false);
});

for (const [moment, pattern] of [
  ['while the browser starts', /listens on port/],
  ['while a store is connected', /is connected/],
] as const) {
  test(`interrupted ${moment}, it leaves nothing behind`, async () => {
    const demo = run();
    const said = await demo.saying(pattern);
    expect(said).toMatch(pattern);
    demo.child.kill('SIGINT');
    await demo.code;
    expect(await demo.saying(/$/)).toContain('Interrupted');
    expect(readdirSync(temporary), 'the profile is thrown away').toEqual([]);
    expect(await isAlive(said)).toBe(false);
  });
}
