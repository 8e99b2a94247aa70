// The demo: a sandbox, and a browser on its Orders page with the shipped extension connected. Stays until the browser
// is closed or Ctrl-C is pressed; without a display it leaves a screenshot. `./build.sh demo` builds all that it needs.
// Whatever it starts it ends, and its profile is thrown away, however it ends itself.
//
//   node dist/tools/demo.mjs [--headless] [--orders N]

import { createServer } from 'node:net';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import type { BrowserContext, Page } from '@playwright/test';
import { ADMIN, connect, startBrowser } from '../tests/e2e/support/browser';
import { repository } from '../tests/e2e/support/repository';
import { Sandbox } from '../tests/e2e/support/sandbox';

const PORT = 8443;
const CONTROL_PORT = 8444;
const SCREENSHOT = join(repository, 'dist/demo.png');

/** What is to be undone at the end, the latest first. */
const undo: (() => Promise<void>)[] = [];

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { headless: { type: 'boolean' }, orders: { type: 'string' } } });
  const isSeen = hasDisplay() && !values.headless;
  const interrupted = new Promise<'interrupted'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve('interrupted'));
  });
  const sandboxOptions = [...(await ports()), ...(values.orders ? ['--orders', values.orders] : [])];
  const outcome = await Promise.race([show(isSeen, sandboxOptions), interrupted]);
  if (outcome === 'interrupted') say('Interrupted: the browser and the sandbox are being closed.');
  if (outcome === 'sandbox-ended') {
    say('✗ The sandbox has ended, so the demo ends. What to do: run this again.');
    return 1;
  }
  return 0;
}

type Outcome = 'done' | 'sandbox-ended';

async function show(isSeen: boolean, sandboxOptions: string[]): Promise<Outcome> {
  // What is to be undone is known before it is done: a signal can come at any moment.
  const starting = Sandbox.start(...sandboxOptions);
  undo.push(() => starting.then((sandbox) => sandbox.stop()));
  const sandbox = await starting;
  const { port, control_port } = sandbox.announced;
  say(`The sandbox listens on port ${port}, its control interface on http://127.0.0.1:${control_port}.`);

  const launching = startBrowser(sandbox, {
    headless: !isSeen,
    viewport: isSeen ? null : { width: 1280, height: 800 },
    ownSignals: true,
    arguments: [
      // No bar that warns of the arguments by which the host names lead here.
      '--test-type',
      '--window-size=1280,860',
      ...(process.env.DISPLAY || !process.env.WAYLAND_DISPLAY ? [] : ['--ozone-platform=wayland']),
    ],
  });
  undo.push(() => launching.then((browser) => browser.close()));
  const { context } = await launching;
  const closed = closing(context);

  const page = context.pages()[0] ?? (await context.newPage());
  for (const { handle, staff } of sandbox.announced.stores) {
    await connect(context, sandbox, { store: handle });
    say(`The store ${handle} is connected, as ${staff}.`);
  }
  await page.bringToFront();
  await openOrders(page, sandbox.announced.stores[0]?.handle ?? '');

  if (!isSeen) {
    await page.screenshot({ path: SCREENSHOT });
    sayHowToLook();
    return 'done';
  }
  say(
    'The Orders page is open: press a badge to change its status. The other store is in the menu at the top.',
  );
  say('Close the browser, or press Ctrl-C here, to end the demo.');
  return Promise.race([
    closed.then((): Outcome => 'done'),
    sandbox.ended.then((): Outcome => 'sandbox-ended'),
  ]);
}

/** The list, with every badge painted. */
async function openOrders(page: Page, store: string): Promise<void> {
  await page.goto(`${ADMIN}/store/${store}/orders`);
  const badge = '[data-ucos-inline="badge"]';
  await page.locator(badge).first().waitFor();
  await page.waitForFunction(
    (loading) => document.querySelector(loading) === null,
    `${badge}[data-state="loading"]`,
  );
}

/** Settles when the person has closed the browser, or its last window: on macOS the browser then goes on. */
function closing(context: BrowserContext): Promise<void> {
  return new Promise((resolve) => {
    context.once('close', () => resolve());
    const follow = (page: Page): void => {
      page.once('close', () => {
        if (context.pages().length === 0) resolve();
      });
    };
    for (const page of context.pages()) follow(page);
    context.on('page', follow);
  });
}

function hasDisplay(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform === 'darwin' || Boolean(DISPLAY || WAYLAND_DISPLAY);
}

/** The ports that the README names, if they are free; else any. */
async function ports(): Promise<string[]> {
  const areFree = (await Promise.all([PORT, CONTROL_PORT].map(isFree))).every(Boolean);
  if (!areFree) say(`Port ${PORT} or ${CONTROL_PORT} is in use; others are taken.`);
  const [port, control] = areFree ? [PORT, CONTROL_PORT] : [0, 0];
  return ['--port', `${port}`, '--control-port', `${control}`];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function sayHowToLook(): void {
  say(`Nobody could see this browser. What it showed is in ${relative(process.cwd(), SCREENSHOT)}.`);
  if (hasDisplay()) return;
  say(
    'To use it yourself, run ./build.sh demo in a terminal of a desktop, or log in with "ssh -X" and run it there',
  );
  say('(DISPLAY or WAYLAND_DISPLAY must be set).');
}

function say(text: string): void {
  console.error(text);
}

async function cleanUp(): Promise<void> {
  for (const step of undo.reverse()) {
    // What never came up needs no ending, and the next is to be ended all the same.
    await step().catch(() => undefined);
  }
}

let code = 1;
try {
  code = await main();
} catch (error) {
  say(`✗ The demo failed: ${error instanceof Error ? error.message : error}`);
  say('  What to do: read the message above; if the browser did not start, try ./build.sh demo --headless.');
} finally {
  await cleanUp();
}
// A step that the signal cut off may still be waiting for something.
process.exit(code);
