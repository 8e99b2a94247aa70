// A part of the board: a heading that folds it, a chart or a table of the same figures, and both to save.
// Knows lit-html, scenes and CSV; nothing of orders.

import { html, nothing, type TemplateResult } from 'lit-html';
import { csv, type Field } from '../shared/csv';
import { download } from '../shared/download';
import { type MessageName, words } from '../shared/words';
import { sceneTemplate } from './charts/paint';
import { picture } from './charts/picture';
import type { Scene } from './charts/scene';

/** A colour of a chart and what it stands for. */
export interface LegendEntry {
  ink: 'overdue' | 'maybe' | 'rest';
  /** A line is solid or dashed, an area solid or hatched. */
  look: 'area' | 'hatched' | 'solid' | 'dashed';
  text: string;
}

export interface Column {
  heading: string;
  isNumber: boolean;
}

/** A cell: as it is shown, and as it is saved. */
export interface Cell {
  shown: unknown;
  saved: Field;
}

export interface PanelParts {
  name: string;
  heading: string;
  /** What the figures rest on, or null. */
  note: string | null;
  /** What stands above the chart: choices. */
  choices: TemplateResult | typeof nothing;
  /** Null: there is nothing to draw; `empty` says why. */
  scene: Scene | null;
  legend: LegendEntry[];
  columns: Column[];
  rows: Cell[][];
  /** In place of chart and table. */
  empty: string | null;
  /** There is no chart of it. */
  isTableOnly?: boolean;
}

export interface PanelActions {
  isFolded: (name: string) => boolean;
  fold: (name: string, isFolded: boolean) => void;
  isTable: (name: string) => boolean;
  showTable: (name: string, isTable: boolean) => void;
  /** The beginning of the names of files. */
  fileName: (name: string) => string;
}

const UTF8 = 'text/csv;charset=utf-8';

const saveCsv = (panel: PanelParts, actions: PanelActions): void => {
  const rows = [
    panel.columns.map(({ heading }) => heading),
    ...panel.rows.map((row) => row.map(({ saved }) => saved)),
  ];
  download(`${actions.fileName(panel.name)}.csv`, new Blob([csv(rows)], { type: UTF8 }));
};

async function savePng({ name, scene, heading, legend }: PanelParts, actions: PanelActions): Promise<void> {
  if (scene === null) return;
  const said = legend.map(({ look, text }) => words(`board_legend_${look}`, text)).join(' · ');
  download(`${actions.fileName(name)}.png`, await picture(scene, heading, said));
}

const legendTemplate = (legend: LegendEntry[]): TemplateResult => html`
  <ul class="legend">
    ${legend.map(({ ink, look, text }) => html`<li><span class="key ${ink} ${look}"></span>${text}</li>`)}
  </ul>
`;

const tableTemplate = ({ heading, columns, rows }: PanelParts): TemplateResult => html`
  <div class="scroll" role="region" tabindex="0" aria-label=${heading}>
    <table>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col" class=${column.isNumber ? 'number' : ''}>${column.heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) => html`<tr>
            ${row.map(({ shown }, at) =>
              at === 0
                ? html`<th scope="row">${shown}</th>`
                : html`<td class=${columns[at]?.isNumber ? 'number' : ''}>${shown}</td>`,
            )}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>
`;

function toolsTemplate(panel: PanelParts, isTable: boolean, actions: PanelActions): TemplateResult {
  const named = (message: MessageName): string => words(message, panel.heading);
  return html`
    <div class="tools">
      ${
        panel.isTableOnly
          ? nothing
          : html`<button
              type="button"
              class="quiet small"
              aria-label=${named(isTable ? 'board_as_chart_of' : 'board_as_table_of')}
              @click=${() => actions.showTable(panel.name, !isTable)}
            >
              ${words(isTable ? 'board_as_chart' : 'board_as_table')}
            </button>`
      }
      <button
        type="button"
        class="quiet small"
        aria-label=${named('board_save_csv_of')}
        @click=${() => saveCsv(panel, actions)}
      >
        CSV
      </button>
      ${
        panel.scene === null
          ? nothing
          : html`<button
              type="button"
              class="quiet small"
              aria-label=${named('board_save_png_of')}
              @click=${() => void savePng(panel, actions)}
            >
              PNG
            </button>`
      }
    </div>
  `;
}

function bodyTemplate(panel: PanelParts, actions: PanelActions): TemplateResult {
  if (panel.empty !== null) return html`<p class="empty">${panel.empty}</p>`;
  const isTable = panel.isTableOnly === true || actions.isTable(panel.name);
  return html`
    <div class="above">${panel.choices} ${toolsTemplate(panel, isTable, actions)}</div>
    ${
      isTable || panel.scene === null
        ? tableTemplate(panel)
        : html`${legendTemplate(panel.legend)} ${sceneTemplate(panel.scene, panel.heading)}`
    }
    ${panel.note === null ? nothing : html`<p class="note">${panel.note}</p>`}
  `;
}

export function panelTemplate(panel: PanelParts, actions: PanelActions): TemplateResult {
  const toggle = (event: Event): void => {
    if (event.currentTarget instanceof HTMLDetailsElement)
      actions.fold(panel.name, !event.currentTarget.open);
  };
  return html`
    <details class="panel ${panel.name}" ?open=${!actions.isFolded(panel.name)} @toggle=${toggle}>
      <summary><h2>${panel.heading}</h2></summary>
      ${bodyTemplate(panel, actions)}
    </details>
  `;
}
