// The look of the menu and its place beside the badge, kept by the browser (anchor positioning, flipping at edges).

import { styleSheet } from './dom';

// `!important` against the page's own rules, but not where the flipping has to win: fallbacks lose to it.
export const menuStyle = styleSheet(`
:host {
  position: fixed !important;
  position-anchor: auto;
  position-area: block-end span-inline-end;
  position-try-fallbacks: flip-block, flip-inline, flip-block flip-inline;
  inset: auto;
  margin: 6px 0;
  padding: 0 !important;
  border: 0 !important;
  overflow: visible !important;
  background: none !important;
  inline-size: 320px !important;
  max-inline-size: calc(100vi - 16px) !important;
  font: 400 13px/18px Inter, system-ui, sans-serif;
  color: light-dark(#303030, #e8e8e8);
}
[hidden] { display: none !important; }
.panel {
  display: flex;
  flex-direction: column;
  max-block-size: min(420px, 48vb);
  box-sizing: border-box;
  overflow: hidden;
  border: 1px solid light-dark(#d0d0d0, #4a4a4a);
  border-radius: 12px;
  background: light-dark(#fff, #1f1f1f);
  box-shadow: 0 6px 24px rgb(0 0 0 / 0.22);
}
.problem { margin: 0; padding: 10px 12px; background: light-dark(#fee9e6, #4a1b12); color: light-dark(#6b1405, #ffd8d0); }
.problem q { display: block; margin-block-start: 4px; overflow-wrap: anywhere; }
.step { display: flex; gap: 4px; align-items: center; padding: 8px 8px 0; }
.title { min-inline-size: 0; overflow-wrap: anywhere; font-weight: 600; }
.search { display: flex; padding: 8px; border-block-end: 1px solid light-dark(#e8e8e8, #363636); }
input {
  all: unset;
  flex: 1;
  min-inline-size: 0;
  box-sizing: border-box;
  padding: 5px 10px;
  border: 1px solid light-dark(#8a8a8a, #7a7a7a);
  border-radius: 8px;
  cursor: text;
}
input::placeholder { color: light-dark(#616161, #b0b0b0); }
input:focus-visible { outline: 2px solid light-dark(#005bd3, #6aaeff); outline-offset: -1px; }
.back {
  all: unset;
  display: grid;
  flex: none;
  place-items: center;
  inline-size: 28px;
  block-size: 28px;
  border-radius: 8px;
  cursor: pointer;
}
.back:hover { background: light-dark(#f1f1f1, #333); }
/* A chevron of two borders: it turns with the text direction, and no font draws it too small. */
.back::before {
  content: '';
  inline-size: 6px;
  block-size: 6px;
  margin-inline-start: 3px;
  border: solid currentColor;
  border-width: 1.5px 0 0 1.5px;
  rotate: -45deg;
}
.back:dir(rtl)::before { rotate: 135deg; }
[role='listbox'] { overflow-y: auto; overscroll-behavior: contain; padding: 4px 8px 8px; scroll-padding-block: 28px 8px; }
[role='listbox']:empty { padding: 0; }
/* Stays while its group scrolls by: two workflows can have statuses of the same name. */
.heading {
  position: sticky;
  /* Over the list's own padding: an option would show above it. */
  inset-block-start: -4px;
  padding: 6px 8px 2px;
  background: light-dark(#fff, #1f1f1f);
  color: light-dark(#616161, #b0b0b0);
  font-weight: 600;
  font-size: 12px;
  overflow-wrap: anywhere;
}
[role='option'] {
  display: grid;
  grid-template-columns: 12px 1fr auto;
  column-gap: 8px;
  align-items: center;
  padding: 5px 8px;
  border-radius: 8px;
  cursor: pointer;
  scroll-margin-block: 8px;
}
[role='option'][aria-selected='true'] { background: light-dark(#ebebeb, #383838); }
[aria-disabled='true'] { cursor: default; color: light-dark(#616161, #b0b0b0); }
[aria-disabled='true'] .swatch { opacity: 0.5; }
.swatch {
  inline-size: 12px;
  block-size: 12px;
  border-radius: 4px;
  background: var(--paper);
  box-shadow: 0 0 0 1px light-dark(rgb(0 0 0 / 0.25), rgb(255 255 255 / 0.35));
}
.label { overflow-wrap: anywhere; }
[aria-current='true'] .label { font-weight: 650; }
.end { color: light-dark(#616161, #b0b0b0); }
/* Both arrows are mirrored by the text direction. */
.enters::before { content: '›'; }
.current::before { content: '✓'; margin-inline-end: 4px; font-weight: 700; }
.note { grid-column: 2 / -1; color: light-dark(#616161, #b0b0b0); font-size: 12px; line-height: 16px; }
.empty { margin: 0; padding: 12px 16px; color: light-dark(#616161, #b0b0b0); }
.empty:empty { display: none; }
@media (forced-colors: active) {
  .panel { border-color: CanvasText; }
  .swatch { forced-color-adjust: none; }
  [role='option'][aria-selected='true'] { outline: 2px solid Highlight; outline-offset: -2px; }
}
`);
