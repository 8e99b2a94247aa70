// Packs dist/extension into dist/ucos-inline-<version>.zip, the same bytes for the same files: names sorted, one fixed
// time. Knows file names only.

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';

const root = fileURLToPath(new URL('..', import.meta.url));
const from = join(root, 'dist/extension');
// The zip format knows no time before 1980, and stores it in local time: noon is the same day everywhere.
const time = new Date(1980, 0, 2, 12);

const entries = await readdir(from, { recursive: true, withFileTypes: true });
const names = entries
  .filter((entry) => entry.isFile())
  .map((entry) => relative(from, join(entry.parentPath, entry.name)).split(sep).join('/'))
  .sort();
const files = {};
for (const name of names) files[name] = [await readFile(join(from, name)), { mtime: time, level: 9 }];

const { version } = JSON.parse(await readFile(join(from, 'manifest.json'), 'utf8'));
const zip = join(root, `dist/ucos-inline-${version}.zip`);
await writeFile(zip, zipSync(files));
console.error(`  ${names.length} files → ${relative(root, zip)}`);
