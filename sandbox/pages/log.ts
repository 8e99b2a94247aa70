// The corner log: counts what the page's own handlers did, so that a leaked key, a stray row click or a
// crashed React is seen by a person and by a test. Plain DOM beside React's root: it must outlive a crash.

const LINES_SHOWN = 4;

interface Log {
  frame: HTMLElement;
  shortcuts: HTMLElement;
  errors: HTMLElement;
  lines: HTMLElement;
}

let log: Log | null = null;

function part(id: string, label: string): HTMLElement {
  const element = document.createElement('div');
  element.id = id;
  element.dataset.count = '0';
  element.dataset.label = label;
  return element;
}

export function startLog(): void {
  const frame = document.createElement('div');
  frame.id = 'sandbox-log';
  frame.dataset.navigations = '0';
  frame.dataset.toggles = '0';
  const shortcuts = part('sandbox-shortcuts', 'shortcuts');
  const errors = part('sandbox-errors', 'errors');
  const lines = document.createElement('ol');
  lines.id = 'sandbox-log-lines';
  frame.append(shortcuts, errors, lines);
  document.body.append(frame);
  log = { frame, shortcuts, errors, lines };

  window.addEventListener('error', (event) => recordError(event.error ?? event.message));
  window.addEventListener('unhandledrejection', (event) => recordError(event.reason));
}

function increase(element: HTMLElement, name: string): void {
  element.dataset[name] = String(Number(element.dataset[name] ?? '0') + 1);
}

function addLine(text: string): void {
  if (!log) return;
  const line = document.createElement('li');
  line.textContent = text;
  log.lines.append(line);
  while (log.lines.childElementCount > LINES_SHOWN) log.lines.firstElementChild?.remove();
}

export function recordShortcut(keys: string, does: string): void {
  if (!log) return;
  increase(log.shortcuts, 'count');
  log.shortcuts.dataset.last = keys;
  addLine(`shortcut ${keys}: ${does}`);
}

export function recordNavigation(name: string): void {
  if (!log) return;
  increase(log.frame, 'navigations');
  addLine(`row click: open ${name}`);
}

export function recordToggle(name: string): void {
  if (!log) return;
  increase(log.frame, 'toggles');
  addLine(`row click: toggle ${name}`);
}

export function recordError(error: unknown): void {
  if (!log) return;
  increase(log.errors, 'count');
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  log.errors.dataset.last = text;
  addLine(`error ${text}`);
}
