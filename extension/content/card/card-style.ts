// The look of the card: a column beside the order, or a sheet below it. Its place comes in as --top, --left and --right,
// its form as data-form and data-folded; status colours come in as --paper and --ink.

import { styleSheet } from '../ui/dom';

export const cardStyle = styleSheet(`
:host {
  position: fixed !important;
  z-index: 500 !important;
  box-sizing: border-box !important;
  margin: 0 !important;
  padding: 0 !important;
  border: 0 !important;
  background: none !important;
  font: 450 13px/18px Inter, system-ui, sans-serif !important;
  color: light-dark(#303030, #e3e3e3) !important;
  --quiet: light-dark(#5c5c5c, #adadad);
  --edge: light-dark(#d4d4d4, #4a4a4a);
  --late: light-dark(#b3210a, #ff9d85);
  --ring: light-dark(#005bd3, #6aaeff);
}
:host([data-form='column']) { inset: var(--top, 56px) var(--right, 0px) 0 auto !important; inline-size: 340px !important; }
:host([data-form='column']:dir(rtl)) { inset: var(--top, 56px) auto 0 var(--left, 0px) !important; }
:host([data-form='column'][data-folded]) { inline-size: 40px !important; }
:host([data-form='sheet']) { inset: auto var(--right, 0px) 0 var(--left, 0px) !important; max-block-size: 50dvb !important; }
@media print { :host { display: none !important; } }
[hidden], :host([data-folded]) .body { display: none !important; }

:host([data-form='column']) .card { block-size: 100%; }
.card {
  display: flex;
  flex-direction: column;
  box-sizing: border-box;
  max-block-size: inherit;
  overflow: hidden;
  background: light-dark(#fff, #1f1f1f);
}
:host([data-form='column']) .card { border-inline-start: 1px solid var(--edge); }
:host([data-form='sheet']) .card { border-block-start: 1px solid var(--edge); box-shadow: 0 -2px 10px rgb(0 0 0 / 0.14); }
h2:focus-visible { border-radius: 4px; outline: 2px solid var(--ring); outline-offset: 2px; }

header { display: flex; flex: none; gap: 8px; align-items: center; padding: 8px; padding-inline-start: 16px; min-block-size: 28px; }
h2 { margin: 0; font: 650 14px/20px Inter, system-ui, sans-serif; overflow-wrap: anywhere; }
.fold { flex: none; margin-inline-start: auto; }
.face { display: flex; gap: 8px; align-items: center; min-inline-size: 0; overflow: hidden; white-space: nowrap; }
:host([data-form='sheet'][data-folded]) header { block-size: 44px; box-sizing: border-box; }
:host([data-form='sheet'][data-folded]) h2 { flex-shrink: 1000; min-inline-size: 48px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
/* The slim tab: the line, turned; the button stays on top. */
:host([data-form='column'][data-folded]) header { flex-direction: column; block-size: 100%; box-sizing: border-box; padding: 8px 0; }
:host([data-form='column'][data-folded]) .fold { order: -1; margin: 0; }
:host([data-form='column'][data-folded]) :is(h2, .face) { writing-mode: vertical-rl; white-space: nowrap; }
:host([data-form='column'][data-folded]) h2 { flex: none; max-block-size: 45%; overflow: hidden; text-overflow: ellipsis; }
:host([data-form='column'][data-folded]) .face { min-block-size: 0; }
:host([data-form='column'][data-folded]) .chip { padding: 8px 1px; }

.body { flex: 1; min-block-size: 0; overflow-y: auto; overscroll-behavior: contain; padding: 0 16px 16px; }
.part { padding-block: 12px; border-block-end: 1px solid var(--edge); }
.part:first-child { padding-block-start: 4px; }
.part:last-child { border: 0; }
.part > :first-child, .part > div > :first-child { margin-block-start: 0; }
h3 { margin: 0 0 6px; font: 650 13px/18px Inter, system-ui, sans-serif; }
p { margin: 6px 0 0; overflow-wrap: anywhere; }
/* Words of another direction than the page's keep their full stops at their ends. */
p, h3, li, .item, .countdown { unicode-bidi: plaintext; }
:host(:dir(rtl)) :is(p, h3, li, .item, .countdown) { text-align: right; }
.guard { margin-block-end: 8px; padding: 8px 12px; border: 0; border-radius: 8px; background: light-dark(#fff4d6, #3d3010); color: light-dark(#5c4300, #ffe6a8); }
.guard p { margin: 0; }
.quiet, time { color: var(--quiet); }
.due { font-weight: 550; }
.late { color: var(--late); font-weight: 650; }
.attention { display: grid; flex: none; place-items: center; inline-size: 18px; block-size: 18px; border-radius: 50%; background: var(--late); color: light-dark(#fff, #1a1a1a); font: 800 12px/18px system-ui, sans-serif; writing-mode: horizontal-tb; }
.row { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
p + .row, .row + .row, button + .row, div + .row { margin-block-start: 8px; }

.standing { padding-block: 12px; border-block-end: 1px solid var(--edge); }
/* Stays in sight, wherever in the card the change was begun; a problem is read once, and may be long. */
@media (height >= 640px) {
  .standing:not(:has(.problem)) { position: sticky; z-index: 1; inset-block-start: 0; background: light-dark(#fff, #1f1f1f); }
}
/* What tells has to be there before it tells. */
.standing:not(:has(.change > *)) { padding: 0; border: 0; }
.standing .title { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; margin: 0; font-weight: 650; }
.countdown { display: block; margin-block-start: 6px; font-variant-numeric: tabular-nums; }
.countdown:empty { display: none; }
.standing > .row { margin-block-start: 8px; }
.problem { padding: 8px 12px; border-radius: 8px; background: light-dark(#fee9e6, #4a1b12); color: light-dark(#6b1405, #ffd8d0); }
.problem p:first-child { margin-block-start: 0; }
.problem:not(:first-child) { margin-block-start: 8px; }

.chip {
  box-sizing: border-box;
  max-inline-size: 100%;
  padding: 1px 8px;
  border: 1px solid color-mix(in srgb, currentColor 18%, transparent);
  border-radius: 8px;
  background: var(--paper, none);
  color: var(--ink, inherit);
  font-weight: 550;
  overflow: hidden;
  text-overflow: ellipsis;
  overflow-wrap: anywhere;
}
.chip[data-plain] { border: 1px dashed var(--quiet); }
button { all: unset; box-sizing: border-box; cursor: pointer; user-select: none; }
button:focus-visible, button[aria-expanded='true']:not(.fold) { outline: 2px solid var(--ring); outline-offset: 1px; }
button.plain, button.primary { padding: 4px 12px; border: 1px solid light-dark(#8a8a8a, #7a7a7a); border-radius: 8px; font-weight: 550; overflow-wrap: anywhere; text-align: center; }
button.primary { border-color: transparent; background: light-dark(#303030, #e3e3e3); color: light-dark(#fff, #1a1a1a); }
button.plain:hover { background: light-dark(#f1f1f1, #333); }
button.primary:hover { background: light-dark(#1a1a1a, #fff); }
li > .chip { flex: none; max-inline-size: 50%; }
button.chip { border-color: color-mix(in srgb, currentColor 45%, transparent); }
button.chip::after { content: '▾'; margin-inline-start: 4px; }
/* No filter: the browser would tell of it as of something that cannot be seen as it is. */
button.chip:hover { box-shadow: inset 0 0 0 20px rgb(0 0 0 / 5%); }
button[aria-disabled='true'] { cursor: default; filter: none; }
button.plain[aria-disabled='true'], button.primary[aria-disabled='true'] { border-color: var(--edge); background: none; color: var(--quiet); }
/* Not away: the chip would be narrower. */
button.chip[aria-disabled='true']::after { opacity: 0; }
.fold { display: grid; place-items: center; inline-size: 28px; block-size: 28px; border-radius: 8px; }
.fold:hover { background: light-dark(#f1f1f1, #333); }
/* A chevron of two borders, to where the card goes: down and up, to the end and to the start. */
.fold::before { content: ''; inline-size: 7px; block-size: 7px; border: solid currentColor; border-width: 0 1.5px 1.5px 0; rotate: 45deg; translate: 0 -2px; }
:host([data-folded]) .fold::before { rotate: 225deg; translate: 0 2px; }
:host([data-form='column']) .fold::before { rotate: -45deg; translate: -1px 0; }
:host([data-form='column'][data-folded]) .fold::before { rotate: 135deg; translate: 1px 0; }
:host([data-form='column']:dir(rtl)) .fold::before { rotate: 135deg; translate: 1px 0; }
:host([data-form='column'][data-folded]:dir(rtl)) .fold::before { rotate: -45deg; translate: -1px 0; }

.tick { display: flex; gap: 8px; align-items: flex-start; min-inline-size: 0; cursor: pointer; }
input { flex: none; inline-size: 16px; block-size: 16px; margin: 1px 0; accent-color: light-dark(#303030, #e3e3e3); cursor: pointer; }
input:focus-visible { outline: 2px solid var(--ring); outline-offset: 1px; }
ul, ol { margin: 0; padding: 0; list-style: none; }
.items li { display: flex; gap: 8px; align-items: flex-start; justify-content: space-between; padding-block: 6px; border-block-start: 1px solid var(--edge); }
.items:first-child li:first-child { border: 0; padding-block-start: 0; }
.items { margin-block-start: 6px; }
.items li > :first-child { min-inline-size: 0; }
.item { min-inline-size: 0; overflow-wrap: anywhere; }
.tools { margin-block-start: 8px; }
.history li { padding-block: 6px; overflow-wrap: anywhere; }
.history li + li { border-block-start: 1px solid var(--edge); }
.history li p { margin: 0; }
.what { font-weight: 550; }
time { white-space: nowrap; }
@media (forced-colors: active) {
  button.plain, button.primary, .chip { border-color: ButtonBorder; }
  button:focus-visible, button[aria-expanded='true']:not(.fold) { outline-color: Highlight; }
  button[aria-disabled='true'] { color: GrayText; }
  .problem { border: 1px solid CanvasText; }
}
`);
