// Paints a scene as a picture to save, in the page's colours of the moment. On a canvas: an SVG that is made into a
// picture would need rules that allow pictures from anywhere.
// Knows canvas and scenes; takes the colours from the style sheet.

import { FONT_PX, type Ink, type Mark, type Scene } from './scene';

const SCALE = 2;
const MARGIN = 16;
const HEADING_PX = 36;

type Inks = Record<Ink | 'surface', string>;

/** What the style sheet's names for colours come to now. */
function inksOf(page: HTMLElement): Inks {
  const probe = document.createElement('span');
  probe.hidden = true;
  page.append(probe);
  const resolve = (name: keyof Inks): string => {
    probe.className = `probe ${name}`;
    return getComputedStyle(probe).color;
  };
  const inks: Inks = {
    text: resolve('text'),
    muted: resolve('muted'),
    grid: resolve('grid'),
    overdue: resolve('overdue'),
    maybe: resolve('maybe'),
    rest: resolve('rest'),
    surface: resolve('surface'),
  };
  probe.remove();
  return inks;
}

function hatching(ink: string, surface: string): CanvasPattern | string {
  const tile = new OffscreenCanvas(8, 8);
  const paper = tile.getContext('2d');
  if (paper === null) return ink;
  paper.fillStyle = surface;
  paper.fillRect(0, 0, 8, 8);
  paper.strokeStyle = ink;
  paper.lineWidth = 2;
  paper.beginPath();
  for (const at of [-8, 0, 8]) {
    paper.moveTo(at - 1, 9);
    paper.lineTo(at + 9, -1);
  }
  paper.stroke();
  return paper.createPattern(tile, 'repeat') ?? ink;
}

function paint(paper: OffscreenCanvasRenderingContext2D, mark: Mark, inks: Inks): void {
  paper.setLineDash([]);
  paper.lineWidth = 1;
  if (mark.kind === 'swatch') {
    paper.fillStyle = mark.color;
    paper.fillRect(mark.x, mark.y, mark.size, mark.size);
    return;
  }
  const ink = inks[mark.ink];
  paper.fillStyle = ink;
  paper.strokeStyle = ink;
  switch (mark.kind) {
    case 'rect':
      if (mark.hatched) paper.fillStyle = hatching(ink, inks.surface);
      paper.fillRect(mark.x, mark.y, mark.width, mark.height);
      if (mark.width > 0 && mark.height > 0) paper.strokeRect(mark.x, mark.y, mark.width, mark.height);
      break;
    case 'line':
      paper.beginPath();
      paper.moveTo(mark.x1, mark.y1);
      paper.lineTo(mark.x2, mark.y2);
      paper.stroke();
      break;
    case 'path':
      paper.lineWidth = 2;
      if (mark.dashed) paper.setLineDash([5, 4]);
      paper.stroke(new Path2D(mark.d));
      break;
    case 'dot':
      paper.beginPath();
      paper.arc(mark.x, mark.y, 3, 0, 2 * Math.PI);
      if (mark.hollow) paper.fillStyle = inks.surface;
      paper.fill();
      paper.lineWidth = 1.5;
      paper.stroke();
      break;
    case 'text':
      paper.font = `${mark.isBold ? 600 : 400} ${FONT_PX}px system-ui, sans-serif`;
      paper.textAlign = mark.anchor === 'middle' ? 'center' : mark.anchor;
      paper.fillText(mark.text, mark.x, mark.y);
      break;
  }
}

/** A PNG of the scene below a heading. */
export async function picture(scene: Scene, heading: string, legend: string): Promise<Blob> {
  const inks = inksOf(document.body);
  const width = scene.width + 2 * MARGIN;
  const height = scene.height + 3 * MARGIN + HEADING_PX;
  const canvas = new OffscreenCanvas(width * SCALE, height * SCALE);
  const paper = canvas.getContext('2d');
  if (paper === null) throw new Error('no canvas to paint on');
  paper.scale(SCALE, SCALE);
  paper.fillStyle = inks.surface;
  paper.fillRect(0, 0, width, height);
  paper.fillStyle = inks.text;
  paper.font = '600 16px system-ui, sans-serif';
  paper.fillText(heading, MARGIN, MARGIN + 16, scene.width);
  paper.fillStyle = inks.muted;
  paper.font = `${FONT_PX}px system-ui, sans-serif`;
  paper.fillText(legend, MARGIN, MARGIN + HEADING_PX, scene.width);
  paper.translate(MARGIN, 2 * MARGIN + HEADING_PX);
  for (const mark of scene.marks) paint(paper, mark, inks);
  return canvas.convertToBlob({ type: 'image/png' });
}
