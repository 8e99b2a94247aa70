// Small helpers to build our own elements and to keep the host page out of what happens in them. Knows no host
// selector, no orders, no chrome.* calls.

type Child = Node | string;

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function setAttribute(target: Element, name: string, value: string | null): void {
  if (value === null) target.removeAttribute(name);
  else if (target.getAttribute(name) !== value) target.setAttribute(name, value);
}

export function styleSheet(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

/** What the admin listens to for row clicks and bare-key shortcuts. */
const CLICKS = [
  'click',
  'dblclick',
  'auxclick',
  'mousedown',
  'mouseup',
  'pointerdown',
  'pointerup',
  'touchstart',
  'touchend',
];
const KEYS = ['keydown', 'keypress', 'keyup'] as const;

/**
 * Lets no click leave the host, and none of the keys that are its own. Only the propagation stops: what the browser
 * does by itself (typing, Ctrl+C, the context menu) still happens.
 */
export function containEvents(host: HTMLElement, isOwnKey: (key: string) => boolean = () => true): void {
  const stop = (event: Event): void => event.stopPropagation();
  for (const type of CLICKS) host.addEventListener(type, stop, { passive: true });
  for (const type of KEYS) {
    const stopOwn = (event: KeyboardEvent): void => {
      if (isOwnKey(event.key)) stop(event);
    };
    host.addEventListener(type, stopOwn, { passive: true });
  }
}
