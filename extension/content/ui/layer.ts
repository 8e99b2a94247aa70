// Keeps hosts of ours beside the page's body, where no framework of the page keeps its books. Knows no host page and not
// what is in them.

/** A page that takes a host out as often as this does not want it. */
const INSERTION_LIMIT = 20;

const insertions = new WeakMap<HTMLElement, number>();

/** To be called again when the page may have thrown it out. */
export function putLayer(host: HTMLElement): void {
  const count = insertions.get(host) ?? 0;
  if (host.isConnected || count >= INSERTION_LIMIT) return;
  insertions.set(host, count + 1);
  document.documentElement.append(host);
}

/** It goes, and may come again. */
export function removeLayer(host: HTMLElement): void {
  insertions.delete(host);
  host.remove();
}
