// Fuzzes the reader of calendar files for so many seconds: fast-check cuts, doubles and joins parts of the files of
// tests/fixtures/ics and of the corpus, and writes words of the format into them. No coverage leads it: libFuzzer for
// Node.js comes compiled for a newer C library than many machines have. The first file with a new outcome (which fault in
// which kind of line, or how many holidays) is kept in fuzz/found/ics, one that fails in fuzz/artifacts.
// Run by `./build.sh fuzz`: node run.js <seconds> [seed].

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { fuzz, outcomeOf } from './target';

const LONGEST = 8_192;
const WORDS = [
  ...['BEGIN:VCALENDAR', 'END:VCALENDAR', 'BEGIN:VEVENT', 'END:VEVENT', 'BEGIN:VTIMEZONE', 'END:VTIMEZONE'],
  ...['DTSTART', 'DTEND', 'DURATION', 'RRULE', 'EXDATE', 'RDATE', 'SUMMARY', 'STATUS:CANCELLED', 'TRANSP'],
  ...[';VALUE=DATE', ';TZID=America/Toronto', ':20261225', ':20260229', ':20261225T000000Z', ':P1D', ':-P1D'],
  ...[':FREQ=YEARLY', ';BYMONTH=12', ';BYDAY=-1MO', ';COUNT=99999999', ';INTERVAL=0', ';UNTIL=99991231'],
  ...[
    'FREQ=SECONDLY',
    '\r\n',
    '\r\n ',
    '\n\t',
    '"',
    '\\n',
    '\\',
    ';',
    ',',
    '=',
    '\u0000',
    '\ufeff',
    '\u{1f384}',
  ],
].map((word) => Buffer.from(word));

const [seconds = '30', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
const seeds = ['tests/fixtures/ics', 'fuzz/corpus/ics'].flatMap((folder) =>
  readdirSync(folder).map((file) => readFileSync(join(folder, file))),
);
mkdirSync('fuzz/found/ics', { recursive: true });
mkdirSync('fuzz/artifacts', { recursive: true });

const place = fc.double({ min: 0, max: 1, noNaN: true });
const edit = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), from: place, length: fc.nat(200) }),
  fc.record({ kind: fc.constant('double' as const), from: place, length: fc.nat(400), to: place }),
  fc.record({ kind: fc.constant('word' as const), at: place, word: fc.constantFrom(...WORDS) }),
  fc.record({ kind: fc.constant('byte' as const), at: place, byte: fc.nat(255) }),
  fc.record({ kind: fc.constant('end' as const), at: place }),
  fc.record({ kind: fc.constant('join' as const), with: fc.nat(seeds.length - 1), at: place }),
);
const file = fc
  .record({ seed: fc.nat(seeds.length - 1), edits: fc.array(edit, { maxLength: 6 }) })
  .map(({ seed: which, edits }) =>
    edits.reduce(edited, seeds[which] ?? Buffer.alloc(0)).subarray(0, LONGEST),
  );

function edited(bytes: Buffer, one: typeof edit extends fc.Arbitrary<infer Edit> ? Edit : never): Buffer {
  const at = (where: number): number => Math.floor(where * bytes.length);
  switch (one.kind) {
    case 'cut':
      return Buffer.concat([bytes.subarray(0, at(one.from)), bytes.subarray(at(one.from) + one.length)]);
    case 'double': {
      const part = bytes.subarray(at(one.from), at(one.from) + one.length);
      return Buffer.concat([bytes.subarray(0, at(one.to)), part, bytes.subarray(at(one.to))]);
    }
    case 'word':
      return Buffer.concat([bytes.subarray(0, at(one.at)), one.word, bytes.subarray(at(one.at))]);
    case 'byte':
      return Buffer.concat([
        bytes.subarray(0, at(one.at)),
        Buffer.of(one.byte),
        bytes.subarray(at(one.at) + 1),
      ]);
    case 'end':
      return bytes.subarray(0, at(one.at));
    case 'join':
      return Buffer.concat([bytes.subarray(0, at(one.at)), seeds[one.with] ?? Buffer.alloc(0)]);
  }
}

const outcomes = new Set(seeds.map((bytes) => outcomeOf(bytes)));
let inputs = 0;
const run = fc.check(
  fc.property(file, (bytes) => {
    inputs += 1;
    const begun = performance.now();
    fuzz(bytes);
    if (performance.now() - begun > 10_000) throw new Error('it took more than 10 s');
    const outcome = outcomeOf(bytes);
    if (outcomes.has(outcome)) return;
    outcomes.add(outcome);
    writeFileSync(join('fuzz/found/ics', nameOf(bytes)), bytes);
  }),
  { numRuns: 1e9, interruptAfterTimeLimit: Number(seconds) * 1_000, seed: Number(seed), endOnFailure: false },
);
if (run.failed && run.counterexample) {
  const [bytes] = run.counterexample;
  const artifact = join('fuzz/artifacts', `ics-${nameOf(bytes)}`);
  writeFileSync(artifact, bytes);
  throw new Error(`${artifact} (seed ${run.seed}, path ${run.counterexamplePath}): ${run.errorInstance}`);
}
console.log(`stat::number_of_executed_units: ${inputs}`);

function nameOf(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex');
}
