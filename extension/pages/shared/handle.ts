// Finds the store handle in what a person typed or pasted, or in a tab's address.
// Knows the admin's addresses; no DOM, no chrome.* calls.

export type HandleReading =
  | { handle: string; asTyped: boolean }
  | { handle: null; fault: 'empty' | 'malformed' | 'other-address' };

const isHandle = (text: string): boolean => /^[a-z0-9][a-z0-9-]*$/.test(text);

/** The store that an address of the admin is about; null for any other address. */
export function handleInAddress(address: string): string | null {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  const named =
    url.hostname === 'admin.shopify.com'
      ? /^\/store\/([^/]+)/.exec(url.pathname)
      : /^([^.]+)\.myshopify\.com$/.exec(url.hostname);
  const handle = named?.[1]?.toLowerCase() ?? '';
  return isHandle(handle) ? handle : null;
}

/** Reads a handle, an address of the admin (with or without `https://`), or `{handle}.myshopify.com`. */
export function readHandle(typed: string): HandleReading {
  const text = typed.trim();
  if (text === '') return { handle: null, fault: 'empty' };
  if (isHandle(text)) return { handle: text, asTyped: text === typed };
  if (isHandle(text.toLowerCase())) return { handle: text.toLowerCase(), asTyped: false };
  if (/\s/.test(text) || !/[./]/.test(text)) return { handle: null, fault: 'malformed' };
  const handle = handleInAddress(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
  return handle === null ? { handle, fault: 'other-address' } : { handle, asTyped: false };
}
