// "Copy diagnostics" of our pages, and the report of a page that we do not know; what is copied is shown too, so that a
// person sees what they are about to send. Knows words and the clipboard; what is in the text is facts.ts's and text.ts's.

import { html, nothing, type TemplateResult } from 'lit-html';
import { words } from '../words';
import { type Facts, gather } from './facts';
import { diagnosticsText, structuralReport } from './text';

export class Diagnostics {
  readonly #repaint: () => void;
  #said = '';
  #text: string | null = null;
  #isBusy = false;

  /** `repaint` is called whenever something is to be painted anew. */
  constructor(repaint: () => void) {
    this.#repaint = repaint;
  }

  readonly template = (): TemplateResult => html`
    <section class="diagnostics" aria-label=${words('diagnostics_heading')}>
      <p>${words('diagnostics_note')}</p>
      ${this.#buttonTemplate(words('diagnostics_copy'), diagnosticsText)} ${this.#outcomeTemplate()}
    </section>
  `;

  /** For a page that lists orders and shows no badge, since its markup is none that we know. */
  readonly unknownPageTemplate = (): TemplateResult => html`
    <section class="diagnostics" aria-label=${words('diagnostics_unknown_heading')}>
      <p>${words('diagnostics_unknown')}</p>
      ${this.#buttonTemplate(words('diagnostics_copy_structure'), structuralReport)} ${this.#outcomeTemplate()}
    </section>
  `;

  #buttonTemplate(label: string, write: (facts: Facts) => string): TemplateResult {
    return html`
      <button
        type="button"
        class="quiet small"
        aria-disabled=${this.#isBusy ? 'true' : 'false'}
        @click=${({ isTrusted }: Event) => isTrusted && void this.#copy(write)}
      >
        ${label}
      </button>
    `;
  }

  #outcomeTemplate(): TemplateResult {
    return html`
      <span class="said" aria-live="polite">${this.#said}</span>
      ${
        this.#text === null
          ? nothing
          : html`<textarea readonly rows="8" spellcheck="false" dir="ltr" aria-label=${words('diagnostics_text')} .value=${this.#text}></textarea>`
      }
    `;
  }

  async #copy(write: (facts: Facts) => string): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#said = words('diagnostics_copying');
    this.#repaint();
    // Within the press: only so long may the clipboard be written.
    const text = gather().then(write);
    const blob = text.then((plain) => new Blob([plain], { type: 'text/plain' }));
    const isCopied = await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]).then(
      () => true,
      () => false,
    );
    this.#text = await text.catch(() => null);
    this.#said = words(
      isCopied ? 'diagnostics_copied' : this.#text === null ? 'diagnostics_failed' : 'diagnostics_not_copied',
    );
    this.#isBusy = false;
    this.#repaint();
  }
}
