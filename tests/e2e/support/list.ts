// What an Orders list of the sandbox shows, and what it should show: read from the page by the sandbox's own classes
// and from its database. Shares no code with the extension, so that the two can disagree.

import type { Page } from '@playwright/test';
import type { Sandbox } from './sandbox';

export interface ShownBadge {
  order: string | undefined;
  kind: string | undefined;
  state: string | undefined;
  name: string;
}

export interface ShownRow {
  /** The order that the row's link leads to; null where a quirk leaves no link. */
  order: string | null;
  badges: ShownBadge[];
  /** What the badges stand in directly: its local name, and its role if it has one. */
  parents: string[];
}

export interface ShownList {
  rows: ShownRow[];
  /** Badges in rows that are no orders: headers, sub-headers, footers. */
  strays: number;
}

/** The list as it is now, open shadow roots included. */
export function readList(page: Page): Promise<ShownList> {
  return page.evaluate(() => {
    const HOST = '[data-ucos-inline="badge"]';
    const deep = (root: ParentNode, selector: string): HTMLElement[] => [
      ...root.querySelectorAll<HTMLElement>(selector),
      ...[...root.querySelectorAll('*')].flatMap((each) =>
        each.shadowRoot && !each.matches(HOST) ? deep(each.shadowRoot, selector) : [],
      ),
    ];
    const rows = deep(document, '[class*="TableRow"]:not([class*="ubheader"])').map((row) => {
      const hosts = [...row.querySelectorAll<HTMLElement>(HOST)];
      const href = row.querySelector('a.order-link')?.getAttribute('href');
      return {
        order: href?.split('/').at(-1) ?? null,
        badges: hosts.map(({ dataset, shadowRoot }) => ({
          order: dataset.order,
          kind: dataset.kind,
          state: dataset.state,
          name: shadowRoot?.querySelector('button')?.getAttribute('aria-label') ?? '',
        })),
        parents: hosts.map(({ parentElement: parent }) =>
          [parent?.localName, parent?.getAttribute('role')].filter(Boolean).join(' '),
        ),
      };
    });
    const inRows = rows.reduce((sum, row) => sum + row.badges.length, 0);
    return { rows, strays: deep(document, HOST).length - inRows };
  });
}

/** The orders that the page's own data has for the list at this address, in the order of its rows. */
export function listedOrders(page: Page): Promise<{ id: string; kind: 'order' | 'draft' }[]> {
  return page.evaluate(async () => {
    const [, store, section] = /^\/store\/([^/]+)\/([^/]+)/.exec(location.pathname) ?? [];
    const here = new URLSearchParams(location.search);
    const [sort = 'created_at', direction = 'desc'] = here.get('order')?.split(' ') ?? [];
    const asked = new URLSearchParams({
      kind: section === 'draft_orders' ? 'draft' : 'order',
      view: here.get('savedViewId') ?? 'all',
      query: here.get('query') ?? '',
      page: here.get('page') ?? '1',
      per_page: here.get('per_page') ?? '50',
      sort,
      direction,
    });
    const answer = await fetch(`/_data/${store}/orders?${asked}`);
    const { orders } = await answer.json();
    return orders.map(({ id, kind }: { id: string; kind: 'order' | 'draft' }) => ({ id, kind }));
  });
}

/** With what each order's badge must begin, by the sandbox's database. */
export async function statusTexts(
  sandbox: Sandbox,
  ids: string[],
  store = 'maple-and-birch',
): Promise<Record<string, string>> {
  const texts = ids.map(async (id) => {
    const { status, sub_status } = await sandbox.order(store, id);
    return [id, [status ?? 'No status', sub_status].filter(Boolean).join(' · ')] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}

/** A badge's name without what it says of due times, which goes on by itself. */
export const withoutDue = (name: string): string =>
  name.replace(/, (?:due in|overdue by|possibly overdue)[^,]*/, '');

/** The states of a badge whose order is known and has no change on its way. */
export const KNOWN = /^(?:none|ok|due-soon|maybe-overdue|overdue)$/;

/** Whether a badge's name says this status, and perhaps more after a comma. */
export const says = (name: string, status: string): boolean =>
  name === status || name.startsWith(`${status}, `);

/**
 * What is not as it should be in the list now, in words; empty: each row has its one badge with the status of the
 * database. To be polled: an answer may be on its way.
 */
export async function faultsOf(page: Page, sandbox: Sandbox): Promise<string[]> {
  const listed = await listedOrders(page);
  const store = new URL(page.url()).pathname.split('/')[2] ?? '';
  const texts = await statusTexts(
    sandbox,
    listed.map(({ id }) => id),
    store,
  );
  const { rows, strays } = await readList(page);
  const faults = strays === 0 ? [] : [`${strays} badges outside order rows`];
  if (rows.length === 0 || rows.length !== listed.length)
    faults.push(`${rows.length} rows for ${listed.length} orders`);
  for (const [index, { badges }] of rows.entries()) {
    const { id = '', kind } = listed[index] ?? {};
    const [badge] = badges;
    if (badges.length !== 1 || !badge) faults.push(`row ${index}: ${badges.length} badges`);
    else if (badge.order !== id || badge.kind !== kind)
      faults.push(`row ${index}: ${badge.kind} ${badge.order} for ${kind} ${id}`);
    else if (!says(badge.name, texts[id] ?? ''))
      faults.push(`row ${index}: "${badge.name}" for "${texts[id]}"`);
  }
  return faults;
}

/** The page's own tree as text, ours left out: equal with and without us if we only add. */
export function hostStructure(page: Page): Promise<string> {
  return page.evaluate(() => {
    const lines: string[] = [];
    const write = (node: Node, depth: string): void => {
      if (node instanceof Text) lines.push(`${depth}"${node.data}"`);
      if (!(node instanceof Element) || node.hasAttribute('data-ucos-inline')) return;
      // React's generated ids count what was rendered before, which is not what is compared.
      const attributes = [...node.attributes]
        .map(({ name, value }) => ` ${name}="${value.replace(/^_r_\w+_$/, '_r_')}"`)
        .sort();
      lines.push(`${depth}<${node.localName}${attributes.join('')}>`);
      const tree = node.shadowRoot ? [...node.shadowRoot.childNodes, ...node.childNodes] : node.childNodes;
      for (const child of tree) write(child, `${depth} `);
    };
    write(document.body, '');
    return lines.join('\n');
  });
}

/** Collects what the page throws or logs as an error, beside what its own #sandbox-errors counts. */
export function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}
