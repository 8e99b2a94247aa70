// Paints a problem: our words, and below them the service's own sentence as a quotation.
// Knows lit-html and the words. What the service says is data: it only ever becomes a text node.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { ProblemView } from '../../protocol';
import { problemWords } from './words';

export const problemTemplate = (problem: ProblemView): TemplateResult => html`
  <p class="problem-words">${problemWords(problem)}</p>
  ${problem.detail ? html`<p class="problem-detail"><q dir="auto">${problem.detail}</q></p>` : nothing}
`;
