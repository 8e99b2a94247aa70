// Numbers of two kinds that add up, as columns: a solid part with a hatched one on it. Of bins the edges are named, of
// anything else the columns. Knows scenes; what is counted is for whoever asks.

import { scaleBand, scaleLinear } from 'd3-scale';
import { number } from '../../shared/plural';
import { gridOf } from './grid';
import { type Lead, type Scene, widthOf } from './scene';

const HEIGHT = 220;
const TOP = 18;
const BOTTOM = 24;
/** Between two names below the columns, in px. */
const BETWEEN_NAMES = 10;

export interface Part {
  /** What stands below its left edge, or below its middle. */
  below: string;
  solid: number;
  hatched: number;
  label: string;
}

export type Named = 'edges' | 'columns';

const totalOf = ({ solid, hatched }: Part): number => solid + hatched;

/** Names that would touch the one after them are left out; the last one stays. */
function named(parts: Part[], step: number): boolean[] {
  const every = Math.max(...parts.map(({ below }) => widthOf(below) + BETWEEN_NAMES)) / step;
  const apart = Math.max(1, Math.ceil(every));
  return parts.map((_, place) => (parts.length - 1 - place) % apart === 0);
}

export function columnsScene(
  parts: Part[],
  names: Named,
  width: number,
  follow: (place: number) => void,
): Scene {
  const most = Math.max(1, ...parts.map(totalOf));
  const y = scaleLinear([0, most], [HEIGHT - BOTTOM, TOP]).nice(4);
  const { left, marks } = gridOf(y, width, 10);
  const places = parts.map((_, place) => place);
  // One or two columns alone are not as wide as the plane.
  const right = Math.min(width, left + parts.length * 120);
  const x = scaleBand(places, [left, right]).paddingInner(0.16).paddingOuter(0.08);
  const isNamed = names === 'edges' ? parts.map(() => true) : named(parts, x.step());
  const leads: Lead[] = [];
  for (const [place, part] of parts.entries()) {
    const at = x(place) ?? 0;
    const edge = at - (x.step() - x.bandwidth()) / 2;
    const isAtEdge = names === 'edges';
    if (isNamed[place])
      marks.push({
        kind: 'text',
        x: isAtEdge ? (place === 0 ? at : edge) : at + x.bandwidth() / 2,
        y: HEIGHT - 6,
        text: part.below,
        anchor: isAtEdge && place === 0 ? 'start' : 'middle',
        ink: 'muted',
      });
    const total = totalOf(part);
    const column = { kind: 'rect', x: at, width: x.bandwidth(), ink: 'rest' } as const;
    if (part.solid > 0) marks.push({ ...column, y: y(part.solid), height: y(0) - y(part.solid) });
    if (part.hatched > 0)
      marks.push({ ...column, y: y(total), height: y(part.solid) - y(total), hatched: true });
    if (total === 0) continue;
    marks.push({
      kind: 'text',
      x: at + x.bandwidth() / 2,
      y: y(total) - 5,
      text: number(total),
      anchor: 'middle',
      ink: 'text',
      isBold: true,
    });
    leads.push({
      x: edge,
      y: 0,
      width: x.step(),
      height: HEIGHT - BOTTOM,
      label: part.label,
      follow: () => follow(place),
    });
  }
  return { width, height: HEIGHT, marks, leads };
}
