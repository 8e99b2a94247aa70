// Reads bytes into the logical lines of an iCalendar file (RFC 5545, section 3.1), each with its number in the file:
// what the parser behind it does not keep. Knows the syntax of lines and their nesting, and no meaning of any.

import { IcsFault } from './fault';

export interface Line {
  /** In upper case. */
  name: string;
  /** What stands between the name and the colon: empty, or beginning with a semicolon. */
  parameters: string;
  value: string;
  /** Where it begins in the file, from 1. */
  number: number;
}

/** What stands between a BEGIN and its END. */
export interface Block {
  /** In upper case. */
  name: string;
  /** Where its BEGIN is. */
  number: number;
  lines: Line[];
  blocks: Block[];
}

export const MAX_BYTES = 1024 * 1024;

// A parameter's value is quoted, where it may hold colons and semicolons, or it is not.
const CONTENT_LINE = /^([a-z0-9-]+)((?:;[a-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)$/is;

const LONGEST_QUOTE = 60;
const quote = (text: string): string =>
  text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;

/** The calendars in a file. Throws {@link IcsFault}. */
export function readCalendars(bytes: Uint8Array): Block[] {
  const lines = unfold(decode(bytes));
  const first = lines[0];
  if (first === undefined || first.text.trim().toUpperCase() !== 'BEGIN:VCALENDAR')
    throw new IcsFault('not-calendar', first?.number ?? null, quote(first?.text ?? ''));
  return nest(lines);
}

/** UTF-8, as the standard has it. Other encodings cannot be told apart with certainty: their names would be garbled. */
function decode(bytes: Uint8Array): string {
  if (bytes.length > MAX_BYTES) throw new IcsFault('too-large');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new IcsFault('not-utf8', firstBrokenLine(bytes));
  }
}

/** No character of UTF-8 but the line feed has the byte of one, so each line is broken or whole by itself. */
function firstBrokenLine(bytes: Uint8Array): number | null {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let from = 0, number = 1; from < bytes.length; number += 1) {
    const end = bytes.indexOf(10, from);
    try {
      decoder.decode(bytes.subarray(from, end < 0 ? bytes.length : end));
    } catch {
      return number;
    }
    if (end < 0) break;
    from = end + 1;
  }
  return null;
}

interface LogicalLine {
  text: string;
  number: number;
}

/** Joins what was folded: a physical line that begins with a blank goes on with the one before. */
function unfold(text: string): LogicalLine[] {
  const logical: { parts: string[]; number: number }[] = [];
  for (const [at, physical] of text.split(/\r\n|\n|\r/).entries()) {
    const last = logical.at(-1);
    if (/^[ \t]/.test(physical) && last) last.parts.push(physical.slice(1));
    else if (physical.trim() !== '') logical.push({ parts: [physical], number: at + 1 });
  }
  return logical.map(({ parts, number }) => ({ text: parts.join(''), number }));
}

function readLine({ text, number }: LogicalLine): Line {
  const [, name, parameters = '', value = ''] = CONTENT_LINE.exec(text) ?? [];
  if (name === undefined) throw new IcsFault('line-malformed', number, quote(text));
  return { name: name.toUpperCase(), parameters, value, number };
}

function nest(logical: LogicalLine[]): Block[] {
  const root: Block = { name: '', number: 0, lines: [], blocks: [] };
  const open: Block[] = [root];
  for (const each of logical) {
    const line = readLine(each);
    const inner = open.at(-1) ?? root;
    const named = line.value.trim().toUpperCase();
    if (line.name === 'BEGIN') {
      const block: Block = { name: named, number: line.number, lines: [], blocks: [] };
      inner.blocks.push(block);
      open.push(block);
    } else if (line.name === 'END') {
      if (inner === root || inner.name !== named)
        throw new IcsFault('end-unexpected', line.number, quote(each.text));
      open.pop();
    } else if (inner === root) {
      throw new IcsFault('line-malformed', line.number, quote(each.text));
    } else {
      inner.lines.push(line);
    }
  }
  const unclosed = open.at(-1);
  if (unclosed && unclosed !== root)
    throw new IcsFault('end-missing', unclosed.number, `BEGIN:${unclosed.name}`);
  return root.blocks;
}
