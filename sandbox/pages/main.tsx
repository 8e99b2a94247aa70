// Starts the sandbox's admin: the corner log, the portals container, React's root, and the page for each route.
// Knows which component belongs to which place; each page knows the rest.

import './base.css';
import './shell.css';
import './log.css';
import './pages.css';
import './markup/markup.css';
import './orders/orders.css';
import { Component, type ReactNode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { defineElements } from './elements';
import { recordError, startLog } from './log';
import { OrdersList } from './orders/list';
import { OrderPage } from './orders/order-page';
import { ExampleApp, Home, Missing, Payouts, Products } from './other-pages';
import { startPortals } from './portals';
import { type Route, useRoute } from './route';
import { AdminFrame } from './shell';
import { useWords, WordsProvider, wordsFor } from './words';

function Admin() {
  const route = useRoute();
  const words = wordsFor(route.quirks.has('french'));
  const direction = route.quirks.has('rtl') ? 'rtl' : 'ltr';
  useEffect(() => {
    document.documentElement.lang = words.locale;
    document.documentElement.dir = direction;
  }, [words.locale, direction]);
  return (
    <WordsProvider value={words}>
      <CrashBoundary>
        <AdminFrame store={route.store} place={route.place}>
          <Page route={route} />
        </AdminFrame>
      </CrashBoundary>
    </WordsProvider>
  );
}

function Page({ route: { store, place } }: { route: Route }) {
  switch (place.page) {
    case 'home':
      return <Home key={store} store={store} />;
    case 'list':
      return <OrdersList key={`${store}/${place.kind}`} store={store} kind={place.kind} />;
    case 'order':
      return <OrderPage key={`${store}/${place.id}`} store={store} kind={place.kind} id={place.id} />;
    case 'products':
      return <Products />;
    case 'payouts':
      return <Payouts key={store} store={store} />;
    case 'app':
      return <ExampleApp />;
    case 'missing':
      return <Missing />;
  }
}

class CrashBoundary extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };
  static getDerivedStateFromError(): { crashed: boolean } {
    return { crashed: true };
  }
  override render(): ReactNode {
    return this.state.crashed ? <Crashed /> : this.props.children;
  }
}

function Crashed() {
  return (
    <p role="alert" className="notice">
      {useWords().crashed}
    </p>
  );
}

const root = document.getElementById('app');
if (!root) throw new Error('The document has no #app to put the pages into.');
startLog();
startPortals();
defineElements();
createRoot(root, {
  onCaughtError: recordError,
  onUncaughtError: recordError,
  onRecoverableError: recordError,
}).render(<Admin />);
