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

/** Of each sheet that we made what it was made from. The page shares the sheets with us, as it does our shadow roots. */
const written = new WeakMap<CSSStyleSheet, string>();
/** The rules of such a text, as the browser writes them. */
const rulesOfText = new Map<string, string>();

export function styleSheet(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  written.set(sheet, css);
  return sheet;
}

/**
 * Whether nothing has been done to how an element of ours looks: in its tree there are our sheets only, as they were
 * written, and no styles or animations but those that we set, which are custom properties.
 */
export function isAsBuilt(target: HTMLElement): boolean {
  const root = target.getRootNode();
  if (!(root instanceof ShadowRoot) || !root.host.matches('[data-ucos-inline]')) return false;
  const sheets = root.adoptedStyleSheets;
  if (sheets.length === 0 || !sheets.every(isAsWritten) || root.querySelector('style, link')) return false;
  const isOurs = ({ style }: HTMLElement): boolean => [...style].every((name) => name.startsWith('--'));
  for (let at: HTMLElement | null = target; at; at = at.parentElement) if (!isOurs(at)) return false;
  if (![...target.querySelectorAll<HTMLElement>('[style]')].every(isOurs)) return false;
  const isFromSheet = (each: Animation): boolean =>
    each instanceof CSSAnimation || each instanceof CSSTransition;
  return root.getAnimations().every(isFromSheet);
}

function isAsWritten(sheet: CSSStyleSheet): boolean {
  const css = written.get(sheet);
  if (css === undefined || sheet.disabled || sheet.media.length > 0) return false;
  let rules = rulesOfText.get(css);
  if (rules === undefined) {
    const fresh = new CSSStyleSheet();
    fresh.replaceSync(css);
    rules = rulesOf(fresh);
    rulesOfText.set(css, rules);
  }
  return rules === rulesOf(sheet);
}

const rulesOf = ({ cssRules }: CSSStyleSheet): string => [...cssRules].map(({ cssText }) => cssText).join();

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
