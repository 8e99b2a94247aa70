// The worker's `fetch`, as the core uses it: no cookies, no cache, no redirects and no referrer (the key must not
// travel), a time limit, a size limit. Knows nothing of UCOS but which headers of an answer are read.

import type { Bytes, Exchange } from '../../dist/core/ucos_inline.js';

const HEADERS_READ = [
  'retry-after',
  'date',
  'x-ratelimit-limit-minute',
  'x-ratelimit-remaining-minute',
  'x-ratelimit-limit-day',
  'x-ratelimit-remaining-day',
];

/** One request and what became of it; does not reject. */
export async function exchange(
  method: string,
  url: string,
  headers: [name: string, value: string][],
  body: Bytes | undefined,
  timeoutMs: number,
  maxBytes: number,
): Promise<Exchange> {
  // Only what is known not to have left the device may be sent again without a thought.
  if (!navigator.onLine) return { kind: 'offline' };
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method,
      headers,
      body: body ?? null,
      signal,
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    });
    const answer = await read(response, maxBytes);
    if (answer === undefined) return { kind: 'too-large' };
    return { kind: 'answer', status: response.status, headers: headersOf(response), body: answer };
  } catch (error) {
    return signal.aborted ? { kind: 'timed-out' } : { kind: 'failed', reason: String(error) };
  }
}

const headersOf = ({ headers }: Response): [string, string][] =>
  HEADERS_READ.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value]];
  });

/** Reads piece by piece, so that an endless answer is cut off at the limit and not in memory. `undefined`: it was. */
async function read({ body, headers }: Response, maxBytes: number): Promise<Bytes | undefined> {
  if (body === null) return new Uint8Array();
  if (Number(headers.get('content-length')) > maxBytes) {
    await body.cancel();
    return undefined;
  }
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    length += piece.length;
    // Leaving the loop cancels what has not been read.
    if (length > maxBytes) return undefined;
    pieces.push(piece);
  }
  const whole = new Uint8Array(length);
  let from = 0;
  for (const piece of pieces) {
    whole.set(piece, from);
    from += piece.length;
  }
  return whole;
}
