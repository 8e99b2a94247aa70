// Prints one table of what both kinds of benchmark left behind: the browser's in dist/bench, criterion's in
// target/criterion; the same goes to dist/bench/table.json. Times are shown as ratios only: in milliseconds they say
// more of the machine than of us.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (...path) => JSON.parse(readFileSync(join(root, ...path), 'utf8'));
/** What a benchmark has left; nothing if it was not run. */
const left = (name) => (existsSync(join(root, 'dist/bench', name)) ? read('dist/bench', name) : []);
const times = (ratio) => `${ratio >= 100 ? ratio.toFixed(0) : ratio.toFixed(ratio >= 10 ? 1 : 2)} ×`;

const list = left('list.json').map(({ what, rows, result }) => [`${what}, ${rows} rows`, result]);
const counted = [
  'admin.json',
  'board.json',
  'changes.json',
  'popup.json',
  'rest.json',
  'sweep.json',
  'ways.json',
]
  .flatMap(left)
  .map(({ what, result }) => [what, result]);

/** Teams on one key, by the simulated world's own clock: no measure of the machine, so that seconds stay seconds. */
function teams() {
  const path = join(root, 'dist/bench/team.jsonl');
  if (!existsSync(path)) return [];
  const told = readFileSync(path, 'utf8').trim().split('\n');
  return told.map(JSON.parse).flatMap(({ staff, badge_age_s, change_wait_s, ...counts }) => [
    [
      `${staff} staff on one key: requests an hour, of them refused`,
      `${counts.requests_per_hour}, ${counts.refused_with_429}`,
    ],
    [
      `${staff} staff on one key: age of what badges say, median, 99 %`,
      `${badge_age_s.median} s, ${badge_age_s.p99} s`,
    ],
    [
      `${staff} staff on one key: wait until a change is sent, median, 99 %`,
      `${change_wait_s.median} s, ${change_wait_s.p99} s`,
    ],
  ]);
}

/** Every benchmark of criterion's. */
function criterion() {
  const folder = join(root, 'target/criterion');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((path) => path.endsWith(join('new', 'benchmark.json')))
    .map((path) => {
      const { group_id, function_id } = read('target/criterion', path);
      const { median } = read('target/criterion', path, '..', 'estimates.json');
      return { group: group_id, name: function_id, nanoseconds: median.point_estimate };
    });
}
const native = criterion();

/** Each benchmark of a group as a ratio to the group's quickest. */
const groups = [...new Set(native.map(({ group }) => group))].flatMap((wanted) => {
  const members = native
    .filter(({ group }) => group === wanted)
    .sort((one, other) => one.nanoseconds - other.nanoseconds);
  return members.map(({ group, name, nanoseconds }) => [
    `${group}, natively, ${name} / the quickest`,
    times(nanoseconds / members[0].nanoseconds),
  ]);
});

const RIVALS = {
  dateFns: 'date-fns',
  nativeTemporal: "the browser's Temporal",
  polyfilledTemporal: "Temporal's polyfill",
  dateFnsOnce: 'date-fns, each day once for all orders',
};

/** Due times in the browser: the rivals' against ours, ours against the native ones, and how ours grow. */
function dueTimes() {
  const measured = left('due.json');
  const perOrder = (name, limit, orders) => {
    const found = measured.find(
      (one) => one.name === name && one.limit === limit && (orders === undefined || one.orders === orders),
    );
    return found && found.milliseconds / found.orders;
  };
  const limits = [...new Set(measured.map(({ limit }) => limit))];
  return limits.flatMap((limit) => {
    const [ours, oursOfFew] = [perOrder('core', limit, 10_000), perOrder('core', limit, 1_000)];
    const alone = native.find(({ name }) => name === `${limit}, fresh calendar`);
    const what = `due times in the browser, ${limit}`;
    const rows = Object.entries(RIVALS).map(([name, words]) => [
      `${what}: ${words} / Wasm`,
      perOrder(name, limit) / ours,
    ]);
    rows.push([`${what}: Wasm / native`, (ours * 10_000) / (alone?.nanoseconds / 1e6)]);
    rows.push([`${what}: Wasm, 10,000 orders / 1,000`, (ours * 10) / oursOfFew]);
    if (limit !== limits[0])
      rows.push([`${what}: Wasm / for ${limits[0]}`, ours / perOrder('core', limits[0], 10_000)]);
    return rows.filter(([, ratio]) => Number.isFinite(ratio)).map(([words, ratio]) => [words, times(ratio)]);
  });
}

const lines = [...list, ...counted, ...teams(), ...dueTimes(), ...groups];
mkdirSync(join(root, 'dist/bench'), { recursive: true });
writeFileSync(join(root, 'dist/bench/table.json'), `${JSON.stringify(Object.fromEntries(lines), null, 2)}\n`);
const width = Math.max(0, ...lines.map(([what]) => what.length));
for (const [what, result] of lines) console.log(`${what.padEnd(width)}  ${result}`);
