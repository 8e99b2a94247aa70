// Due times from the native program, `examples/due.rs`, whose zones come from a time-zone database of its own; and what
// is in that database (`examples/offsets.rs`).

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { Weekday } from '../../../dist/core/ucos_inline.js';
import { repository } from './repository';
import type { OffsetChange } from './zones-in-page';

const run = promisify(execFile);
const program = (name: string): string => join(repository, 'target/debug/examples', name);

/** One line that the program is asked. */
export interface NativeQuestion {
  entered: string;
  seconds: number;
  skip_weekends: boolean;
  skip_holidays: boolean;
  zone: string;
  weekend: Weekday[];
  holidays: string[];
}

type NativeAnswer = { due: string } | { error: string };

/** Compiles both programs; where they are compiled already this takes no time. */
export async function buildNativeDue(): Promise<void> {
  await run('cargo', ['build', '--quiet', '--example', 'due', '--example', 'offsets'], { cwd: repository });
}

/** The offset at `from` and every change before `to`, by the database. */
export async function nativeOffsetChanges(zone: string, from: number, to: number): Promise<OffsetChange[]> {
  const instants = [from, to].map((at) => new Date(at).toISOString());
  const { stdout } = await run(program('offsets'), [...instants, zone]);
  return JSON.parse(stdout).changes;
}

/** The due times in ms since the epoch; null: the program says that there is none. */
export async function nativeDueTimes(questions: NativeQuestion[]): Promise<(number | null)[]> {
  const due = spawn(program('due'), { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(due, 'close');
  due.stdin.end(questions.map((question) => `${JSON.stringify(question)}\n`).join(''));
  const answers = await text(due.stdout);
  const [code] = await ended;
  if (code !== 0) throw new Error(`The native program ended with ${code}`);
  return answers.trimEnd().split('\n').map(dueOf);
}

function dueOf(line: string): number | null {
  const answer: NativeAnswer = JSON.parse(line);
  return 'due' in answer ? Date.parse(answer.due) : null;
}
