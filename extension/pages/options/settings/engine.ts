// Asks the core itself for due times, in this page: what is previewed is what will be. The worker is not involved.
// Knows the Wasm module and nothing of what is asked.

import init, { dueTimes } from '../../../../dist/core/ucos_inline.js';
import type { DueAnswer, DueQuestion } from '../../../protocol';

let loading: Promise<unknown> | null = null;
let state: 'loading' | 'ready' | 'failed' = 'loading';

export const engineState = (): typeof state => state;

/** Loads the core, once; after a failure the next call tries again. Never rejects: `engineState` tells. */
export async function loadEngine(): Promise<void> {
  loading ??= init({ module_or_path: fetch(chrome.runtime.getURL('core.wasm')) });
  try {
    await loading;
    state = 'ready';
  } catch {
    loading = null;
    state = 'failed';
  }
}

/** Null as long as the core is not loaded. */
export function ask(question: DueQuestion): DueAnswer | null {
  if (state !== 'ready') return null;
  const answer: DueAnswer = JSON.parse(dueTimes(JSON.stringify(question)));
  return answer;
}
