// Checks and fills templates with the core itself, in this page: what is previewed is what will be copied. The worker is
// not involved. Knows the Wasm module and the reply's question; loading is the settings' engine's.

import { replyDefault, replyPreview } from '../../../../dist/core/ucos_inline.js';
import type { ReplyAnswer, ReplyLanguage, ReplyQuestion, Stage } from '../../../protocol';
import { engineState } from '../settings/engine';

/** Null as long as the core is not loaded. */
export function fill(question: ReplyQuestion): ReplyAnswer | null {
  if (engineState() !== 'ready') return null;
  const answer: ReplyAnswer = JSON.parse(replyPreview(JSON.stringify(question)));
  return answer;
}

/** The template that a status of this stage begins with; null as long as the core is not loaded. */
export const defaultOf = (stage: Stage | null, language: ReplyLanguage): string | null =>
  engineState() === 'ready' ? replyDefault(stage ?? '', language) : null;
