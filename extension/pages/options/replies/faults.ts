// What is wrong with a template or a link, in words. Knows the words only; the text at fault is data.

import { html, type TemplateResult } from 'lit-html';
import type { FaultKind, TemplateFault } from '../../../protocol';
import { number } from '../../shared/plural';
import { type MessageName, words } from '../../shared/words';

const WORDS: Record<FaultKind, MessageName> = {
  unknown: 'replies_fault_unknown',
  unclosed: 'replies_fault_unclosed',
  unopened: 'replies_fault_unopened',
  'too-long': 'replies_fault_too_long',
  'not-https': 'replies_fault_not_https',
  'no-host': 'replies_fault_no_host',
  'no-link-character': 'replies_fault_no_link_character',
};

const wordsOf = ({ kind, at, text }: TemplateFault): string =>
  words(WORDS[kind], kind === 'unknown' ? text : number(at + 1));

/** Stays while there is nothing to say, so that what comes in it is told. */
export const faultsTemplate = (id: string, faults: TemplateFault[], hint: string): TemplateResult => html`
  <div id="${id}-said" aria-live="polite">
    ${
      faults.length === 0
        ? html`<p class="hint">${hint}</p>`
        : faults.map((fault) => html`<p class="fault">${wordsOf(fault)}</p>`)
    }
  </div>
`;
