// The board's display preferences, as the core keeps them in this page's own storage. Until the core is loaded, and
// where it cannot be, nothing counts as chosen. Knows the Wasm module.

import init, { boardPreferences, keepBoardPreferences } from '../../../dist/core/ucos_inline.js';
import type { BoardPreferences } from '../../protocol';

let isLoaded = false;

export const NO_PREFERENCES: BoardPreferences = {
  store: null,
  as_table: [],
  folded: [],
  sort: null,
  descending: false,
};

/** Never rejects. */
export async function loadPreferences(): Promise<BoardPreferences> {
  try {
    await init({ module_or_path: fetch(chrome.runtime.getURL('core.wasm')) });
    const kept: BoardPreferences = JSON.parse(boardPreferences());
    isLoaded = true;
    return kept;
  } catch {
    return NO_PREFERENCES;
  }
}

export function keepPreferences(preferences: BoardPreferences): void {
  // What is not kept is a matter of taste, and chosen again in a moment.
  if (isLoaded) keepBoardPreferences(JSON.stringify(preferences));
}
