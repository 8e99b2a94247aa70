// How many orders are in each status, as bars: what is overdue, what may be, and the rest. Knows scenes and figures.

import { scaleLinear } from 'd3-scale';
import { number } from '../../shared/plural';
import type { StatusFigures } from '../figures';
import { fitted, type Lead, type Mark, type Scene, widthOf } from './scene';

const ROW_PX = 30;
const BAR_PX = 16;
const SWATCH_PX = 10;
const GAP_PX = 8;

/** The bar of one status, from the left: certain, possible, the rest. */
export function statusesScene(
  statuses: StatusFigures[],
  width: number,
  words: (status: StatusFigures) => string,
  follow: (status: StatusFigures) => void,
): Scene {
  const longest = Math.max(0, ...statuses.map(({ name }) => widthOf(name)));
  const left = Math.min(longest + SWATCH_PX + GAP_PX, Math.round(width * 0.42)) + GAP_PX;
  const most = Math.max(1, ...statuses.map(({ orders }) => orders));
  const right = widthOf(number(most), true) + 2 * GAP_PX;
  const x = scaleLinear([0, most], [left, Math.max(left + 20, width - right)]);
  const marks: Mark[] = [];
  const leads: Lead[] = [];
  for (const [place, status] of statuses.entries()) {
    const top = place * ROW_PX;
    const baseline = top + ROW_PX / 2 + 4;
    if (status.paper !== null) {
      marks.push({
        kind: 'swatch',
        x: 0,
        y: top + (ROW_PX - SWATCH_PX) / 2,
        size: SWATCH_PX,
        color: status.paper,
      });
    }
    const room = left - SWATCH_PX - 2 * GAP_PX;
    const text = fitted(status.name, room);
    marks.push({ kind: 'text', x: SWATCH_PX + GAP_PX, y: baseline, text, anchor: 'start', ink: 'text' });
    const sure = status.overdue;
    const maybe = sure + status.maybe_overdue;
    const parts = [
      { ink: 'overdue', from: 0, to: sure },
      { ink: 'maybe', from: sure, to: maybe, hatched: true },
      { ink: 'rest', from: maybe, to: status.orders },
    ] as const;
    for (const { ink, from, to, ...how } of parts) {
      if (to === from) continue;
      const at = { x: x(from), y: top + (ROW_PX - BAR_PX) / 2, width: x(to) - x(from), height: BAR_PX };
      marks.push({ kind: 'rect', ...at, ink, ...how });
    }
    const end = x(status.orders) + GAP_PX;
    marks.push({
      kind: 'text',
      x: end,
      y: baseline,
      text: number(status.orders),
      anchor: 'start',
      ink: 'text',
      isBold: true,
    });
    leads.push({
      x: 0,
      y: top + 1,
      width,
      height: ROW_PX - 2,
      label: words(status),
      follow: () => follow(status),
    });
  }
  return { width, height: statuses.length * ROW_PX, marks, leads };
}
