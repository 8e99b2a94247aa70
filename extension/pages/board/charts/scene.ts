// A chart as marks on a plane, in px: what is painted into the page and what is saved as a picture are the same.
// Knows neither DOM nor canvas, and nothing of orders.

/** Colours by what they mean; the style sheet has them, for light, dark and forced colours. */
export type Ink = 'text' | 'muted' | 'grid' | 'overdue' | 'maybe' | 'rest';

export type Mark =
  | {
      kind: 'rect';
      x: number;
      y: number;
      width: number;
      height: number;
      ink: Ink;
      /** In place of a solid area: told apart without colour. */
      hatched?: boolean;
    }
  | { kind: 'line'; x1: number; y1: number; x2: number; y2: number; ink: Ink }
  /** `d` as in SVG. */
  | { kind: 'path'; d: string; ink: Ink; dashed?: boolean }
  /** A point of a line; `hollow` goes with the dashed ones. */
  | { kind: 'dot'; x: number; y: number; ink: Ink; hollow?: boolean }
  | { kind: 'swatch'; x: number; y: number; size: number; color: string }
  | {
      kind: 'text';
      x: number;
      y: number;
      text: string;
      anchor: 'start' | 'middle' | 'end';
      ink: Ink;
      isBold?: boolean;
    };

/** A part of the chart that leads to its orders; in no picture. */
export interface Lead {
  x: number;
  y: number;
  width: number;
  height: number;
  /** What it stands for, in full words. */
  label: string;
  follow: () => void;
}

export interface Scene {
  width: number;
  height: number;
  marks: Mark[];
  leads: Lead[];
}

export const FONT_PX = 12;

let measuring: OffscreenCanvasRenderingContext2D | null = null;

/** How wide a text is, in px. */
export function widthOf(text: string, isBold = false): number {
  measuring ??= new OffscreenCanvas(1, 1).getContext('2d');
  if (measuring === null) return text.length * FONT_PX * 0.6;
  measuring.font = `${isBold ? 600 : 400} ${FONT_PX}px system-ui, sans-serif`;
  return measuring.measureText(text).width;
}

/** A text cut so that it has room. */
export function fitted(text: string, room_px: number): string {
  if (widthOf(text) <= room_px) return text;
  // By what a reader sees as one letter, so that none is cut through.
  const letters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  let [fits, tooLong] = [0, letters.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (widthOf(`${letters.slice(0, middle).join('')}…`) <= room_px) fits = middle;
    else tooLong = middle;
  }
  return `${letters.slice(0, fits).join('')}…`;
}
