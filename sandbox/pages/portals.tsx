// The one container of everything that floats above the page: menus, the search overlay.
// Knows the container and how to put something into it; nothing of what floats.

import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';

export const PORTALS_ID = 'PolarisPortalsContainer';

export function startPortals(): void {
  const container = document.createElement('div');
  container.id = PORTALS_ID;
  document.body.append(container);
}

export function Portal({ children }: { children: ReactNode }) {
  const container = document.getElementById(PORTALS_ID);
  return container ? createPortal(children, container) : null;
}
