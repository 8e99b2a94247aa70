// Puts a store's statuses under headings, as the menu of an order does, and leaves none of them out.
// Pure: no DOM, no chrome.* calls, no words.

import type { CatalogStatusView, CatalogView } from '../../protocol';

export interface Section {
  /** A workflow's name; `addon` and `other` are for statuses that stand in no group. */
  heading: { name: string } | 'addon' | 'other' | null;
  statuses: CatalogStatusView[];
}

export function sectionsOf(catalog: CatalogView): Section[] {
  const byId = new Map(catalog.statuses.map((status) => [status.id, status]));
  const grouped = new Set(catalog.groups.flatMap((group) => group.statuses));
  const alone = catalog.statuses.filter((status) => !grouped.has(status.id));
  const groups: Section[] = catalog.groups.map((group) => ({
    heading: group.name === null ? null : { name: group.name },
    statuses: group.statuses.flatMap((id) => byId.get(id) ?? []),
  }));
  const rest: Section[] = [
    // A heading says how these differ from the others; without others it would say nothing.
    { heading: groups.length > 0 ? 'other' : null, statuses: alone.filter((status) => !status.is_addon) },
    { heading: 'addon', statuses: alone.filter((status) => status.is_addon) },
  ];
  return [...groups, ...rest].filter((section) => section.statuses.length > 0);
}
