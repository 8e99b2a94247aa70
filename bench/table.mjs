// Prints one table of what both kinds of benchmark left behind: the browser's in dist/bench, criterion's in
// target/criterion. Times are shown as ratios only: in milliseconds they say more of the machine than of us.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (...path) => JSON.parse(readFileSync(join(root, ...path), 'utf8'));

const inBrowser = () =>
  read('dist/bench/list.json').map(({ what, rows, result }) => [`${what}, ${rows} rows`, result]);

/** Each benchmark of a group by its median, as a ratio to the group's quickest. */
function criterion() {
  const folder = join(root, 'target/criterion');
  if (!existsSync(folder)) return [];
  const found = readdirSync(folder, { recursive: true })
    .filter((path) => path.endsWith(join('new', 'benchmark.json')))
    .map((path) => {
      const { group_id, function_id } = read('target/criterion', path);
      const { median } = read('target/criterion', path, '..', 'estimates.json');
      return { group: group_id, name: function_id, median: median.point_estimate };
    });
  return [...new Set(found.map(({ group }) => group))].flatMap((wanted) => {
    const members = found
      .filter(({ group }) => group === wanted)
      .sort((one, other) => one.median - other.median);
    const [quickest] = members;
    return members.map(({ group, name, median }) => [
      `${group}, ${name} / the quickest`,
      `${(median / quickest.median).toFixed(2)} ×`,
    ]);
  });
}

const lines = [...inBrowser(), ...criterion()];
const width = Math.max(...lines.map(([what]) => what.length));
for (const [what, result] of lines) console.log(`${what.padEnd(width)}  ${result}`);
