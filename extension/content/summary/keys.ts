// Takes keys before the page hears of them: of a key that was taken, its release too, wherever the focus is by then.
// Knows no orders and no rows.

import { listen } from '../ui/press';

/** `take` acts on a key and says whether it was ours; only those of which `mayBeOurs` are looked at. */
export function takeKeys(
  signal: AbortSignal,
  take: (event: KeyboardEvent) => boolean,
  mayBeOurs: (event: KeyboardEvent) => boolean = isBare,
): void {
  const held = new Set<string>();
  const keep = (event: KeyboardEvent): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const options = { capture: true, signal };
  listen(
    window,
    'keydown',
    (event) => {
      if (!mayBeOurs(event) || !take(event)) return;
      // Of a key pressed with Cmd, macOS tells no release.
      if (!event.metaKey) held.add(event.key);
      keep(event);
    },
    options,
  );
  listen(
    window,
    'keyup',
    (event) => {
      if (held.delete(event.key)) keep(event);
    },
    options,
  );
}

const isBare = ({ altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean =>
  !altKey && !ctrlKey && !metaKey && !shiftKey;
