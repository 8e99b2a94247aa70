// Watches every painted frame of a list for badges that are missing, double, wrong or late.
//
// What counts is what is painted. Scripts that change the page run before the frame's style and layout: events,
// tasks, `requestAnimationFrame`. The last script before the paint is a ResizeObserver's callback, after layout. So in
// each animation frame the recorder changes the size of a box of its own, which makes its ResizeObserver run in that
// very frame, and looks at the list there: nothing of the page or of the extension comes between this look and the
// paint. A badge inserted a task or a frame later than its row is thus seen missing. Frames are counted too, so that
// a test can demand that there were any.
// Runs in the page's own world, before its scripts; knows rows by the sandbox's classes and orders by their links.

import type { Page } from '@playwright/test';

export interface Recording {
  /** Painted frames, and those among them with order rows. */
  frames: number;
  withRows: number;
  /** Rows in the first painted frame that had any, and which orders' badges said what in it. */
  firstRows: number;
  firstNames: Record<string, string>;
  /** Faults of painted frames; at most 20 are kept, all are counted. */
  faultCount: number;
  faults: string[];
}

export interface Expected {
  /** With what each order's badge begins, by its id; an order that is not here may be loading. */
  texts: Record<string, string>;
  /** Whether a placeholder is a fault for an order in `texts`. */
  isKnown: boolean;
}

/** From now on, in this page and whatever is loaded into it. */
export async function recordFrames(page: Page, expected: Expected): Promise<void> {
  await page.addInitScript(record, expected);
  if (page.url() !== 'about:blank') await page.evaluate(record, expected);
}

/** What was recorded in this document since the recording, or the last call of this, began. */
export function takeRecording(page: Page): Promise<Recording> {
  return page.evaluate(async () => {
    // The changes of the last step have been painted.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const holder = window as unknown as { recording: Recording };
    const taken = holder.recording;
    holder.recording = {
      ...taken,
      frames: 0,
      withRows: 0,
      firstRows: 0,
      firstNames: {},
      faultCount: 0,
      faults: [],
    };
    return taken;
  });
}

/** Runs in the page. */
function record({ texts, isKnown }: Expected): void {
  if (window.top !== window) return;
  const holder = window as unknown as { recording: Recording; stopRecording?: () => void };
  holder.stopRecording?.();
  holder.recording = { frames: 0, withRows: 0, firstRows: 0, firstNames: {}, faultCount: 0, faults: [] };

  const faultOf = (row: Element): string | null => {
    const href = row.querySelector('a.order-link')?.getAttribute('href')?.split('/') ?? [];
    const [kind, id = ''] = [href.at(-2) === 'draft_orders' ? 'draft' : 'order', href.at(-1)];
    const hosts = [...row.querySelectorAll<HTMLElement>('[data-ucos-inline="badge"]')];
    const [host] = hosts;
    if (hosts.length !== 1 || !host) return `${hosts.length} badges for ${kind} ${id}`;
    const { order, kind: badgeKind, state } = host.dataset;
    if (order !== id || badgeKind !== kind) return `${badgeKind} ${order} for ${kind} ${id}`;
    const text = texts[id];
    const name = host.shadowRoot?.querySelector('button')?.getAttribute('aria-label') ?? '';
    if (holder.recording.withRows === 1) holder.recording.firstNames[id] = name;
    if (text === undefined) return null;
    if (state === 'loading') return isKnown ? `loading for known ${id}` : null;
    return name === text || name.startsWith(`${text}, `) ? null : `"${name}" for "${text}", ${id}`;
  };

  const look = (): void => {
    const { recording } = holder;
    recording.frames += 1;
    const main = document.querySelector('#AppFrameMain');
    const rows = main?.querySelectorAll('[class*="TableRow"]:not([class*="ubheader"])') ?? [];
    const orderRows = [...rows].filter((row) => row.querySelector('a.order-link') !== null);
    if (orderRows.length > 0) recording.withRows += 1;
    if (recording.withRows === 1 && recording.firstRows === 0) recording.firstRows = orderRows.length;
    const faults = orderRows.flatMap((row) => faultOf(row) ?? []);
    const all = document.querySelectorAll('[data-ucos-inline="badge"]').length;
    if (all > orderRows.length) faults.push(`${all} badges for ${orderRows.length} rows`);
    recording.faultCount += faults.length;
    const room = Math.max(0, 20 - recording.faults.length);
    recording.faults.push(...faults.slice(0, room).map((fault) => `frame ${recording.frames}: ${fault}`));
  };

  let isRecording = true;
  const probe = document.createElement('div');
  Object.assign(probe.style, { position: 'fixed', visibility: 'hidden', height: '1px', width: '1px' });
  const observer = new ResizeObserver(look);
  observer.observe(probe);
  const step = (): void => {
    if (!isRecording) return;
    if (!probe.isConnected) document.documentElement?.append(probe);
    probe.style.width = probe.style.width === '1px' ? '2px' : '1px';
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
  holder.stopRecording = () => {
    isRecording = false;
    observer.disconnect();
    probe.remove();
  };
}
