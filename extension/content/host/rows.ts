// Finds the rows of the Orders list, whichever generation of markup the admin serves, and says where in each the
// badge goes. All selectors are here, with the dates they were seen. Reads the page and never writes to it; fails
// closed: a row whose order is in any doubt is left out. Knows nothing of badges, views or commands.

import type { OrderKind, OrderRef } from '../../protocol';

export interface OrderRow {
  element: Element;
  order: OrderRef;
  mount: Mount;
}

/** Right after a link, or, in a row without one, at the end of a cell. */
export type Mount = { after: Element } | { endOf: Element };

/** Main area; its id seen 2022 to 2026-09. */
const MAIN = '#AppFrameMain';
/** `gid://shopify/Order/1` as the row's id (tables 2021 to 2024, condensed lists 2024). */
const ROW_GID = '[id^="gid://shopify/"]';
/** The row checkbox's id (2024) or label (2022 to 2026-09, its verb localised) carries the GID. */
const CHECKBOX = 'input[type="checkbox"], [role="checkbox"]';
const PRIMARY_LINK = 'a[data-primary-link]';
/** Whatever may name an order. */
const SEEDS = 'a[href*="orders/"], [id*="gid://shopify/"], [aria-label*="gid://shopify/"]';
/** `tr`: tables. `li`: condensed lists. `role="row"`: the grid, since 2025. */
export const ROW = 'tr, li, [role="row"]';
/** A row by its class only, should the roles go; every generation so far has had it. */
export const ROW_BY_CLASS = '[class*="TableRow"]';
/** The row cells of every generation. */
const CELL = 'td, th, [role="cell"], [role="gridcell"], [role="rowheader"]';
/** Links to orders here are no rows: headers, portals (search overlay, popovers), navigation, dialogs, ourselves. */
const OUTSIDE = [
  'thead',
  '[role="columnheader"]',
  '[class*="TableHead"]',
  '#PolarisPortalsContainer',
  '#AppFrameTopBar',
  '#AppFrameNav',
  'nav',
  'dialog',
  '[role="dialog"]',
  '[data-ucos-inline]',
].join(', ');

const LINK_PATH = /^\/store\/([a-z0-9][a-z0-9-]*)\/(orders|draft_orders)\/([0-9]+)\/?$/;
const GID = /gid:\/\/shopify\/(Order|DraftOrder)\/([0-9]+)/;

/** The order links of one row before it is judged, in document order. */
type Links = { element: Element; order: OrderRef }[];

export interface Found {
  /** In document order. */
  rows: OrderRow[];
  /** The shadow roots that were searched: an observer of the light DOM does not see into them. */
  shadowRoots: ShadowRoot[];
}

/** The narrowest root that outlives client-side navigation, to search and to observe; null before the page has it. */
export function stableRoot(document: Document): Element | null {
  return document.querySelector(MAIN);
}

/** The rows of the list of that store. */
export function findRows(document: Document, store: string): Found {
  const main = stableRoot(document) ?? document.querySelector('main');
  const root = main ?? document.body;
  if (root === null) return { rows: [], shadowRoots: [] };
  const rows = rowsIn(document, store, root, [...root.querySelectorAll(SEEDS)]);
  if (rows.length > 0 || main === null) return { rows, shadowRoots: [] };
  const shadowRoots = openShadowRoots(root);
  const seeds = [root, ...shadowRoots].flatMap((tree) => [...tree.querySelectorAll(SEEDS)]);
  return { rows: rowsIn(document, store, root, seeds), shadowRoots };
}

/** Every open shadow root below, at any depth. */
export function openShadowRoots(root: ParentNode): ShadowRoot[] {
  return [...root.querySelectorAll('*')].flatMap((element) =>
    element.shadowRoot && !element.matches(OUTSIDE)
      ? [element.shadowRoot, ...openShadowRoots(element.shadowRoot)]
      : [],
  );
}

function rowsIn(document: Document, store: string, root: Element, seeds: Element[]): OrderRow[] {
  const proper = new Map<Element, Links>();
  const listItems = new Map<Element, Links>();
  const loose: Links = [];
  for (const seed of seeds) {
    const order = orderOfLink(seed, store, document);
    const row = closest(seed, ROW) ?? closest(seed, ROW_BY_CLASS);
    if (row === null || !contains(root, row)) {
      if (order) loose.push({ element: seed, order });
      continue;
    }
    const isPlainItem = row.localName === 'li' && !row.matches(`${ROW_GID}, ${ROW_BY_CLASS}`);
    const links = linksOf(row, isPlainItem ? listItems : proper);
    if (order) links.push({ element: seed, order });
  }
  // A page with a table has its rows there; a plain list beside it (in a banner, say) is something else.
  for (const candidates of [proper, listItems, rowsBySiblings(root, loose)]) {
    const rows = [...candidates].flatMap(([row, links]) => judge(row, links) ?? []);
    if (rows.length > 0) return withoutTwins(rows);
  }
  return [];
}

/** An order has one row: of two that claim it one does so wrongly, and it cannot be told which. */
function withoutTwins(rows: OrderRow[]): OrderRow[] {
  const counts = new Map<string, number>();
  const nameOf = ({ order: { kind, id } }: OrderRow): string => `${kind}/${id}`;
  for (const row of rows) counts.set(nameOf(row), (counts.get(nameOf(row)) ?? 0) + 1);
  return rows.filter((row) => counts.get(nameOf(row)) === 1);
}

/** The row's order and its place for a badge, or null if link and GID disagree, or either is ambiguous. */
function judge(row: Element, links: Links): OrderRow | null {
  if (closest(row, OUTSIDE) !== null || row.querySelector('[role="columnheader"], th[scope="col"]'))
    return null;
  const link = links.find(({ element }) => element.matches(PRIMARY_LINK)) ?? links[0];
  const { attributes, labels } = gidsOf(row);
  const gids = [...attributes, ...labels];
  const [gid] = gids;
  if (gid && !gids.every((other) => isSame(other, gid))) return null;
  if (link && gid && !isSame(link.order, gid)) return null;
  if (link) {
    const isAlone = links.every(({ order }) => isSame(order, link.order));
    const isMarked = link.element.matches(PRIMARY_LINK);
    if (!isAlone && !isMarked && !gid) return null;
    return { element: row, order: link.order, mount: { after: link.element } };
  }
  // A label's text alone does not name a row: its changes are not observed, and the badge could outlive them.
  const [attribute] = attributes;
  const mount = attribute && mountWithoutLink(row);
  return attribute && mount ? { element: row, order: attribute, mount } : null;
}

/** The order's label in the row, as the link says it that a badge of ours stands after; null: it stands after none. */
export function labelBeside(badge: Element): string | null {
  const link = badge.previousElementSibling;
  return link instanceof HTMLAnchorElement ? link.textContent.trim() || null : null;
}

function linksOf(row: Element, candidates: Map<Element, Links>): Links {
  const links = candidates.get(row) ?? [];
  candidates.set(row, links);
  return links;
}

function mountWithoutLink(row: Element): Mount | null {
  const primary = row.querySelector(PRIMARY_LINK);
  if (primary) return { after: primary };
  // The Order column is always the first after the checkbox.
  const cell = [...row.querySelectorAll(CELL)].find((candidate) => !candidate.querySelector(CHECKBOX));
  if (!cell) return null;
  // React re-sets the text of a text-only element and wipes what is beside it; beside elements we survive.
  let end = cell;
  for (let only = onlyElement(end); only?.firstElementChild; only = onlyElement(end)) end = only;
  return { endOf: end };
}

function onlyElement(parent: Element): Element | null {
  const ours = '[data-ucos-inline]';
  const elements = [...parent.children].filter((child) => !child.matches(ours));
  const hasText = [...parent.childNodes].some(
    (node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim(),
  );
  return elements.length === 1 && !hasText ? (elements[0] ?? null) : null;
}

function gidsOf(row: Element): { attributes: OrderRef[]; labels: OrderRef[] } {
  const attributes: (string | null | undefined)[] = [row.id];
  // Not by `input.labels`: that walks the whole document for every row.
  const labels: (string | null | undefined)[] = labelsOf(row).map((label) => label.textContent);
  for (const checkbox of checkboxesOf(row)) {
    attributes.push(checkbox.id, checkbox.getAttribute('aria-label'));
    const tree = checkbox.getRootNode();
    for (const id of checkbox.getAttribute('aria-labelledby')?.split(/\s+/) ?? []) {
      if (tree instanceof Document || tree instanceof ShadowRoot)
        labels.push(tree.getElementById(id)?.textContent);
    }
  }
  const read = (texts: (string | null | undefined)[]): OrderRef[] =>
    texts.flatMap((text) => orderOfGid(text) ?? []);
  return { attributes: read(attributes), labels: read(labels) };
}

/** The row's checkboxes, the one that selects it first: its cell is the first in every generation. */
export const checkboxesOf = (row: Element): Element[] => insideRow(row, CHECKBOX);
const labelsOf = (row: Element): Element[] => insideRow(row, 'label');

function insideRow(row: Element, selector: string): Element[] {
  const found = [...row.querySelectorAll(selector)];
  // A cell's own shadow root may hold them; one look at the row's children tells whether there is any.
  return row.querySelector(CHECKBOX)
    ? found
    : [...found, ...openShadowRoots(row).flatMap((tree) => [...tree.querySelectorAll(selector)])];
}

/**
 * Without any row-like element: the highest ancestor with exactly one order id that has a sibling with another.
 */
function rowsBySiblings(root: Element, links: Links): Map<Element, Links> {
  const idsBelow = new Map<Element, Set<string>>();
  for (const { element, order } of links) {
    for (let at: Element | null = element; at && at !== root; at = parentOf(at)) {
      const ids = idsBelow.get(at) ?? new Set();
      idsBelow.set(at, ids.add(`${order.kind}/${order.id}`));
    }
  }
  const isOne = (element: Element): boolean => idsBelow.get(element)?.size === 1;
  const candidates = new Map<Element, Links>();
  for (const link of links) {
    let row: Element = link.element;
    let parent = parentOf(row);
    while (parent && parent !== root && isOne(parent)) {
      row = parent;
      parent = parentOf(row);
    }
    const hasOther = [...(parent?.children ?? [])].some((child) => child !== row && idsBelow.has(child));
    if (parent && hasOther) linksOf(row, candidates).push(link);
  }
  return candidates;
}

/** The order that a link within that store leads to. */
export function orderOfLink(element: Element, store: string, document: Document): OrderRef | null {
  if (!(element instanceof HTMLAnchorElement)) return null;
  const url = URL.parse(element.getAttribute('href') ?? '', document.baseURI);
  if (url === null || url.origin !== document.location.origin) return null;
  const [, handle, list, id] = LINK_PATH.exec(url.pathname) ?? [];
  if (handle !== store || id === undefined) return null;
  return { kind: list === 'draft_orders' ? 'draft' : 'order', id };
}

/** The order that a GID in a text names. */
export function orderOfGid(text: string | null | undefined): OrderRef | null {
  const [, type, id] = GID.exec(text ?? '') ?? [];
  if (id === undefined) return null;
  const kind: OrderKind = type === 'DraftOrder' ? 'draft' : 'order';
  return { kind, id };
}

const isSame = (one: OrderRef, other: OrderRef): boolean => one.kind === other.kind && one.id === other.id;

/** `closest`, `contains` and parents that see through open shadow roots. */
function closest(element: Element, selector: string): Element | null {
  for (let at: Element | null = element; at; at = hostOf(at)) {
    const found = at.closest(selector);
    if (found) return found;
  }
  return null;
}

function contains(root: Element, element: Element): boolean {
  for (let at: Element | null = element; at; at = hostOf(at)) if (root.contains(at)) return true;
  return false;
}

function parentOf(element: Element): Element | null {
  return element.parentElement ?? hostOf(element);
}

function hostOf(element: Element): Element | null {
  const tree = element.getRootNode();
  return tree instanceof ShadowRoot ? tree.host : null;
}
