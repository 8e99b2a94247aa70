// The service worker's shell: loads the core, registers listeners at top level, hands events over.
// Decides nothing. The key stays behind `core` and the `shell` that the core is given.

import init, { Core, type Reply, type Sender } from '../dist/core/ucos_inline.js';
import { openListOf } from './notices';
import { onAlarm, setAlarm } from './platform/alarms';
import { shell } from './platform/shell';

/** More than any message that the core reads (MAX_MESSAGE_BYTES in src/worker/table.rs). */
const MESSAGE_READ = 256 * 1024 + 1;
/** The store stands at the beginning of an address. */
const ADDRESS_READ = 2_048;

const ADMIN = 'https://admin.shopify.com/store/*';

/** Why this life of the worker serves nothing; its name is the problem that pages are told. */
class CannotStart extends Error {
  constructor(
    readonly code: 'storage-open' | 'core-failed',
    cause: unknown,
  ) {
    super(code, { cause });
  }
}

let starting: Promise<Core> | undefined;

/**
 * The core of this life of the worker. Rejects with CannotStart: then nothing is served, and the next event tries anew;
 * an alarm sees to it that there is one, since changes may wait that nobody is looking at.
 */
function core(): Promise<Core> {
  starting ??= start().catch((error: unknown) => {
    starting = undefined;
    setAlarm('start', 0);
    throw error;
  });
  return starting;
}

// Each event reports the failure for itself; here it only must not count as unhandled.
core().catch(() => {});

async function start(): Promise<Core> {
  // Closed before the core exists, so that a key is never readable by a content script.
  try {
    await chrome.storage.local.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' });
    await chrome.storage.session.setAccessLevel({ accessLevel: 'TRUSTED_AND_UNTRUSTED_CONTEXTS' });
  } catch (error) {
    throw new CannotStart('storage-open', error);
  }
  try {
    await init({ module_or_path: fetch(chrome.runtime.getURL('core.wasm')) });
    return await Core.start(chrome.runtime.id, shell);
  } catch (error) {
    throw new CannotStart('core-failed', error);
  }
}

chrome.runtime.onMessage.addListener((message: unknown, sender, reply) => {
  const known: Sender = {
    id: sender.id ?? null,
    origin: sender.origin ?? null,
    url: addressOf(sender),
    frame_id: sender.frameId ?? null,
    tab_id: sender.tab?.id ?? null,
  };
  core()
    // Composed: the same name shall not be two only because one keyboard writes an accent apart from its letter.
    .then((core) => core.handle(textOf(message).normalize('NFC'), JSON.stringify(known)))
    .then((text): Reply => JSON.parse(text))
    .catch((error: unknown): Reply => {
      const code = error instanceof CannotStart ? error.code : 'core-failed';
      return { ok: false, problem: { code, detail: null } };
    })
    .then(reply);
  // The answer comes later.
  return true;
});

/** What is cut off here is too long for the core, which says so and counts it; what cannot be written is no command. */
function textOf(message: unknown): string {
  try {
    return (JSON.stringify(message) ?? '').slice(0, MESSAGE_READ);
  } catch {
    return '';
  }
}

/**
 * Where the sender is now. `sender.url` is where its document was loaded, which for a page that has since gone to
 * another store without a load is the wrong store; the tab of a top frame knows the present address.
 */
function addressOf(sender: chrome.runtime.MessageSender): string | null {
  const present = sender.frameId === 0 ? sender.tab?.url : undefined;
  return (present ?? sender.url)?.slice(0, ADDRESS_READ) ?? null;
}

onAlarm(async (name) => {
  const [ready, tabs, isThere] = await Promise.all([core(), visibleTabs(), isPersonThere()]);
  await ready.alarm(name, tabs, isThere);
});

// The screen was locked, or nobody has touched the device for as long as the core asked to be told of.
chrome.idle.onStateChanged.addListener((state) => {
  if (state === 'active') return;
  void core()
    .then((core) => core.away(state === 'locked'))
    .catch(() => {
      // Without a core there is no key that could be used.
    });
});

// Wakes the worker for a policy alone; `chrome.storage.onChanged` would wake it for each of its own views.
chrome.storage.managed.onChanged.addListener(() => {
  // Where there is no core the next start reads the policy anyway.
  core().then(
    (core) => core.policyChanged(),
    () => {},
  );
});

chrome.notifications.onClicked.addListener((notification) => {
  void openListOf(notification);
});

// Views are in memory: after the browser's start the core has to say again what it knows, and what sealed the keys of
// the last one's unlocked accounts has to go.
chrome.runtime.onStartup.addListener(() => {});

chrome.runtime.onInstalled.addListener(({ reason }) => {
  void injectIntoOpenTabs();
  if (reason === 'install') void welcome();
});

/**
 * Once, and not after an update: from there a person gets to the first badge. An extension that is loaded from a folder
 * is installed anew at each start of the browser; where something is kept there is nobody to welcome.
 */
async function welcome(): Promise<void> {
  const kept = await chrome.storage.local.getKeys();
  if (kept.length === 0) await chrome.tabs.create({ url: chrome.runtime.getURL('welcome.html') });
}

/** The admin's tabs that are on a screen: the active one of each window that is not minimised. */
async function visibleTabs(): Promise<Uint32Array> {
  const windows = await chrome.windows.getAll();
  const shown = new Set(windows.filter(({ state }) => state !== 'minimized').map(({ id }) => id));
  const active = (await chrome.tabs.query({ active: true, url: ADMIN })).filter((tab) =>
    shown.has(tab.windowId),
  );
  return Uint32Array.from(active.flatMap((tab) => (tab.id === undefined ? [] : [tab.id])));
}

/** Whether this device is unlocked and was touched within the last ten minutes. */
async function isPersonThere(): Promise<boolean> {
  return (await chrome.idle.queryState(600)) === 'active';
}

/** Tabs that were open before an installation or update have no live content script: the browser adds none. */
async function injectIntoOpenTabs(): Promise<void> {
  for (const tab of await chrome.tabs.query({ url: ADMIN })) {
    if (tab.id !== undefined && !tab.discarded) {
      await chrome.scripting
        .executeScript({ target: { tabId: tab.id }, files: ['content.js'] })
        // An error page or a tab that is closing takes no script, and needs none.
        .catch(() => {});
    }
  }
}
