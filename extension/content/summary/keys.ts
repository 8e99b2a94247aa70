// Takes keys before the page hears of them: of a key that was taken, its release too, wherever the focus is by then.
// Knows no orders and no rows.

/** `take` acts on a key and says whether it was ours. */
export function takeKeys(signal: AbortSignal, take: (event: KeyboardEvent) => boolean): void {
  const held = new Set<string>();
  const keep = (event: KeyboardEvent): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const options = { capture: true, signal };
  window.addEventListener(
    'keydown',
    (event) => {
      const { isTrusted, altKey, ctrlKey, metaKey, shiftKey } = event;
      if (!isTrusted || altKey || ctrlKey || metaKey || shiftKey || !take(event)) return;
      held.add(event.key);
      keep(event);
    },
    options,
  );
  window.addEventListener(
    'keyup',
    (event) => {
      if (held.delete(event.key)) keep(event);
    },
    options,
  );
}
