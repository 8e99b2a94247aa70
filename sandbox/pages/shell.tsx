// The frame around every page: top bar, navigation, scroller and main, with the ids that the admin gives them.
// Knows who is signed in and which stores there are; nothing of a page's content.

import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { type Shell, shellPath, useReading } from './data';
import { Icon, type IconName } from './icons';
import { Link } from './link';
import { Menu } from './menu';
import { homePath, listPath, navigate, type Place, useRoute } from './route';
import { SearchOverlay } from './search-overlay';
import { listenForShortcuts } from './shortcuts';
import { fill, useWords } from './words';

export const LIST_SEARCH_ID = 'orders-search';

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('');

export function AdminFrame({ store, place, children }: { store: string; place: Place; children: ReactNode }) {
  const shell = useReading<Shell>(shellPath(store));
  const [searching, setSearching] = useState(false);
  const [navOpen, setNavOpen] = useState(false);
  const { unknown } = useRoute();
  const words = useWords();
  const scroller = useRef<HTMLDivElement>(null);

  const openSearch = useCallback(() => setSearching(true), []);
  useShortcuts(store, openSearch);

  const pageKey = JSON.stringify([store, place]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page starts at its top, with the menu shut.
  useEffect(() => {
    scroller.current?.scrollTo(0, 0);
    setNavOpen(false);
    setSearching(false);
  }, [pageKey]);

  // An account of another store is never shown: while the shell loads after a switch there is none.
  const signedIn = shell.value?.handle === store ? shell.value : null;
  return (
    <div className="frame" data-nav={navOpen ? 'open' : 'shut'}>
      <header id="AppFrameTopBar" className="topbar">
        <button
          type="button"
          className="topbar-icon nav-toggle"
          aria-label={words.menu}
          aria-expanded={navOpen}
          onClick={() => setNavOpen(!navOpen)}
        >
          <Icon name="menu" />
        </button>
        <Link className="topbar-mark" href={homePath(store)} aria-label={words.home}>
          sandbox
        </Link>
        <button type="button" className="topbar-search" aria-label={words.search} onClick={openSearch}>
          <Icon name="search" />
          <span>{words.search}</span>
          <kbd>/</kbd>
        </button>
        <div className="topbar-end">
          <button type="button" className="topbar-icon topbar-alerts" aria-label={words.alerts}>
            <Icon name="bell" />
          </button>
          {signedIn && <StoreMenu shell={signedIn} />}
          {signedIn && <AccountMenu shell={signedIn} />}
        </div>
      </header>
      <Navigation store={store} place={place} />
      <div id="AppFrameScrollable" ref={scroller} className="scroller">
        <main id="AppFrameMain">
          {unknown.map((name) => (
            <p key={name} role="alert" className="notice">
              {fill(words.unknownParameter, name)}
            </p>
          ))}
          {shell.problem && (
            <p role="alert" className="notice">
              {shell.problem}
            </p>
          )}
          {children}
        </main>
      </div>
      {searching && <SearchOverlay store={store} onClose={() => setSearching(false)} />}
    </div>
  );
}

function StoreMenu({ shell }: { shell: Shell }) {
  const words = useWords();
  return (
    <Menu
      className="topbar-store"
      face={
        <>
          <span>{shell.name}</span>
          <Icon name="chevron" />
        </>
      }
    >
      <p className="menu-title">{words.switchStore}</p>
      {shell.stores.map((other) => (
        <Link
          key={other.handle}
          role="menuitem"
          href={listPath(other.handle, 'order')}
          aria-current={other.handle === shell.handle ? 'true' : undefined}
        >
          {other.name}
        </Link>
      ))}
    </Menu>
  );
}

function AccountMenu({ shell }: { shell: Shell }) {
  return (
    <Menu
      className="topbar-account"
      label={shell.staff}
      face={
        <span className="avatar" aria-hidden="true">
          {initialsOf(shell.staff)}
        </span>
      }
    >
      <p className="menu-title">{shell.staff}</p>
      <Link role="menuitem" href={homePath(shell.handle)}>
        {shell.name}
      </Link>
    </Menu>
  );
}

function Navigation({ store, place }: { store: string; place: Place }) {
  const words = useWords();
  const at = (page: Place['page']): boolean => place.page === page;
  const inOrders = (place.page === 'list' || place.page === 'order') && place.kind === 'order';
  const inDrafts = (place.page === 'list' || place.page === 'order') && place.kind === 'draft';
  const item = (href: string, label: string, current: boolean, icon?: IconName): ReactNode => (
    <li className={icon ? undefined : 'nav-child'}>
      <Link href={href} aria-current={current ? 'page' : undefined}>
        {icon && <Icon name={icon} />}
        {label}
      </Link>
    </li>
  );
  return (
    <nav id="AppFrameNav" className="nav" aria-label={words.menu}>
      <ul>
        {item(homePath(store), words.home, at('home'), 'home')}
        {item(listPath(store, 'order'), words.orders, inOrders, 'orders')}
        {item(listPath(store, 'draft'), words.drafts, inDrafts)}
        {item(`/store/${store}/products`, words.products, at('products'), 'products')}
        {item(`/store/${store}/payouts`, words.payouts, at('payouts'), 'payouts')}
      </ul>
      <p className="nav-title">{words.apps}</p>
      <ul>{item(`/store/${store}/apps/example`, words.exampleApp, at('app'), 'app')}</ul>
    </nav>
  );
}

function useShortcuts(store: string, openSearch: () => void): void {
  useEffect(() => {
    const listening = new AbortController();
    const go = (path: string) => (): void => navigate(path);
    listenForShortcuts(
      [
        { keys: ['G', 'H'], does: 'home', effect: go(homePath(store)) },
        { keys: ['G', 'O'], does: 'orders', effect: go(listPath(store, 'order')) },
        { keys: ['G', 'P'], does: 'products', effect: go(`/store/${store}/products`) },
        { keys: ['F'], does: 'filter', effect: () => document.getElementById(LIST_SEARCH_ID)?.focus() },
        { keys: ['/'], does: 'search', effect: openSearch },
        { keys: ['S'], does: 'save' },
        { keys: ['?'], does: 'help' },
        { keys: ['J'], does: 'next order' },
        { keys: ['K'], does: 'previous order' },
        { keys: ['B', 'Y', 'E'], does: 'log out' },
      ],
      listening.signal,
    );
    return () => listening.abort();
  }, [store, openSearch]);
}
