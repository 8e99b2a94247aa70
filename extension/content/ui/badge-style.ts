// The look of a badge: at most 20 px high, so that no row grows, in a slot that is as wide in every state, so that no
// column moves when a status comes or changes: the admin's columns are as wide as the widest of their cells. Status
// colours come in as --paper and --ink; everything else is derived from the text colour of the row, so that light and
// dark pages both work.

import { styleSheet } from './dom';

// `!important` where the page's own rules for children of cells could reach the host. Not `flex`: a flex
// container here would hand the strike-through of cancelled orders down to the button; an atomic inline stops it.
export const badgeStyle = styleSheet(`
:host {
  display: inline-block !important;
  flex: none !important;
  position: static !important;
  float: none !important;
  box-sizing: border-box !important;
  inline-size: 200px !important;
  block-size: 20px !important;
  margin: 0 !important;
  margin-inline: 8px 0 !important;
  padding: 0 !important;
  border: 0 !important;
  overflow: visible !important;
  vertical-align: middle !important;
  line-height: 20px !important;
  font-size: 12px !important;
  text-decoration: none !important;
  text-indent: 0 !important;
  white-space: nowrap !important;
  /* What the button leaves of the slot is the row's, and its clicks too. */
  pointer-events: none !important;
}
@media (width < 640px) { :host { inline-size: 160px !important; } }
button {
  all: unset;
  box-sizing: border-box;
  display: inline-flex;
  align-items: center;
  gap: 4px;
  vertical-align: top;
  block-size: 20px;
  max-inline-size: 100%;
  padding-inline: 8px;
  border: 1px solid color-mix(in srgb, currentColor 18%, transparent);
  border-radius: 8px;
  background: var(--paper, color-mix(in srgb, currentColor 9%, transparent));
  color: var(--ink, inherit);
  font: 500 12px/16px Inter, system-ui, sans-serif;
  letter-spacing: 0;
  text-transform: none;
  cursor: pointer;
  user-select: none;
  pointer-events: auto;
}
button[aria-disabled='true'] { cursor: default; }
button:not([aria-disabled='true']):hover { filter: brightness(0.95); }
/* While the menu is open its badge keeps the ring: the focus is in the filter, the choice is for this order. */
button:focus-visible, button[aria-expanded='true'] {
  outline: 2px solid light-dark(#005bd3, #6aaeff);
  outline-offset: 1px;
}
.text { overflow: hidden; text-overflow: ellipsis; }
/* Never cut off: the status's name is, and the tooltip has it whole. */
.time {
  flex: none;
  margin-inline-start: 1px;
  padding-inline-start: 6px;
  border-inline-start: 1px solid color-mix(in srgb, currentColor 45%, transparent);
  font-variant-numeric: tabular-nums;
}
.time:empty, .narrow { display: none; }
@media (width < 640px) {
  .wide { display: none; }
  .narrow { display: inline; }
}
.addons { display: flex; flex: none; gap: 3px; margin-inline: 2px -1px; }
.addons:empty { display: none; }
.addons span {
  inline-size: 8px;
  block-size: 8px;
  border-radius: 50%;
  background: var(--dot);
  box-shadow: 0 0 0 1px color-mix(in srgb, currentColor 55%, transparent);
}
.mark { display: none; flex: none; box-sizing: border-box; inline-size: 10px; block-size: 10px; border-radius: 50%; }

:host([data-state='loading']) button { inline-size: 72px; }
:host([data-plain]:not([data-state='loading'])) button {
  border: 1px dashed color-mix(in srgb, currentColor 45%, transparent);
  background: none;
  color: color-mix(in srgb, currentColor 80%, transparent);
  font-weight: 450;
}

/*
 * Clock faces: a quarter left, run out, perhaps run out; and frames that are whole or dashed. Colour only adds to them:
 * the status's own may be the same. No frame is wider than another, so that nothing moves when it changes.
 */
:host([data-state='due-soon']) .mark,
:host([data-state='overdue']) .mark,
:host([data-state='maybe-overdue']) .mark { display: block; border: 1.5px solid currentColor; }
:host([data-state='due-soon']) .mark { background: conic-gradient(currentColor 75%, transparent 0); }
:host([data-state='overdue']) .mark { background: currentColor; }
:host([data-state='maybe-overdue']) .mark { border-style: dashed; }
:host([data-state='due-soon']) button { border-color: #b98900; }
:host([data-state='overdue']) button { border-color: #d72c0d; box-shadow: 0 0 0 1px #d72c0d; }
:host([data-state='maybe-overdue']) button:not(:focus-visible, [aria-expanded='true']) {
  outline: 1px dashed currentColor;
  outline-offset: -2px;
}

:host([data-state='pending']) .mark {
  display: block;
  border: 1.5px solid color-mix(in srgb, currentColor 35%, transparent);
  border-block-start-color: currentColor;
  animation: turn 0.9s linear infinite;
}
/* Hundreds that turn would be as many layers of the page; the bar for several orders says how far they are. */
:host([data-of-many]) .mark { animation: none !important; }
/* A button that says what it does: no mark, the room is the status's. */
:host([data-undo]) .mark { display: none !important; }
:host([data-undo]) .time { font-weight: 650; text-decoration: underline; text-underline-offset: 2px; }
/* What nobody is at: it stands still. A question, or a pause. */
:host([data-state='pending']:is([data-change='in-doubt'], [data-change='blocked'])) button {
  border-style: dashed;
  border-color: currentColor;
}
:host([data-state='pending'][data-change='in-doubt']) .mark {
  display: grid;
  place-items: center;
  inline-size: 14px;
  block-size: 14px;
  margin-inline-start: -3px;
  border: 1px solid currentColor;
  animation: none;
}
:host([data-state='pending'][data-change='in-doubt']) .mark::before {
  content: '?';
  font: 800 10px/12px system-ui, sans-serif;
}
:host([data-state='pending'][data-change='blocked']) .mark {
  inline-size: 9px;
  border: solid currentColor;
  border-width: 0 3px;
  border-radius: 0;
  animation: none;
}
@keyframes turn { to { rotate: 1turn; } }
:host([data-state='failed']) .mark {
  display: grid;
  place-items: center;
  inline-size: 14px;
  block-size: 14px;
  margin-inline-start: -3px;
  border: 1px solid #c5280c;
  background: #fff;
  color: #c5280c;
}
:host([data-state='failed']) .mark::before { content: '!'; font: 800 10px/12px system-ui, sans-serif; }
/* Paler, but as easy to read. */
:host([data-stale]) button { filter: saturate(0.35) opacity(0.85); }

@media (prefers-reduced-motion: reduce) {
  :host([data-state='pending']:not([data-change='in-doubt'], [data-change='blocked'])) .mark {
    inline-size: auto;
    block-size: 16px;
    border: 0;
    animation: none;
  }
  :host([data-state='pending']:not([data-change='in-doubt'], [data-change='blocked'])) .mark::before { content: '…'; }
}
@media (forced-colors: active) {
  button { border-color: ButtonBorder; background: ButtonFace; color: ButtonText; }
  button:focus-visible, button[aria-expanded='true'] { outline-color: Highlight; }
  .addons span, .mark { forced-color-adjust: none; }
  .addons span { background: ButtonText; }
  :host([data-state='overdue']) button:not(:focus-visible, [aria-expanded='true']) {
    border-color: ButtonText;
    outline: 1px solid ButtonText;
    outline-offset: 0;
  }
  :host([data-state='failed']) .mark { background: ButtonText; color: ButtonFace; }
}
`);
