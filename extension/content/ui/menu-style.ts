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
  inline-size: 340px !important;
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
.head { display: flex; flex: none; flex-direction: column; max-block-size: 55%; overflow-y: auto; }
/* Where there is something to settle, that is what the room is for. */
.head:has(.trouble:not([hidden])) ~ .foot { display: none; }
.trouble { padding: 10px 12px; background: light-dark(#fee9e6, #4a1b12); color: light-dark(#6b1405, #ffd8d0); }
.trouble[data-calm] { background: light-dark(#fff4d6, #3d3010); color: light-dark(#5c4300, #ffe6a8); }
.guard { padding: 10px 12px; background: light-dark(#fff4d6, #3d3010); color: light-dark(#5c4300, #ffe6a8); }
.guard p { margin: 0; overflow-wrap: anywhere; }
.problem q { display: block; margin-block-start: 4px; overflow-wrap: anywhere; }
.more { margin: 4px 0 0; }
.actions { display: flex; flex-wrap: wrap; gap: 6px; margin-block-start: 8px; }
.info { margin: 0; padding: 8px 12px; background: light-dark(#fff4d6, #3d3010); color: light-dark(#5c4300, #ffe6a8); }
.action, .next { all: unset; box-sizing: border-box; cursor: pointer; user-select: none; }
.action {
  padding: 3px 10px;
  border: 1px solid currentColor;
  border-radius: 8px;
  font-weight: 550;
}
.action:hover { background: color-mix(in srgb, currentColor 12%, transparent); }
.action:focus-visible, .next:focus-visible { outline: 2px solid light-dark(#005bd3, #6aaeff); outline-offset: -2px; }
.action:focus-visible { outline-offset: 1px; }
.next {
  flex: none;
  display: grid;
  grid-template-columns: 12px 1fr auto;
  column-gap: 8px;
  align-items: center;
  margin: 8px 8px 0;
  max-block-size: 44px;
  padding: 3px 10px;
  border: 1px solid light-dark(#8a8a8a, #7a7a7a);
  border-radius: 8px;
  overflow: hidden;
}
.next:hover { background: light-dark(#f1f1f1, #333); }
.next .label { font-weight: 600; }
.next .label, .next .note { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
kbd {
  padding: 0 5px;
  border: 1px solid light-dark(#b5b5b5, #6a6a6a);
  border-radius: 4px;
  color: light-dark(#616161, #b0b0b0);
  font: 500 11px/14px Inter, system-ui, sans-serif;
}
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
[role='listbox'] { flex: 1 1 auto; min-block-size: 64px; overflow-y: auto; overscroll-behavior: contain; padding: 4px 8px 8px; scroll-padding-block: 28px 8px; }
[role='listbox']:empty { min-block-size: 0; padding: 0; }
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
[aria-disabled='true'] { cursor: not-allowed; }
/* Paler, but as easy to read. */
[aria-disabled='true'] .label { color: light-dark(#616161, #a8a8a8); }
[aria-disabled='true'] .swatch { background: color-mix(in srgb, var(--paper) 45%, transparent); }
[role='option'][aria-disabled='true'] { padding-block: 3px; }
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
.tag {
  margin-inline-end: 4px;
  padding: 0 6px;
  border: 1px solid currentColor;
  border-radius: 8px;
  color: light-dark(#303030, #e8e8e8);
  font-size: 11px;
  line-height: 14px;
  white-space: nowrap;
}
.note { grid-column: 2 / -1; color: light-dark(#616161, #b0b0b0); font-size: 12px; line-height: 16px; }
.reply {
  display: flex;
  flex: none;
  flex-wrap: wrap;
  gap: 6px;
  align-items: center;
  padding: 6px 12px;
  border-block-start: 1px solid light-dark(#e8e8e8, #363636);
}
.answered { color: light-dark(#616161, #b0b0b0); font-size: 12px; }
.empty { margin: 0; padding: 12px 16px; color: light-dark(#616161, #b0b0b0); }
.said, .foot {
  flex: none;
  margin: 0;
  padding: 5px 16px;
  border-block-start: 1px solid light-dark(#e8e8e8, #363636);
  color: light-dark(#616161, #b0b0b0);
  font-size: 12px;
  line-height: 16px;
}
.said { color: light-dark(#303030, #e8e8e8); font-weight: 550; }
.empty:empty, .said:empty, .foot:empty { display: none; }
@media (forced-colors: active) {
  .panel { border-color: CanvasText; }
  .swatch { forced-color-adjust: none; }
  [role='option'][aria-selected='true'] { outline: 2px solid Highlight; outline-offset: -2px; }
}
`);
