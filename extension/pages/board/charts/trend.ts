// How many orders were overdue from day to day, as two lines: those certainly, and with those possibly. A day on which
// nobody counted is a gap. Knows scenes and days.

import { scaleLinear, scaleUtc } from 'd3-scale';
import { line } from 'd3-shape';
import type { TrendDayView } from '../../../protocol';
import { dayShort } from '../formats';
import { gridOf } from './grid';
import { type Ink, type Scene, widthOf } from './scene';

const HEIGHT = 220;
const TOP = 12;
const BOTTOM = 26;
const DAY_MS = 86_400_000;
/** More points than this are a line without them. */
const DOTTED = 60;

interface Point {
  at: number;
  count: number | null;
}

/** Each day from the first to the last; one without a count breaks the line. */
function pointsOf(days: TrendDayView[], count: (day: TrendDayView) => number): Point[] {
  const points: Point[] = [];
  let next = null;
  for (const day of days) {
    const at = Date.parse(day.date);
    if (next !== null && at > next) points.push({ at: next, count: null });
    points.push({ at, count: count(day) });
    next = at + DAY_MS;
  }
  return points;
}

export function trendScene(days: TrendDayView[], width: number): Scene {
  const sure = pointsOf(days, ({ overdue }) => overdue);
  const possible = pointsOf(days, ({ overdue, maybe_overdue }) => overdue + maybe_overdue);
  const most = Math.max(1, ...possible.map(({ count }) => count ?? 0));
  const y = scaleLinear([0, most], [HEIGHT - BOTTOM, TOP]).nice(4);
  const { left, marks } = gridOf(y, width, 12);
  const [first, last] = [sure[0]?.at ?? 0, sure.at(-1)?.at ?? 0];
  // One day alone stands in the middle.
  const span = first === last ? [first - DAY_MS, last + DAY_MS] : [first, last];
  const x = scaleUtc(span, [left + 6, width - 10]);
  const room = Math.max(1, Math.floor((width - left) / 90));
  const step = Math.ceil(Math.max(1, (last - first) / DAY_MS) / room);
  for (let at = last; at >= first; at -= step * DAY_MS) {
    const text = dayShort(at);
    const half = widthOf(text) / 2;
    marks.push({
      kind: 'text',
      x: Math.min(Math.max(x(at), left + half), width - half),
      y: HEIGHT - 6,
      text,
      anchor: 'middle',
      ink: 'muted',
    });
  }
  const draw = line<Point>()
    .defined(({ count }) => count !== null)
    .x(({ at }) => x(at))
    .y(({ count }) => y(count ?? 0));
  const add = (points: Point[], ink: Ink, isSure: boolean): void => {
    marks.push({ kind: 'path', d: draw(points) ?? '', ink, dashed: !isSure });
    if (points.length > DOTTED) return;
    for (const { at, count } of points)
      if (count !== null) marks.push({ kind: 'dot', x: x(at), y: y(count), ink, hollow: !isSure });
  };
  add(possible, 'maybe', false);
  add(sure, 'overdue', true);
  return { width, height: HEIGHT, marks, leads: [] };
}
