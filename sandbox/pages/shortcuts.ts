// The admin's global shortcuts: bare keys and sequences, heard at the document.
// Knows the keyboard and a table of effects; a key typed in a shadow root is judged by the host the document sees,
// which is exactly how a careless extension leaks its keys.

import { recordShortcut } from './log';

export interface Shortcut {
  keys: string[];
  does: string;
  effect?: () => void;
}

/** A sequence is given up when its next key is this late. */
const SEQUENCE_PAUSE_MS = 1500;

const startsWith = (shortcut: Shortcut, typed: string[]): boolean =>
  typed.every((key, index) => shortcut.keys[index] === key);

function isTypingPlace(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input, textarea, select');
}

/** Listens until the signal aborts. */
export function listenForShortcuts(shortcuts: Shortcut[], signal: AbortSignal): void {
  let typed: string[] = [];
  let typedAt = 0;

  const take = (key: string): void => {
    typed.push(key);
    let candidates = shortcuts.filter((shortcut) => startsWith(shortcut, typed));
    if (candidates.length === 0) {
      typed = [key];
      candidates = shortcuts.filter((shortcut) => startsWith(shortcut, typed));
    }
    const complete = candidates.find((shortcut) => shortcut.keys.length === typed.length);
    if (complete) {
      typed = [];
      recordShortcut(complete.keys.join(' '), complete.does);
      complete.effect?.();
    } else if (candidates.length === 0) {
      typed = [];
    }
  };

  document.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTypingPlace(event.target)) return;
      if (event.key.length !== 1) return;
      if (event.timeStamp - typedAt > SEQUENCE_PAUSE_MS) typed = [];
      typedAt = event.timeStamp;
      const before = document.activeElement;
      take(event.key.toUpperCase());
      // Without this the key that moved the focus into a field would also be typed there.
      if (document.activeElement !== before) event.preventDefault();
    },
    { signal },
  );
}
