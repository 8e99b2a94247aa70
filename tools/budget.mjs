// Holds the built files against budget.json: exact sizes in bytes, raw and gzip. Knows file names only.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const budgets = JSON.parse(await readFile(join(root, 'budget.json'), 'utf8'));
let over = 0;
for (const [name, budget] of Object.entries(budgets)) {
  const bytes = await readFile(join(root, name));
  const sizes = { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
  for (const kind of ['raw', 'gzip']) {
    if (budget[kind] === undefined) continue;
    const fits = sizes[kind] <= budget[kind];
    if (!fits) over += 1;
    console.error(`  ${fits ? '✓' : '✗'} ${name}: ${sizes[kind]} of ${budget[kind]} bytes ${kind}`);
  }
}
process.exitCode = over === 0 ? 0 : 1;
