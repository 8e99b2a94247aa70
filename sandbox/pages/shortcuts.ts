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

  /** Takes one key; true if a shortcut fired that does something. */
  const take = (key: string): boolean => {
    typed.push(key);
    let candidates = shortcuts.filter((shortcut) => startsWith(shortcut, typed));
    if (candidates.length === 0) {
      typed = [key];
      candidates = shortcuts.filter((shortcut) => startsWith(shortcut, typed));
    }
    const complete = candidates.find((shortcut) => shortcut.keys.length === typed.length);
    if (complete || candidates.length === 0) typed = [];
    if (!complete) return false;
    recordShortcut(complete.keys.join(' '), complete.does);
    complete.effect?.();
    return complete.effect !== undefined;
  };

  document.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTypingPlace(event.target)) return;
      if (event.key.length !== 1) return;
      if (event.timeStamp - typedAt > SEQUENCE_PAUSE_MS) typed = [];
      typedAt = event.timeStamp;
      // A key that moves the focus into a field must not also be typed there.
      if (take(event.key.toUpperCase())) event.preventDefault();
    },
    { signal },
  );
}
