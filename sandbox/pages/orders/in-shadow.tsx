// Puts its children into an open shadow root, for a list whose rows live in one.
// Knows shadow roots and style sheets; nothing of what is inside.

import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';

/** The document's rules as a sheet that a shadow root can adopt: a sheet of a link cannot be shared as it is. */
function copyOfPageStyles(): CSSStyleSheet {
  const copy = new CSSStyleSheet();
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  copy.replaceSync(rules.map((rule) => rule.cssText).join('\n'));
  return copy;
}

export function InShadow({ children }: { children: ReactNode }) {
  const host = useRef<HTMLDivElement>(null);
  const [root, setRoot] = useState<ShadowRoot | null>(null);
  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const shadow = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [copyOfPageStyles()];
    setRoot(shadow);
  }, []);
  return <div ref={host}>{root && createPortal(children, root)}</div>;
}
