// The look and the place of the bar for several orders, at the bottom centre of the window above the admin's own, and of
// the dialog that asks before many orders are changed.

import { styleSheet } from '../ui/dom';
import { FLOOR_RULES } from '../ui/floor';

const BUTTONS = `
button {
  all: unset;
  box-sizing: border-box;
  flex: none;
  max-inline-size: 100%;
  padding: 4px 12px;
  border: 1px solid var(--edge);
  border-radius: 8px;
  font-weight: 560;
  text-align: center;
  cursor: pointer;
  user-select: none;
}
button:hover { background: light-dark(#f1f1f1, #363636); }
button:focus-visible { outline: 2px solid light-dark(#005bd3, #6aaeff); outline-offset: 1px; }
button.first { border-color: transparent; background: light-dark(#303030, #e3e3e3); color: light-dark(#fff, #1a1a1a); }
button.first:hover { background: light-dark(#1a1a1a, #fff); }
.swatch {
  flex: none;
  inline-size: 12px;
  block-size: 12px;
  border-radius: 4px;
  background: var(--paper);
  box-shadow: 0 0 0 1px light-dark(rgb(0 0 0 / 0.25), rgb(255 255 255 / 0.35));
}
@media (forced-colors: active) {
  button { border-color: ButtonBorder; }
  button.first { forced-color-adjust: none; border-color: ButtonText; background: ButtonText; color: ButtonFace; }
  button:focus-visible { outline-color: Highlight; }
  .swatch, progress { forced-color-adjust: none; }
}
`;

const COLOURS = `
  color: light-dark(#303030, #e3e3e3) !important;
  --quiet: light-dark(#5c5c5c, #adadad);
  --edge: light-dark(#8a8a8a, #7a7a7a);
  --problem-paper: light-dark(#fee9e6, #4a1b12);
  --problem-ink: light-dark(#6b1405, #ffd8d0);
`;

export const barStyle = styleSheet(`
${FLOOR_RULES}:host {
  position: fixed !important;
  z-index: 500 !important;
  inset-block: auto calc(12px + var(--raise, 0px)) !important;
  inset-inline: 12px !important;
  inline-size: fit-content !important;
  max-inline-size: min(560px, 100vi - 24px) !important;
  margin: 0 auto !important;
  padding: 0 !important;
  border: 0 !important;
  background: none !important;
  font: 450 13px/18px Inter, system-ui, sans-serif !important;
  ${COLOURS}
}
:host([hidden]), [hidden] { display: none !important; }
section {
  display: grid;
  gap: 8px;
  box-sizing: border-box;
  max-block-size: min(360px, 100vb - 220px);
  padding: 8px;
  overflow: hidden auto;
  border: 1px solid light-dark(#c8c8c8, #5c5c5c);
  border-radius: 12px;
  background: light-dark(#fff, #262626);
  box-shadow: 0 2px 10px rgb(0 0 0 / 0.16);
}
.batch { display: grid; gap: 6px; min-inline-size: min(400px, 100vi - 44px); outline: none; }
.batch:not([hidden]) ~ .select { padding-block-start: 8px; border-block-start: 1px solid light-dark(#e3e3e3, #404040); }
.head { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 8px; }
.head .text { flex: 1 1 160px; min-inline-size: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.swatch { margin-inline-start: 4px; }
.actions { display: flex; flex-wrap: wrap; justify-content: end; gap: 6px; max-inline-size: 100%; margin-inline-start: auto; }
progress {
  display: block;
  appearance: none;
  inline-size: calc(100% - 8px);
  block-size: 6px;
  margin-inline: 4px;
  overflow: hidden;
  border: 0;
  border-radius: 3px;
  background: light-dark(#e3e3e3, #404040);
}
progress::-webkit-progress-bar { background: none; }
progress::-webkit-progress-value { border-radius: 3px; background: light-dark(#005bd3, #6aaeff); transition: inline-size 0.2s; }
@media (prefers-reduced-motion: reduce) { progress::-webkit-progress-value { transition: none; } }
.note { margin: 0; padding-inline: 4px; color: var(--quiet); overflow-wrap: anywhere; }
.problem { margin: 0; padding: 6px 10px; border-radius: 8px; background: var(--problem-paper); color: var(--problem-ink); overflow-wrap: anywhere; }
.problem q { display: block; margin-block-start: 2px; }
details { padding-inline: 4px; }
summary { inline-size: fit-content; padding: 2px 4px; margin-inline-start: -4px; border-radius: 6px; font-weight: 560; cursor: pointer; }
summary:focus-visible { outline: 2px solid light-dark(#005bd3, #6aaeff); }
ul { display: grid; gap: 6px; max-block-size: 180px; margin: 6px 0 0; padding: 0; overflow-y: auto; overscroll-behavior: contain; list-style: none; }
ul:focus-visible { outline: 2px solid light-dark(#005bd3, #6aaeff); outline-offset: -2px; }
li { overflow-wrap: anywhere; font-size: 12px; line-height: 16px; }
li strong { font-weight: 650; }
li q { display: block; color: var(--quiet); }
.select { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; justify-content: center; }
.select .reason { margin: 0; padding-inline: 4px; max-inline-size: 440px; overflow-wrap: anywhere; }
.heard { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (forced-colors: active) { progress { border: 1px solid ButtonBorder; } }
${BUTTONS}
`);

export const confirmStyle = styleSheet(`
:host {
  position: fixed !important;
  inset: 0 !important;
  box-sizing: border-box !important;
  inline-size: auto !important;
  block-size: auto !important;
  max-inline-size: none !important;
  max-block-size: none !important;
  margin: 0 !important;
  padding: 12px !important;
  border: 0 !important;
  overflow: auto !important;
  overscroll-behavior: contain;
  background: rgb(0 0 0 / 0.4) !important;
  font: 450 13px/18px Inter, system-ui, sans-serif !important;
  ${COLOURS}
}
:host(:popover-open) { display: grid !important; place-items: center !important; }
.dialog {
  box-sizing: border-box;
  inline-size: min(420px, 100%);
  padding: 16px;
  border: 1px solid light-dark(#c8c8c8, #5c5c5c);
  border-radius: 14px;
  background: light-dark(#fff, #262626);
  box-shadow: 0 8px 32px rgb(0 0 0 / 0.3);
}
h2 { display: flex; gap: 8px; align-items: baseline; margin: 0; font-size: 15px; line-height: 20px; font-weight: 650; overflow-wrap: anywhere; }
ul { display: grid; gap: 6px; margin: 12px 0 16px; padding-inline-start: 18px; }
li { overflow-wrap: anywhere; }
.warns { font-weight: 650; }
.actions { display: flex; flex-wrap: wrap; justify-content: end; gap: 8px; }
${BUTTONS}
`);
