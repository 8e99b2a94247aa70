// Due times from the native program, `examples/due.rs`, whose zones come from a time-zone database of its own.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { Weekday } from '../../../dist/core/ucos_inline.js';
import { repository } from './repository';

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

/** Compiles the program; where it is compiled already this takes no time. */
export async function buildNativeDue(): Promise<void> {
  await promisify(execFile)('cargo', ['build', '--quiet', '--example', 'due'], { cwd: repository });
}

/** The due times in ms since the epoch; null: the program says that there is none. */
export async function nativeDueTimes(questions: NativeQuestion[]): Promise<(number | null)[]> {
  const program = spawn(join(repository, 'target/debug/examples/due'), {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(program, 'close');
  program.stdin.end(questions.map((question) => `${JSON.stringify(question)}\n`).join(''));
  const answers = await text(program.stdout);
  const [code] = await ended;
  if (code !== 0) throw new Error(`The native program ended with ${code}`);
  return answers.trimEnd().split('\n').map(dueOf);
}

function dueOf(line: string): number | null {
  const answer: NativeAnswer = JSON.parse(line);
  return 'due' in answer ? Date.parse(answer.due) : null;
}
