// Checks the licences of everything that is built with or shipped, as Cargo's metadata and the npm lock file name them,
// and that all of it comes from the two registries. Needs no network: neither does what it reads.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Each asks for no more than its own text and notices beside what is shipped; MPL-2.0 for its own files' source. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'Apache-2.0 WITH LLVM-exception',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSL-1.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'NCSA',
  'Unicode-3.0',
  'Unlicense',
  'Zlib',
]);

/** Whether an SPDX expression can be kept with the allowed licences alone. Old crates write "/" for "OR". */
export function isAllowed(expression) {
  const tokens = expression.replaceAll('/', ' OR ').match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const either = () => {
    let value = both();
    while (tokens[at] === 'OR') {
      at += 1;
      value = both() || value;
    }
    return value;
  };
  const both = () => {
    let value = one();
    while (tokens[at] === 'AND') {
      at += 1;
      value = one() && value;
    }
    return value;
  };
  const one = () => {
    const token = tokens[at] ?? '';
    at += 1;
    if (token === '(') {
      const value = either();
      // One that is not closed is no expression.
      return tokens[at++] === ')' && value;
    }
    if (tokens[at] !== 'WITH') return ALLOWED.has(token);
    at += 2;
    return ALLOWED.has(`${token} WITH ${tokens[at - 1]}`);
  };
  return either() && at === tokens.length;
}

const faults = [];
const note = (name, licence, isFromRegistry) => {
  if (typeof licence !== 'string' || !isAllowed(licence))
    faults.push(`${name}: licence ${licence ?? 'not named'}`);
  if (!isFromRegistry) faults.push(`${name}: not from its registry`);
};

const metadata = JSON.parse(
  execFileSync('cargo', ['metadata', '--format-version', '1', '--locked', '--offline'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  }),
);
const own = new Set(metadata.workspace_members);
const crates = metadata.packages.filter(({ id }) => !own.has(id));
for (const { name, version, license, source } of crates)
  note(`crate ${name} ${version}`, license, source?.startsWith('registry+'));

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const modules = Object.entries(packages).filter(([path]) => path !== '');
for (const [path, { version, license, integrity, link }] of modules)
  note(
    `package ${path.split('node_modules/').at(-1)} ${version}`,
    license,
    integrity !== undefined && link !== true,
  );

if (crates.length === 0 || modules.length === 0) faults.push('nothing was found to check');
for (const fault of faults) console.error(`  ${fault}`);
console.error(`  ${crates.length} crates and ${modules.length} npm packages looked at`);
process.exit(faults.length === 0 ? 0 : 1);
