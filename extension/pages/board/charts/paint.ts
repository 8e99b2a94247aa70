// Paints a scene into the page, as SVG that is read and walked through like the rest of the page.
// Knows lit-html and scenes. Texts are text nodes; colours of statuses were checked by the core.

import { html, nothing, svg, type TemplateResult } from 'lit-html';
import type { Lead, Mark, Scene } from './scene';

const markTemplate = (mark: Mark): TemplateResult => {
  switch (mark.kind) {
    case 'rect':
      return svg`<rect class="area ${mark.ink}" x=${mark.x} y=${mark.y} width=${mark.width} height=${mark.height}
        fill=${mark.hatched ? `url(#hatched-${mark.ink})` : nothing}></rect>`;
    case 'line':
      return svg`<line class="stroke ${mark.ink}" x1=${mark.x1} y1=${mark.y1} x2=${mark.x2} y2=${mark.y2}></line>`;
    case 'path':
      return svg`<path class="stroke ${mark.ink}" d=${mark.d} stroke-dasharray=${mark.dashed ? '5 4' : nothing}></path>`;
    case 'dot':
      return svg`<circle class="dot ${mark.ink} ${mark.hollow ? 'hollow' : ''}" cx=${mark.x} cy=${mark.y} r="3"></circle>`;
    case 'swatch':
      return svg`<rect class="swatch" x=${mark.x} y=${mark.y} width=${mark.size} height=${mark.size} rx="3"
        fill=${mark.color}></rect>`;
    case 'text':
      return svg`<text class="word ${mark.ink} ${mark.isBold ? 'bold' : ''}" x=${mark.x} y=${mark.y}
        text-anchor=${mark.anchor}>${mark.text}</text>`;
  }
};

const leadTemplate = (lead: Lead): TemplateResult => {
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    lead.follow();
  };
  return svg`<g class="lead" role="button" tabindex="0" aria-label=${lead.label} @click=${lead.follow}
    @keydown=${press}><title>${lead.label}</title><rect x=${lead.x} y=${lead.y} width=${lead.width}
    height=${lead.height} rx="4"></rect></g>`;
};

/** `label` says what the chart shows. What its marks say is said by what leads to orders, and by the table. */
export const sceneTemplate = ({ width, height, marks, leads }: Scene, label: string): TemplateResult => html`
  <svg
    class="chart"
    direction="ltr"
    role=${leads.length > 0 ? 'group' : 'img'}
    aria-label=${label}
    width=${width}
    height=${height}
    viewBox="0 0 ${width} ${height}"
  >
    <g aria-hidden="true">${marks.map(markTemplate)}</g>
    ${leads.map(leadTemplate)}
  </svg>
`;

/** The hatchings, once for all charts of the page. */
export const hatchingsTemplate = (): TemplateResult => html`
  <svg class="hatchings" width="0" height="0" aria-hidden="true">
    <defs>
      ${(['overdue', 'maybe', 'rest'] as const).map(
        (ink) => svg`<pattern id="hatched-${ink}" width="6" height="6" patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"><rect class="ground" width="6" height="6"></rect><line class="stroke ${ink}"
          x1="1.5" y1="0" x2="1.5" y2="6"></line></pattern>`,
      )}
    </defs>
  </svg>
`;
