// Paints a problem: our words, below them the service's own sentence as a quotation, and since when it is so.
// Knows lit-html and the words. What the service says is data: it only ever becomes a text node.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { ProblemView } from '../../protocol';
import { dateAndTime, problemWords, words } from './words';

/** `since`, where it is known, is in ms since the epoch. */
export const problemBanner = (problem: ProblemView, since: number | null = null): TemplateResult => html`
  <div class="banner failed">
    <p>${problemWords(problem)}</p>
    ${problem.detail ? html`<p class="aside"><q dir="auto">${problem.detail}</q></p>` : nothing}
    ${since === null ? nothing : html`<p class="aside">${words('options_problem_since', dateAndTime(since))}</p>`}
  </div>
`;
