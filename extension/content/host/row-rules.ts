// CSS over the rows of the Orders list as they are: which of them a rule is for is asked of the badges inside, so that
// no row has to be changed. Knows rows, in whichever generation of markup; not why they are to look different.

import { ROW, ROW_BY_CLASS } from './rows';

const BADGE = '[data-ucos-inline="badge"]';
/** As rows are found: by role or element, and by class only where there is no such row around it. */
const ANY_ROW = `:is(${ROW}, ${ROW_BY_CLASS}:not(:is(${ROW}) *))`;

/**
 * Rules that dim the rows whose badge is neither a match nor `unknown`, both selectors. Rows without a badge (headings, what is
 * below the list) match nothing here, nor does what only holds rows. Where a row has no box of its own
 * (`display: contents`, in the grid) opacity does nothing to it: its children are dimmed, which are its cells in every
 * generation. Rows that are rows by nothing but their likeness to each other are not dimmed. A row that the pointer or
 * the focus is on is read, so it is plain; who asks the system for contrast gets the matches framed and nothing dimmed. A
 * badge that the focus comes to scrolls clear of the bars that float over the list.
 */
export function dimmingRules(match: string, unknown: string): string {
  return `
@media not (prefers-contrast: more) {
${ANY_ROW}:has(${BADGE}):not(:hover, :focus-within, :has(${BADGE}:is(${match}, ${unknown})), :has(${ANY_ROW} ${BADGE})) > * { opacity: 0.4; }
}
@media (prefers-contrast: more) {
${BADGE}${match} { outline: 2px solid; outline-offset: 2px; border-radius: 8px; }
}
${BADGE} { scroll-margin-block: 64px 96px; }
`;
}
