// A link that goes to its page without a load, unless the person asked the browser for a new tab.
// Knows navigation only.

import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { navigate } from './route';

export const asksForNewTab = (event: MouseEvent): boolean =>
  event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey;

export function Link(props: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const { href, onClick, ...rest } = props;
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || asksForNewTab(event)) return;
        event.preventDefault();
        navigate(href);
      }}
    />
  );
}
