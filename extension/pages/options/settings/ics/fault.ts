// What can be wrong with a calendar file, and where. Knows names only; the words are the page's.

export type FaultCode =
  | 'too-large'
  | 'not-utf8'
  | 'not-calendar'
  | 'line-malformed'
  | 'end-unexpected'
  | 'end-missing'
  | 'start-missing'
  | 'date-malformed'
  | 'end-before-start'
  | 'rule-malformed'
  | 'too-many-days';

/** The file is of no use: nothing of it is taken. */
export class IcsFault extends Error {
  constructor(
    readonly code: FaultCode,
    /** The line in the file, from 1; null where it is no single line's fault. */
    readonly line: number | null = null,
    /** What stands there, or what is missing, as far as that helps. */
    readonly text = '',
  ) {
    super(`${code} in line ${line}: ${text}`);
  }
}
