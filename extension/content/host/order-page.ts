// The page of one order or draft: where there is room for something of ours, and the rules by which its main area makes
// room. Knows the admin's frame; not what is docked there.

/** Main area; its id seen 2022 to 2026-09. */
const MAIN = '#AppFrameMain';
/** What main scrolls in, with its scrollbar; its id seen 2022 to 2026-09. */
const SCROLLER = '#AppFrameScrollable';
/** Top bar; its id seen 2022 to 2026-09. */
const TOP_BAR = '#AppFrameTopBar';

/** What of the window main can be seen in, as distances from the window's edges in pixels, without scrollbars. */
export interface Room {
  top: number;
  left: number;
  right: number;
  isRightToLeft: boolean;
}

/** Null while the page has none: then there is nothing that could make room. */
export function mainArea(document: Document): HTMLElement | null {
  return document.querySelector<HTMLElement>(MAIN);
}

export function roomOf(main: HTMLElement): Room {
  const { documentElement, defaultView } = main.ownerDocument;
  const scroller = main.closest<HTMLElement>(SCROLLER);
  const box = (scroller ?? main).getBoundingClientRect();
  const left = box.left + (scroller?.clientLeft ?? 0);
  const width = scroller?.clientWidth ?? box.width;
  const bar = main.ownerDocument.querySelector(TOP_BAR)?.getBoundingClientRect().bottom ?? 0;
  return {
    top: Math.max(0, bar, scroller ? box.top : 0),
    left: Math.max(0, left),
    right: Math.max(0, documentElement.clientWidth - left - width),
    isRightToLeft: defaultView?.getComputedStyle(main).direction === 'rtl',
  };
}

/** Main keeps this much, a CSS length, free of its own at that side. On paper nothing is docked. */
export function dockRules(side: 'inline-end' | 'block-end', length: string): string {
  return `@media screen { ${MAIN} { box-sizing: border-box !important; padding-${side}: ${length} !important; } }`;
}
