// What the browser benchmarks run in the page. Each function is sent there as text: it may use nothing around it.

export interface Frames {
  /** Frames painted with rows of orders in them. */
  withRows: number;
  /** Of those, frames in which a row was without a painted badge. */
  late: number;
}

declare global {
  interface Window {
    frames_: Frames;
    insert_(ids: string[]): Promise<number>;
  }
}

/** From the document's start: looks at every frame right before it is painted, when no script comes any more. */
export function watchFrames(): void {
  const seen: Frames = { withRows: 0, late: 0 };
  window.frames_ = seen;
  const probe = document.createElement('div');
  probe.style.cssText = 'position: fixed; visibility: hidden; height: 1px';
  // Called after all of a frame's other scripts, because the probe has another width in each.
  new ResizeObserver(() => {
    const rows = document.querySelectorAll('[role="row"]:has(a[href*="orders/"])');
    if (rows.length === 0) return;
    seen.withRows += 1;
    const painted = '[data-ucos-inline="badge"]:not([data-state="loading"])';
    if ([...rows].some((row) => row.querySelector(painted) === null)) seen.late += 1;
  }).observe(probe);
  let width = 1;
  const next = (): void => {
    if (document.body && !probe.isConnected) document.documentElement.append(probe);
    width = 3 - width;
    probe.style.width = `${width}px`;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}

/**
 * Makes `insert_`: puts fresh rows into an empty list and tells the milliseconds from there until all have badges.
 * Observers make them in microtasks of the same task: no layout and no paint lies between.
 */
export function prepareInsertion(store: string): void {
  const make = (tag: string, attributes: Record<string, string>, ...children: (Node | string)[]): Element => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };
  const cell = (...children: (Node | string)[]): Element =>
    make('div', { role: 'cell', class: 'Polaris-Table-TableCell' }, make('div', {}, ...children));
  const row = (id: string): Element =>
    make(
      'div',
      { role: 'row', class: 'Polaris-Table-TableRow' },
      cell(make('input', { type: 'checkbox', 'aria-label': `Select gid://shopify/Order/${id}` })),
      cell(make('a', { href: `/store/${store}/orders/${id}` }, make('span', {}, `#${id.slice(-4)}`))),
      cell('Nov 22'),
      cell('Jane Doe'),
      cell('$100.00'),
    );
  const list = make('div', { role: 'rowgroup' });
  document.body.replaceChildren(make('main', { id: 'AppFrameMain' }, make('div', { role: 'table' }, list)));
  window.insert_ = (ids) =>
    new Promise((resolve) => {
      list.replaceChildren();
      // A task later: whatever follows the emptying is over.
      setTimeout(() => {
        const rows = ids.map(row);
        let from = 0;
        const observer = new MutationObserver(() => {
          if (list.querySelectorAll('[data-ucos-inline="badge"]').length < ids.length) return;
          resolve(performance.now() - from);
          observer.disconnect();
        });
        observer.observe(list, { childList: true, subtree: true });
        list.append(...rows);
        from = performance.now();
      }, 50);
    });
}

/** The limit: what no content script can go below, since it only inserts nodes, the same for every row. */
export function prepareLimit(): void {
  const list = document.querySelector('[role="rowgroup"]') as HTMLElement;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('button { border: 1px solid; border-radius: 8px; background: #eee; }');
  const observer = new MutationObserver(() => {
    // The list was emptied.
    if (list.childElementCount === 0) return;
    for (const link of list.querySelectorAll('a')) {
      const host = document.createElement('span');
      host.setAttribute('data-ucos-inline', 'badge');
      host.setAttribute('data-state', 'none');
      const shadow = host.attachShadow({ mode: 'open' });
      shadow.adoptedStyleSheets = [sheet];
      const button = document.createElement('button');
      const parts = ['mark', 'text', 'addons'].map((name) => {
        const part = document.createElement('span');
        part.className = name;
        return part;
      });
      button.append(...parts);
      shadow.append(button);
      link.after(host);
    }
    observer.takeRecords();
  });
  observer.observe(list, { childList: true });
}
