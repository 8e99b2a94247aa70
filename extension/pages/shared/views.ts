// Reads the views of stores and catalogs out of chrome.storage.session and follows them.
// Knows the shapes of the protocol; a view that it cannot read is left out, since a page must paint what there is.

import type { CatalogGroupView, CatalogStatusView, CatalogView, StoreView } from '../../protocol';
import { catalogKey, storeKey } from '../../protocol';

export interface Views {
  /** Connected stores, by handle. */
  stores: StoreView[];
  catalogs: Map<string, CatalogView>;
}

const isPainted = (key: string): boolean => key.startsWith(storeKey('')) || key.startsWith(catalogKey(''));

export async function readViews(): Promise<Views> {
  // By key, since the same area holds every order's view, and those can be many.
  const keys = (await chrome.storage.session.getKeys()).filter(isPainted);
  const values = Object.values(await chrome.storage.session.get(keys)).map(parse);
  return {
    stores: values
      .filter(isStoreView)
      .filter((view) => view.connected)
      .sort((a, b) => a.store.localeCompare(b.store)),
    catalogs: new Map(values.filter(isCatalogView).map((view) => [view.store, view])),
  };
}

/** Paints now and after every change, for as long as the page is there. Resolves after the first painting. */
export async function followViews(paint: (views: Views) => void): Promise<void> {
  let latest = 0;
  const read = async (): Promise<void> => {
    latest += 1;
    const mine = latest;
    const views = await readViews();
    // A reading that began later knows more.
    if (mine === latest) paint(views);
  };
  chrome.storage.session.onChanged.addListener((changes) => {
    if (Object.keys(changes).some(isPainted)) void read();
  });
  await read();
}

function parse(value: unknown): unknown {
  if (typeof value !== 'string') return null;
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';

const isProblemOrNull = (value: unknown): boolean =>
  value === null || (isObject(value) && typeof value.code === 'string' && isTextOrNull(value.detail));

const isStoreView = (value: unknown): value is StoreView =>
  isObject(value) &&
  typeof value.store === 'string' &&
  typeof value.connected === 'boolean' &&
  isTextOrNull(value.staff_name) &&
  isProblemOrNull(value.problem) &&
  (value.problem_since === null || typeof value.problem_since === 'number');

const isColor = (value: unknown): boolean => typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value);

const isCatalogStatusView = (value: unknown): value is CatalogStatusView =>
  isObject(value) &&
  typeof value.id === 'string' &&
  typeof value.name === 'string' &&
  isColor(value.paper) &&
  isColor(value.ink) &&
  Array.isArray(value.sub_statuses) &&
  value.sub_statuses.every((sub) => isObject(sub) && typeof sub.name === 'string');

const isCatalogGroupView = (value: unknown): value is CatalogGroupView =>
  isObject(value) && isTextOrNull(value.name) && Array.isArray(value.statuses);

const isCatalogView = (value: unknown): value is CatalogView =>
  isObject(value) &&
  typeof value.store === 'string' &&
  Array.isArray(value.statuses) &&
  value.statuses.every(isCatalogStatusView) &&
  Array.isArray(value.groups) &&
  value.groups.every(isCatalogGroupView);
