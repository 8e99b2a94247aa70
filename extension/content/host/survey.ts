// What the page in front of us is made of, for whoever has to find out why there are no badges: counts, by what its rows
// are rows, and, where it lists orders in a way that we do not know, its structure. Of the structure it tells tags, roles
// and the names of attributes: no text, no id, no value that could name an order or a person. Changes nothing.

import type { OrderRef } from '../../protocol';
import { orderOfPage, storeOfList } from './route';
import { findRows, openShadowRoots, orderOfGid, orderOfLink, ROW, ROW_BY_CLASS, stableRoot } from './rows';

/** By what a row is a row; see `ROW` and `ROW_BY_CLASS` in rows.ts. `likeness`: by nothing but its siblings. */
export type Markup = 'table' | 'condensed' | 'grid' | 'class' | 'likeness';

export interface Survey {
  page: 'list' | 'order' | 'other';
  /** Of the first row; null: there is none. */
  markup: Markup | null;
  rows: number;
  /** What names an order in the main area, in rows or not: links to orders of this store, and GIDs. */
  links: number;
  gids: number;
  badges: number;
  /** Whether the main area has the id that it has had since 2022. */
  has_main: boolean;
  shadow_roots: number;
  /** Of the main area, line by line; empty where rows were found or there is nothing that names an order. */
  structure: string[];
}

/** A page has a few dozen kinds of rows and cells; what is longer than this is no list. */
const MAX_LINES = 200;
const MAX_DEPTH = 40;
/** Below what names one order, or none, this deep. */
const MAX_DEPTH_OF_ONE = 8;

export function survey(document: Document): Survey {
  const { pathname } = document.location;
  const store = storeOfList(pathname);
  const main = stableRoot(document) ?? document.querySelector('main') ?? document.body;
  const trees = [main, ...openShadowRoots(main)];
  const all = (selector: string): Element[] => trees.flatMap((tree) => [...tree.querySelectorAll(selector)]);
  const links = store === null ? [] : all('a[href]').filter((link) => orderOfLink(link, store, document));
  const gids = store === null ? [] : all('[id], [aria-label]').filter((element) => gidOf(element));
  const rows = store === null ? [] : findRows(document, store).rows;
  return {
    page: store !== null ? 'list' : orderOfPage(pathname) !== null ? 'order' : 'other',
    markup: rows[0] ? markupOf(rows[0].element) : null,
    rows: rows.length,
    links: links.length,
    gids: gids.length,
    badges: all('[data-ucos-inline="badge"]').length,
    has_main: stableRoot(document) !== null,
    shadow_roots: trees.length - 1,
    structure:
      store !== null && rows.length === 0 && links.length + gids.length > 0
        ? new Structure(store, document).of(main)
        : [],
  };
}

const gidOf = (element: Element): OrderRef | null =>
  orderOfGid(element.id) ?? orderOfGid(element.getAttribute('aria-label'));

function markupOf(row: Element): Markup {
  if (row.localName === 'tr') return 'table';
  if (row.matches('[role="row"]')) return 'grid';
  if (row.localName === 'li') return 'condensed';
  return row.matches(ROW_BY_CLASS) ? 'class' : 'likeness';
}

class Structure {
  readonly #orders = new Map<Element | ShadowRoot, ReadonlySet<string>>();
  readonly #store: string;
  readonly #document: Document;

  constructor(store: string, document: Document) {
    this.#store = store;
    this.#document = document;
  }

  of(root: Element): string[] {
    const lines = this.#lines(root, 0, 0);
    return lines.length > MAX_LINES ? [...lines.slice(0, MAX_LINES), '…'] : lines;
  }

  /** Siblings that are alike are told once, with how many they are. */
  #lines(node: Element | ShadowRoot, depth: number, depthOfOne: number): string[] {
    const head = `${' '.repeat(depth)}${node instanceof ShadowRoot ? '#shadow-root' : this.#head(node)}`;
    const isDeep = depth >= MAX_DEPTH || depthOfOne >= MAX_DEPTH_OF_ONE;
    const below: (Element | ShadowRoot)[] = [
      ...(node instanceof Element && node.shadowRoot ? [node.shadowRoot] : []),
      ...[...node.children].filter((child) => !child.matches('[data-ucos-inline], script, style, svg')),
    ];
    if (isDeep) return below.length > 0 ? [`${head} …`] : [head];
    const ofOne = this.#ordersBelow(node).size > 1 ? 0 : depthOfOne + 1;
    const parts = below.map((child) => this.#lines(child, depth + 1, ofOne).join('\n'));
    const told = parts.flatMap((part, at) => {
      if (parts[at - 1] === part) return [];
      const next = parts.findIndex((other, place) => place > at && other !== part);
      const times = (next === -1 ? parts.length : next) - at;
      const [first = '', ...rest] = part.split('\n');
      return [times > 1 ? `${first} ×${times}` : first, ...rest];
    });
    return [head, ...told];
  }

  #head(element: Element): string {
    const role = element.getAttribute('role') ?? '';
    const names = [...element.attributes]
      .map(({ name }) => masked(name))
      .filter((name) => !['role', 'style'].includes(name));
    const notes = [
      element.matches(ROW) ? 'row' : element.matches(ROW_BY_CLASS) ? 'row by class' : '',
      orderOfLink(element, this.#store, this.#document) ? 'leads to an order' : '',
      ...[...element.attributes].map(({ name, value }) =>
        orderOfGid(value) ? `order in ${masked(name)}` : '',
      ),
    ].filter((note) => note !== '');
    return [
      /^[a-z]+[1-6]?$/.test(element.localName) ? element.localName : masked(element.localName),
      /^[a-z]{1,24}$/.test(role) ? `role=${role}` : '',
      names.length > 0 ? `[${[...new Set(names)].sort().join(' ')}]` : '',
      notes.length > 0 ? `(${notes.join(', ')})` : '',
    ]
      .filter((part) => part !== '')
      .join(' ');
  }

  #ordersBelow(node: Element | ShadowRoot): ReadonlySet<string> {
    const known = this.#orders.get(node);
    if (known) return known;
    const own =
      node instanceof Element ? (orderOfLink(node, this.#store, this.#document) ?? gidOf(node)) : null;
    const trees = node instanceof Element && node.shadowRoot ? [node, node.shadowRoot] : [node];
    const all = new Set(
      trees.flatMap((tree) => [...tree.children]).flatMap((child) => [...this.#ordersBelow(child)]),
    );
    if (own) all.add(`${own.kind}/${own.id}`);
    this.#orders.set(node, all);
    return all;
  }
}

/** A name as far as it can be no value: without digits, not long. */
const masked = (name: string): string =>
  name
    .replace(/\d/g, '#')
    .replace(/[^a-zA-Z#:_-]/g, '?')
    .slice(0, 40);
