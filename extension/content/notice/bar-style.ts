// The look and the place of the notice: in the middle of the window's bottom, above whatever of ours and of the admin's
// floats there. Its size never changes while it is shown: a countdown shall not move the button from under a finger.

import { styleSheet } from '../ui/dom';
import { FLOOR_RULES } from '../ui/floor';

export const barStyle = styleSheet(`
${FLOOR_RULES}:host {
  position: fixed !important;
  z-index: 505 !important;
  inset-block: auto calc(92px + var(--raise, 0px) + var(--lift, 0px)) !important;
  inset-inline: 0 !important;
  inline-size: min(440px, calc(100vi - 24px)) !important;
  margin: 0 auto !important;
  padding: 0 !important;
  border: 0 !important;
  background: none !important;
  font: 450 13px/18px Inter, system-ui, sans-serif !important;
  color: light-dark(#303030, #e3e3e3) !important;
}
@media (width < 640px) { :host { inset-block-end: calc(52px + var(--raise, 0px) + var(--lift, 0px)) !important; } }
:host([data-empty]) { pointer-events: none !important; }
:host([data-empty]) .card { visibility: hidden; }
[hidden] { display: none !important; }
.card {
  box-sizing: border-box;
  display: flex;
  align-items: center;
  gap: 12px;
  block-size: 56px;
  padding-inline: 14px 10px;
  border: 1px solid light-dark(#8a8a8a, #7a7a7a);
  border-radius: 12px;
  background: light-dark(#fff, #262626);
  box-shadow: 0 4px 18px rgb(0 0 0 / 0.25);
}
.text { flex: 1; min-inline-size: 0; display: grid; }
.title, .note { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.title { font-weight: 600; font-variant-numeric: tabular-nums; }
.note { color: light-dark(#5c5c5c, #adadad); font-size: 12px; line-height: 16px; }
.note:empty { display: none; }
button {
  all: unset;
  flex: none;
  box-sizing: border-box;
  padding: 6px 14px;
  border-radius: 8px;
  background: light-dark(#303030, #e3e3e3);
  color: light-dark(#fff, #1a1a1a);
  font-weight: 600;
  cursor: pointer;
  user-select: none;
}
button:hover { background: light-dark(#1a1a1a, #fff); }
button:focus-visible { outline: 2px solid light-dark(#005bd3, #6aaeff); outline-offset: 2px; }
.said {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
@media (forced-colors: active) {
  .card { border-color: CanvasText; }
  button { border: 1px solid ButtonBorder; }
  button:focus-visible { outline-color: Highlight; }
}
`);
