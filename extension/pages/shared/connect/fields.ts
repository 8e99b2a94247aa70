// Reads the four fields of the connect form: what each holds, what was put right, or what is wrong with it.
// Pure: no DOM, no chrome.* calls. The worker checks again; here a person is told before anything is sent.

import { readHandle } from '../handle';
import type { MessageName } from '../words';

export type FieldName = 'store' | 'key' | 'name' | 'pin';

/** Words about a field, with what goes into them. */
export interface Remark {
  message: MessageName;
  values: string[];
}

export type Reading = { value: string; note: Remark | null } | { value: null; fault: Remark };

const remark = (message: MessageName, ...values: string[]): Remark => ({ message, values });
const fault = (message: MessageName): Reading => ({ value: null, fault: remark(message) });

/** The shortest thing that can be a key. */
const KEY_LENGTH_AT_LEAST = 8;

/** As the core has it (`src/staff/pin.rs`), in characters. */
const PIN_LENGTH_AT_LEAST = 4;
const PIN_LENGTH_AT_MOST = 128;

/** White space, and the invisible characters that come along when a key is copied out of a chat or a document. */
const AROUND_KEY = /^[\s\u200b-\u200d\u2060]+|[\s\u200b-\u200d\u2060]+$/g;

const STORE_FAULTS = {
  empty: 'options_store_empty',
  malformed: 'options_store_malformed',
  'other-address': 'options_store_other_address',
} as const;

function readStore(typed: string): Reading {
  const reading = readHandle(typed);
  if (reading.handle === null) return fault(STORE_FAULTS[reading.fault]);
  return {
    value: reading.handle,
    note: reading.asTyped ? null : remark('options_store_normalised', reading.handle),
  };
}

const trimKey = (typed: string): string => typed.replace(AROUND_KEY, '');

export const keyNeedsTrimming = (typed: string): boolean => trimKey(typed) !== typed;

function readKey(typed: string): Reading {
  const key = trimKey(typed);
  if (key === '') return fault('options_key_empty');
  if (/\s/.test(key)) return fault('options_key_inner_space');
  if (!/^[\x21-\x7e]+$/.test(key)) return fault('options_key_unprintable');
  if (key.length < KEY_LENGTH_AT_LEAST) return fault('options_key_short');
  return { value: key, note: keyNeedsTrimming(typed) ? remark('options_key_trimmed') : null };
}

function readName(typed: string): Reading {
  const name = typed.trim();
  return name === '' ? fault('options_name_empty') : { value: name, note: null };
}

/** None is a PIN too, and is the empty text. Spaces at its ends belong to it. */
function readPin(typed: string): Reading {
  const { length } = [...typed];
  if (length > 0 && length < PIN_LENGTH_AT_LEAST) return fault('options_pin_short');
  return length > PIN_LENGTH_AT_MOST ? fault('options_pin_long') : { value: typed, note: null };
}

export const readField: Record<FieldName, (typed: string) => Reading> = {
  store: readStore,
  key: readKey,
  name: readName,
  pin: readPin,
};
