// For how long orders have been in their status, as columns: of which it is certain, and of which it is so long at
// least. Knows scenes; the bins are the core's.

import { scaleBand, scaleLinear } from 'd3-scale';
import { number } from '../../shared/plural';
import { type Lead, type Mark, type Scene, widthOf } from './scene';

const HEIGHT = 220;
const TOP = 18;
const BOTTOM = 24;

export interface AgeBin {
  /** What stands below its left edge. */
  edge: string;
  known: number;
  at_least: number;
  label: string;
}

export function agesScene(bins: AgeBin[], width: number, follow: (bin: number) => void): Scene {
  const total = ({ known, at_least }: AgeBin): number => known + at_least;
  const most = Math.max(1, ...bins.map(total));
  const y = scaleLinear([0, most], [HEIGHT - BOTTOM, TOP]).nice(4);
  const ticks = y.ticks(4).filter(Number.isInteger);
  const left = Math.max(...ticks.map((tick) => widthOf(number(tick)))) + 10;
  const places = bins.map((_, place) => place);
  const x = scaleBand(places, [left, width]).paddingInner(0.16).paddingOuter(0.08);
  const marks: Mark[] = [];
  const leads: Lead[] = [];
  for (const tick of ticks) {
    marks.push({ kind: 'line', x1: left, x2: width, y1: y(tick), y2: y(tick), ink: 'grid' });
    marks.push({
      kind: 'text',
      x: left - 8,
      y: y(tick) + 4,
      text: number(tick),
      anchor: 'end',
      ink: 'muted',
    });
  }
  for (const [place, bin] of bins.entries()) {
    const at = x(place) ?? 0;
    const edge = at - (x.step() - x.bandwidth()) / 2;
    marks.push({
      kind: 'text',
      x: place === 0 ? at : edge,
      y: HEIGHT - 6,
      text: bin.edge,
      anchor: place === 0 ? 'start' : 'middle',
      ink: 'muted',
    });
    const known = { y: y(bin.known), height: y(0) - y(bin.known) };
    const atLeast = { y: y(total(bin)), height: y(bin.known) - y(total(bin)) };
    const column = { kind: 'rect', x: at, width: x.bandwidth(), ink: 'rest' } as const;
    if (bin.known > 0) marks.push({ ...column, ...known });
    if (bin.at_least > 0) marks.push({ ...column, ...atLeast, hatched: true });
    if (total(bin) === 0) continue;
    marks.push({
      kind: 'text',
      x: at + x.bandwidth() / 2,
      y: y(total(bin)) - 5,
      text: number(total(bin)),
      anchor: 'middle',
      ink: 'text',
      isBold: true,
    });
    leads.push({
      x: edge,
      y: 0,
      width: x.step(),
      height: HEIGHT - BOTTOM,
      label: bin.label,
      follow: () => follow(place),
    });
  }
  return { width, height: HEIGHT, marks, leads };
}
