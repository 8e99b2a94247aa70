// When a press counts: only a person's, on what is ours, where the person saw it. Every listener of ours on what people
// do goes through here (tests/e2e/attacks/listeners.spec.ts). The page shares our elements with us: it may send events,
// cover them, move them or redraw them between two presses. Knows no orders, no host selector, no chrome.* calls.

import { isAsBuilt } from './dom';

/** How far a thing may move between press and release, in pixels: numbers beside it count on. */
const MOVES_AT_MOST = 8;
const VISIBLY = { opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true };
/** How often the browser looks whether anything covers what is watched; its own least. */
const LOOKS_EVERY_MS = 100;

/** The press that is going on: where each thing of ours under the pointer was, and what lay on top. */
let down: { boxes: Map<EventTarget, DOMRect>; top: Element | null } | null = null;
/** What had the focus when Enter or Space went down, and when; null: neither is down. */
let keyDown: { on: EventTarget | undefined; at_ms: number } | null = null;
/** Another window may have got the release. */
const FORGOTTEN_AFTER_MS = 10_000;

/** Watches presses from before the page hears of them, so that no page can begin one elsewhere and end it on ours. */
export function followPresses(signal: AbortSignal): void {
  const options = { capture: true, passive: true, signal };
  const onDown = (event: PointerEvent): void => {
    if (!event.isTrusted) return;
    down = { boxes: new Map(), top: topAt(event) };
    const path = event.composedPath();
    const host = path.findIndex((each) => each instanceof Element && each.matches('[data-ucos-inline]'));
    for (const each of path.slice(0, Math.max(0, host))) {
      if (each instanceof HTMLElement) down.boxes.set(each, each.getBoundingClientRect());
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isTrusted && isPressKey(event))
      keyDown = { on: event.composedPath()[0], at_ms: performance.now() };
  };
  const onKeyUp = (event: KeyboardEvent): void => {
    if (event.isTrusted && isPressKey(event)) keyDown = null;
  };
  window.addEventListener('pointerdown', onDown, options);
  window.addEventListener('keydown', onKeyDown, options);
  window.addEventListener('keyup', onKeyUp, options);
}

const isPressKey = ({ key }: KeyboardEvent): boolean => key === 'Enter' || key === ' ';

/** Hears only what a person does. */
export function listen<K extends keyof HTMLElementEventMap>(
  target: HTMLElement | Document | Window,
  type: K,
  act: (event: HTMLElementEventMap[K]) => void,
  options: AddEventListenerOptions = {},
): void {
  target.addEventListener(
    type,
    (event) => {
      // The names and types of events are the DOM's own.
      if (event.isTrusted) act(event as HTMLElementEventMap[K]);
    },
    options,
  );
}

export interface PressOptions {
  /** What the button has to read, or something else was written on it. */
  reads?: () => string;
  /**
   * Whether it has to be seen as it is, with nothing over it. Not asked of what only opens something else, nor of what
   * floats among the page's own bars: a shadow of theirs is told as a cover.
   */
  isWatched?: boolean;
  /** Told of a press that does not count because of what the page did; nothing is done then. */
  onRefused?: () => void;
}

/**
 * A press on a button that sets something off: by a person, once (the second click of a double click falls on what the
 * first one has put there, a held key is one press), and on the button as we made it and as it could be seen.
 */
export function onPress(
  button: HTMLElement,
  act: (event: MouseEvent) => void,
  { reads, isWatched = true, onRefused = () => {} }: PressOptions = {},
): void {
  if (isWatched) watchSight(button);
  listen(button, 'click', (event) => {
    if (event.detail > 1) return;
    if (isSeenPress(event, button) && (reads === undefined || reads() === button.textContent)) act(event);
    else onRefused();
  });
  listen(button, 'keydown', (event) => {
    if (event.repeat && isPressKey(event)) event.preventDefault();
  });
}

/** A tick, by a person, of a box that sets nothing off by itself. A page's does not even show. */
export function onTick(box: HTMLInputElement, act: () => void): void {
  box.addEventListener('click', (event) => {
    if (event.isTrusted) act();
    else event.preventDefault();
  });
}

/** Whether a click of a person was on this and nothing else; `sight` is what had to be seen, if that is not the same. */
export function isSeenPress(event: MouseEvent, target: HTMLElement, sight: Element = target): boolean {
  if (!event.isTrusted || !isSeen(target, sight)) return false;
  const isByPointer = event instanceof PointerEvent && event.pointerType !== '';
  return isByPointer ? isHeldStill(event, target) : isOwnKey(target);
}

/** Enter presses whatever has the focus by then: a page might move it to ours. Assistive technology presses without a key. */
function isOwnKey(target: HTMLElement): boolean {
  return keyDown === null || keyDown.on === target || performance.now() - keyDown.at_ms > FORGOTTEN_AFTER_MS;
}

function isHeldStill(event: MouseEvent, target: HTMLElement): boolean {
  const before = down?.boxes.get(target);
  if (!before || !target.contains(down?.top ?? null) || !target.contains(topAt(event))) return false;
  const { left, top } = target.getBoundingClientRect();
  return Math.abs(left - before.left) <= MOVES_AT_MOST && Math.abs(top - before.top) <= MOVES_AT_MOST;
}

/** Whether it can be seen as we made it. */
export function isSeen(target: HTMLElement, sight: Element = target): boolean {
  return target.checkVisibility(VISIBLY) && !hidden.has(sight) && isAsBuilt(target);
}

/** What is on top there, through open shadow roots, the page's and ours. */
function topAt({ clientX, clientY }: MouseEvent): Element | null {
  let found = document.elementFromPoint(clientX, clientY);
  while (found?.shadowRoot) {
    const inner = found.shadowRoot.elementFromPoint(clientX, clientY);
    if (inner === null || inner === found) break;
    found = inner;
  }
  return found;
}

// What lets pointers through covers as well, and only the browser's own look tells of it: a while before the press, so
// that it does not help to take the cover away just then.

/** What was on the screen at the last look, but covered, faded or distorted. */
const hidden = new Set<Element>();
/** When something of ours that lay on top went. */
let cleared_ms = 0;
const sight = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      const { target, isIntersecting, time } = entry;
      // Looked before, told after: what went may be what hid it.
      if (time <= cleared_ms) {
        lookAnew(target);
        continue;
      }
      // Of what we do not show, or what is not on the screen, there is nothing to say.
      const isHidden = isIntersecting && 'isVisible' in entry && entry.isVisible === false;
      if (isHidden && target.checkVisibility(VISIBLY)) hidden.add(target);
      else hidden.delete(target);
    }
  },
  { trackVisibility: true, delay: LOOKS_EVERY_MS } as IntersectionObserverInit,
);

export function watchSight(element: Element): void {
  sight.observe(element);
}

/** What of ours lay on top is gone: what it hid is to be looked at anew. */
export function lookAgain(): void {
  cleared_ms = performance.now();
  for (const element of hidden) lookAnew(element);
  hidden.clear();
}

/** The browser tells of changes only; one that is watched anew is told of as it is. */
function lookAnew(element: Element): void {
  sight.unobserve(element);
  if (element.isConnected) sight.observe(element);
}
