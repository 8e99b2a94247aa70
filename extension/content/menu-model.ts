// What the menu offers, filtered: statuses by workflow, and as a second step the sub-statuses of one. Pure; no DOM.

import type { CatalogStatusView, CatalogView, OrderView } from '../protocol';
import { forbidderOf, nextOf } from './sequence';

/** One option. `enters`: choosing it leads to the second step. */
export interface Choice {
  status: CatalogStatusView;
  sub_status: { id: string; name: string } | null;
  name: string;
  isCurrent: boolean;
  /** Whether it is the order's next step. */
  isNext: boolean;
  /** Why the workflow forbids it: the names of what may come instead, perhaps none; null: it is not forbidden. */
  forbidden: string[] | null;
  enters: boolean;
}

/** Choices under one heading; null: no heading. */
export interface Section {
  heading: string | null;
  choices: Choice[];
}

export function sectionsOf(
  catalog: CatalogView,
  order: OrderView | null,
  step: CatalogStatusView | null,
  filter: string,
): Section[] {
  const sections = step ? [subStatuses(step, order)] : statuses(catalog, order);
  const wanted = fold(filter.trim());
  return sections
    .map((section) => ({
      ...section,
      choices: section.choices.filter(({ name }) => fold(name).includes(wanted)),
    }))
    .filter((section) => section.choices.length > 0);
}

function statuses(catalog: CatalogView, order: OrderView | null): Section[] {
  const left = new Map(
    catalog.statuses.filter((status) => !status.is_addon).map((status) => [status.id, status]),
  );
  const offered = new Map(left);
  const sections: Section[] = [];
  for (const group of catalog.groups) {
    const choices = group.statuses.flatMap((id) => {
      const status = offered.get(id);
      left.delete(id);
      return status ? [statusChoice(catalog, status, order)] : [];
    });
    sections.push({ heading: group.name, choices });
  }
  // Whatever no group names is still a status of the store.
  const others = [...left.values()].map((status) => statusChoice(catalog, status, order));
  sections.push({ heading: null, choices: others });
  return sections;
}

function statusChoice(catalog: CatalogView, status: CatalogStatusView, order: OrderView | null): Choice {
  return {
    status,
    sub_status: null,
    name: status.name,
    isCurrent: order?.status?.id === status.id,
    isNext: nextOf(catalog, order)?.id === status.id,
    forbidden: forbidderOf(catalog, order, status),
    enters: status.sub_statuses.length > 0,
  };
}

function subStatuses(status: CatalogStatusView, order: OrderView | null): Section {
  const isCurrent = order?.status?.id === status.id;
  const choices = status.sub_statuses.map((sub_status) => ({
    status,
    sub_status,
    name: sub_status.name,
    isCurrent: isCurrent && order?.sub_status?.id === sub_status.id,
    isNext: false,
    forbidden: null,
    enters: false,
  }));
  return { heading: null, choices };
}

/** Letters without case and diacritics: "etape" finds "Étape". */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLocaleLowerCase();
}
