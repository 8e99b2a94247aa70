// A small menu under a button of the top bar, floating in the portals container.
// Knows opening, placing and closing; its items come from outside.

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Portal } from './portals';

interface MenuProps {
  /** Undefined: the button is named by what it shows. */
  label?: string;
  className: string;
  face: ReactNode;
  children: ReactNode;
}

export function Menu({ label, className, face, children }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ top: number; right: number } | null>(null);

  useEffect(() => {
    if (!place) return;
    const listening = new AbortController();
    const { signal } = listening;
    menu.current?.querySelector<HTMLElement>('a, button')?.focus();
    const closeFrom = (event: Event): void => {
      const target = event.target;
      if (!(target instanceof Node)) return;
      if (!menu.current?.contains(target) && !button.current?.contains(target)) setPlace(null);
    };
    document.addEventListener('pointerdown', closeFrom, { signal });
    document.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape') return;
        setPlace(null);
        button.current?.focus();
      },
      { signal },
    );
    return () => listening.abort();
  }, [place]);

  const open = (): void => {
    const box = button.current?.getBoundingClientRect();
    if (box) setPlace({ top: box.bottom + 6, right: Math.max(8, window.innerWidth - box.right) });
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={place !== null}
        onClick={() => (place ? setPlace(null) : open())}
      >
        {face}
      </button>
      {place && (
        <Portal>
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the items take keys, the click only closes after them. */}
          <div
            ref={menu}
            role="menu"
            tabIndex={-1}
            className="menu"
            style={place}
            onClick={() => setPlace(null)}
          >
            {children}
          </div>
        </Portal>
      )}
    </>
  );
}
