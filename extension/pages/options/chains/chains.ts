// A store's statuses beside a recommended chain: which of its stages are there, which are missing, and what to copy into
// UCOS, whose API makes no statuses. Holds which chain is chosen. Names of statuses come from the service and are data.

import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { CatalogView, RepliesView, Stage } from '../../../protocol';
import { number } from '../../shared/plural';
import { type MessageName, words } from '../../shared/words';
import { limitWords } from '../settings/days';
import { CHAINS, type ChainId, type Compared, compare, nearest } from './compare';

const IDS: ChainId[] = ['production', 'international', 'returns'];

interface State {
  chain: ChainId | null;
  /** What was copied last, or why not. */
  said: string;
}

const nameOf = (stage: Stage): string => words(`stage_${stage.replaceAll('-', '_')}` as MessageName);
const wordingOf = (stage: Stage): string =>
  words(`stage_${stage.replaceAll('-', '_')}_public` as MessageName);

export class StoresChains {
  readonly #repaint: () => void;
  readonly #states = new Map<string, State>();

  constructor(repaint: () => void) {
    this.#repaint = repaint;
  }

  template(
    store: string,
    catalog: CatalogView | undefined,
    replies: RepliesView | null,
  ): TemplateResult | typeof nothing {
    if (replies === null) return nothing;
    const state = this.#states.get(store) ?? { chain: null, said: '' };
    this.#states.set(store, state);
    const chain = state.chain ?? nearest(replies.statuses);
    const steps = compare(CHAINS[chain], replies.statuses);
    const found = steps.filter(({ statuses }) => statuses.length > 0).length;
    const chosen = ({ target }: Event): void => {
      const id = IDS.find((id) => target instanceof HTMLSelectElement && id === target.value);
      state.chain = id ?? state.chain;
      state.said = '';
      this.#repaint();
    };
    const id = `${store}-chain`;
    return html`
      <details class="chains">
        <summary id="${store}-chains">${words('chains_heading')}</summary>
        <p class="hint">${words('chains_intro')}</p>
        <div class="field">
          <label for=${id}>${words('chains_chain')}</label>
          <select id=${id} @change=${chosen}>
            ${IDS.map(
              (each) =>
                html`<option value=${each} .selected=${live(each === chain)}>${words(`chain_${each}`)}</option>`,
            )}
          </select>
        </div>
        <p>${words('chains_count', number(found), number(steps.length))}</p>
        <div class="chain-scroll" tabindex="0" role="region" aria-labelledby="${store}-chains">
          <table class="chain">
            <thead>
              <tr>
                <th scope="col">${words('chains_stage')}</th>
                <th scope="col">${words('chains_yours')}</th>
                <th scope="col">${words('chains_limit')}</th>
                <th scope="col">${words('chains_wording')}</th>
              </tr>
            </thead>
            <tbody>
              ${steps.map((step) => this.#rowTemplate(state, step, catalog))}
            </tbody>
          </table>
        </div>
        <p class="standing" aria-live="polite">${state.said}</p>
      </details>
    `;
  }

  #rowTemplate(state: State, step: Compared, catalog: CatalogView | undefined): TemplateResult {
    const [name, wording] = [nameOf(step.stage), wordingOf(step.stage)];
    const copy = (text: string, label: MessageName, of: MessageName): TemplateResult => html`
      <button type="button" class="quiet" aria-label=${words(of, text)} @click=${() => void this.#copy(state, text)}>
        ${words(label)}
      </button>
    `;
    return html`
      <tr>
        <th scope="row">${name} ${copy(name, 'chains_copy_name', 'chains_copy_name_of')}</th>
        <td>${yoursTemplate(step, catalog)}</td>
        <td>${step.limit === null ? words('chains_no_limit') : limitWords(step.limit)}</td>
        <td>${wording} ${copy(wording, 'chains_copy_wording', 'chains_copy_wording_of')}</td>
      </tr>
    `;
  }

  async #copy(state: State, text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      state.said = words('chains_copied', text);
    } catch {
      state.said = words('chains_not_copied');
    }
    this.#repaint();
  }
}

function yoursTemplate(step: Compared, catalog: CatalogView | undefined): TemplateResult {
  if (step.statuses.length === 0) return html`<strong class="missing">${words('chains_missing')}</strong>`;
  const pills = step.statuses.map(({ id, display_name }) => {
    const known = catalog?.statuses.find((status) => status.id === id);
    const style = known ? `--paper: ${known.paper}; --ink: ${known.ink}` : '';
    return html`<span class="pill" dir="auto" .style=${style}>${known?.name ?? display_name}</span>`;
  });
  return html`${pills}${
    step.isOutOfOrder ? html`<p class="fault">${words('chains_out_of_order')}</p>` : nothing
  }`;
}
