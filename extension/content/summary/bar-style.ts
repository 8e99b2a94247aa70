// The look and the place of the summary bar: at the bottom end of the window, below whatever of the admin's floats
// there, as a small card that folds into a pill. In narrow windows it begins as the pill. The marks are the badges' own:
// run out, perhaps run out, a quarter left.

import { styleSheet } from '../ui/dom';
import { FLOOR_RULES } from '../ui/floor';

export const barStyle = styleSheet(`
${FLOOR_RULES}:host {
  position: fixed !important;
  z-index: 500 !important;
  inset-block: auto calc(12px + var(--raise, 0px) + var(--lift, 0px)) !important;
  inset-inline: auto 12px !important;
  max-inline-size: calc(100vi - 24px) !important;
  margin: 0 !important;
  padding: 0 !important;
  border: 0 !important;
  background: none !important;
  font: 450 12px/16px Inter, system-ui, sans-serif !important;
  color: light-dark(#303030, #e3e3e3) !important;
  --quiet: light-dark(#5c5c5c, #adadad);
  --edge: light-dark(#c8c8c8, #5c5c5c);
}
[hidden] { display: none !important; }
.card, .pill {
  box-sizing: border-box;
  border: 1px solid var(--edge);
  background: light-dark(#fff, #262626);
  box-shadow: 0 2px 10px rgb(0 0 0 / 0.16);
}
.card {
  display: grid;
  grid-template-columns: repeat(4, auto) 1fr 24px;
  align-items: center;
  gap: 4px;
  padding-block: 6px;
  padding-inline: 12px 6px;
  border-radius: 12px;
}
.row { display: contents; }
.row[data-empty] > * { display: none; }
.label { grid-column: 1; margin-inline-end: 8px; font-weight: 600; }
.count { padding: 2px 8px; white-space: nowrap; font-variant-numeric: tabular-nums; }
span.count, .note { color: var(--quiet); }
.steps { grid-column: 5; display: flex; align-items: center; white-space: nowrap; font-variant-numeric: tabular-nums; }
.position:not(:empty) { padding-inline: 6px; }
.fold { grid-area: 1 / 6; }
.note { grid-column: 5 / 7; padding-inline: 8px 6px; }

button { all: unset; box-sizing: border-box; cursor: pointer; user-select: none; }
button:focus-visible { outline: 2px solid light-dark(#005bd3, #6aaeff); outline-offset: 1px; }
button.count {
  display: inline-flex;
  align-items: center;
  gap: 6px;
  padding: 1px 7px;
  border: 1px solid var(--edge);
  border-radius: 8px;
  --mark: light-dark(#c5280c, #ff8f75);
}
button[data-group='due-today'] { --mark: light-dark(#8a6100, #e6b84d); }
button:hover { background: light-dark(#f1f1f1, #363636); }
button[aria-pressed='true'],
:host([data-dims]) button.pill { --mark: currentColor; border-color: transparent; background: light-dark(#303030, #e3e3e3); color: light-dark(#fff, #1a1a1a); }
button.count::before {
  content: '';
  box-sizing: border-box;
  inline-size: 8px;
  block-size: 8px;
  border: 1.5px solid var(--mark);
  border-radius: 50%;
}
button[data-group='overdue']::before { background: var(--mark); }
button[data-group='maybe-overdue']::before { border-style: dashed; }
button[data-group='due-today']::before { background: conic-gradient(var(--mark) 75%, transparent 0); }
.icon { display: grid; place-items: center; inline-size: 24px; block-size: 24px; border-radius: 8px; }
.icon::before {
  content: '';
  inline-size: 5px;
  block-size: 5px;
  border: solid currentColor;
  border-width: 0 1.5px 1.5px 0;
  rotate: 45deg;
  translate: 0 -1px;
}
.previous::before { rotate: 225deg; translate: 0 2px; }
.fold::before { inline-size: 10px; border-width: 0 0 1.5px; rotate: none; }

.pill { margin: 0; padding: 5px 12px; border-radius: 14px; white-space: nowrap; }
.trouble {
  box-sizing: border-box;
  max-inline-size: 400px;
  margin-block-end: 6px;
  padding: 8px 12px;
  border: 1px solid light-dark(#b98900, #8a6d1f);
  border-radius: 12px;
  background: light-dark(#fff4d6, #3d3010);
  color: light-dark(#5c4300, #ffe6a8);
  box-shadow: 0 2px 10px rgb(0 0 0 / 0.16);
}
.trouble p { margin: 0; overflow-wrap: anywhere; }
.account { margin-block-start: 6px; padding: 2px 10px; border: 1px solid currentColor; border-radius: 8px; font-weight: 550; }
.account:hover { background: color-mix(in srgb, currentColor 12%, transparent); }
.quiet { color: var(--quiet); }
:host([data-form='pill']) .card,
:host([data-form='card']) button.pill,
:host([data-quiet]) .card,
:host([data-quiet]) button.pill,
:host(:not([data-quiet])) .quiet { display: none; }
@media (width >= 640px) { :host([data-form='auto']) button.pill { display: none; } }
@media (width < 640px) {
  :host([data-form='auto']) .card { display: none; }
  .card { display: block; position: relative; }
  .row { display: flex; flex-wrap: wrap; align-items: center; gap: 4px; }
  .row.store { margin-block-start: 6px; }
  .label { order: -2; margin: 0; }
  .steps, .note { order: -1; flex: 1 0 calc(100% - 120px); }
  .steps { block-size: 24px; }
  .fold { position: absolute; inset: 6px 6px auto auto; }
}
@media (forced-colors: active) {
  button.count, .card, .pill { border-color: ButtonBorder; }
  button.count { --mark: ButtonText; }
  button.count::before { forced-color-adjust: none; }
  button[aria-pressed='true'] { forced-color-adjust: none; --mark: HighlightText; background: Highlight; color: HighlightText; }
  button:focus-visible { outline-color: Highlight; }
}
`);
