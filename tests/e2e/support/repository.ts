// Where the repository is. Looked for upwards, since this may run bundled, out of another folder.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

function find(from: string): string {
  if (existsSync(join(from, 'build.sh'))) return from;
  const above = dirname(from);
  if (above === from) throw new Error(`${import.meta.dirname} is not in the repository`);
  return find(above);
}

export const repository = find(import.meta.dirname);
