// The lines across a plane with the numbers that they stand for, and how much room these take at its left.
// Knows scales and scenes.

import type { ScaleLinear } from 'd3-scale';
import { number } from '../../shared/plural';
import { type Mark, widthOf } from './scene';

export interface Grid {
  /** Where the plane begins beside the numbers, in px. */
  left: number;
  marks: Mark[];
}

/** `gap`: between the numbers and the plane, in px. */
export function gridOf(y: ScaleLinear<number, number>, width: number, gap: number): Grid {
  const ticks = y.ticks(4).filter(Number.isInteger);
  const left = Math.max(...ticks.map((tick) => widthOf(number(tick)))) + gap;
  const marks = ticks.flatMap((tick): Mark[] => [
    { kind: 'line', x1: left, x2: width, y1: y(tick), y2: y(tick), ink: 'grid' },
    { kind: 'text', x: left - 8, y: y(tick) + 4, text: number(tick), anchor: 'end', ink: 'muted' },
  ]);
  return { left, marks };
}
