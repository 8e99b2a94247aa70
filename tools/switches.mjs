// Reads the switches that are built into the extension (extension/switches.json), and says what is wrong with them.

import { readFile } from 'node:fs/promises';

const FEATURES = ['list', 'bulk', 'summary', 'card', 'reply'];
const HANDLE = /^(\*|[a-z0-9][a-z0-9-]*)$/;

/** The same as JSON text. Throws an error that names the place and what may stand there. */
export async function readSwitches(file) {
  const fail = (what) => {
    throw new Error(
      `${file}: ${what}. It is a list like [{ "feature": "bulk", "stores": ["maple-and-birch"] }]; features are ${FEATURES.join(', ')}; "*" is every store.`,
    );
  };
  let switches;
  try {
    switches = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    return fail(error.message);
  }
  if (!Array.isArray(switches)) return fail('not a list');
  for (const [at, entry] of switches.entries()) {
    const names = Object.keys(entry ?? {})
      .toSorted()
      .join();
    if (names !== 'feature,stores') fail(`entry ${at + 1} has not just "feature" and "stores"`);
    if (!FEATURES.includes(entry.feature))
      fail(`entry ${at + 1} names no feature: ${JSON.stringify(entry.feature)}`);
    const { stores } = entry;
    if (!Array.isArray(stores) || stores.length === 0 || !stores.every((store) => HANDLE.test(store)))
      fail(`entry ${at + 1} names no stores`);
  }
  return JSON.stringify(switches);
}
