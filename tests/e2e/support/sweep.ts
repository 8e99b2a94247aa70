// A sweep of a whole store, from its first request to its last, without the pauses that a day's budget calls for.

import type { BrowserContext } from '@playwright/test';
import type { SummaryView } from '../../../extension/protocol';
import { connect } from './browser';
import { ring, viewOf } from './core';
import { openList, STORE } from './orders';
import type { Sandbox } from './sandbox';
import { expect, listUrl } from './test';

/** Wakings of the worker are apart by no more than this; one that finds the sweep at work does nothing. */
const BETWEEN_WAKINGS_MS = 300;

export const summaryOf = (context: BrowserContext): Promise<SummaryView | null> =>
  viewOf<SummaryView>(context, `summary/${STORE}`);

/** A store that somebody has used, so that it is swept, and whose list is open no more, so that nothing else is read. */
export async function prepareSweep(context: BrowserContext, sandbox: Sandbox): Promise<void> {
  // The time between two requests follows from the day's limit: of this, four are made at each waking.
  await sandbox.control('POST', '/keys/full', { store: STORE, per_day: 100_000_000 });
  await connect(context, sandbox);
  const page = await context.newPage();
  await openList(page, listUrl());
  await page.goto('about:blank');
  expect((await summaryOf(context))?.swept_at ?? null).toBeNull();
  await sandbox.forgetRequests();
}

/** Rings until the sweep has ended. */
export async function sweepThrough(context: BrowserContext): Promise<void> {
  await expect(async () => {
    await ring(context, 'sweep');
    expect((await summaryOf(context))?.swept_at ?? null).not.toBeNull();
  }).toPass({ intervals: [BETWEEN_WAKINGS_MS] });
}
