// The three recommended chains, with limits that a shop can begin with, and a store's statuses beside one of them. Which
// stage a status is, the core says. Pure: no DOM, no words.

import type { LimitView, ReplyStatusView, Stage } from '../../../protocol';

export interface Step {
  stage: Stage;
  /** A limit to begin with; null: an order may stay. */
  limit: LimitView | null;
}

export type ChainId = 'production' | 'international' | 'returns';

const HOUR = 3_600;
/** Of days on which people work. */
const working = (stage: Stage, hours: number): Step => ({
  stage,
  limit: { seconds: hours * HOUR, skip_weekends: true, skip_holidays: true },
});
const byClock = (stage: Stage, hours: number): Step => ({
  stage,
  limit: { seconds: hours * HOUR, skip_weekends: false, skip_holidays: false },
});
const unlimited = (stage: Stage): Step => ({ stage, limit: null });

export const CHAINS: Record<ChainId, readonly Step[]> = {
  production: [
    working('design-approved', 48),
    working('sampling', 72),
    working('in-production', 240),
    working('in-qc', 24),
    working('packing', 24),
    byClock('dispatched', 24),
    byClock('in-transit', 120),
    byClock('out-for-delivery', 12),
    unlimited('delivered'),
  ],
  international: [
    byClock('dispatched', 24),
    byClock('departed', 96),
    byClock('arrived', 72),
    working('in-customs', 120),
    byClock('customs-cleared', 48),
    byClock('out-for-delivery', 12),
    unlimited('delivered'),
  ],
  returns: [
    working('submitted', 24),
    working('under-review', 24),
    byClock('awaiting-return', 336),
    working('received', 24),
    working('inspecting', 48),
    working('replaced-or-refunded', 72),
    unlimited('completed'),
  ],
};

export interface Compared extends Step {
  /** The store's statuses of this stage, in its order; none: it is missing. */
  statuses: ReplyStatusView[];
  /** It stands before the last stage that is there. */
  isOutOfOrder: boolean;
}

/** `statuses` are in the store's order. */
export function compare(chain: readonly Step[], statuses: readonly ReplyStatusView[]): Compared[] {
  let reached = -1;
  return chain.map((step) => {
    const places = statuses.flatMap(({ stage }, place) => (stage === step.stage ? [place] : []));
    const [first] = places;
    const last = places.at(-1);
    const isOutOfOrder = last !== undefined && last < reached;
    if (first !== undefined && !isOutOfOrder) reached = Math.max(reached, first);
    return { ...step, statuses: places.flatMap((place) => statuses[place] ?? []), isOutOfOrder };
  });
}

/** The chain of which a store has the most, so that it is shown first. */
export function nearest(statuses: readonly ReplyStatusView[]): ChainId {
  const stages = new Set(statuses.map(({ stage }) => stage));
  const share = (id: ChainId): number =>
    CHAINS[id].filter(({ stage }) => stages.has(stage)).length / CHAINS[id].length;
  const ids: ChainId[] = ['production', 'international', 'returns'];
  return ids.reduce((best, id) => (share(id) > share(best) ? id : best));
}
