// Paints where the API key comes from, in three steps.
// Knows words only.

import { html, type TemplateResult } from 'lit-html';
import { words } from '../words';

export const helpTemplate = (): TemplateResult => html`
  <section class="help" aria-labelledby="help-heading">
    <h2 id="help-heading">${words('options_help_heading')}</h2>
    <ol>
      <li>${words('options_help_make')}</li>
      <li>${words('options_help_permissions')}</li>
      <li>${words('options_help_copy')}</li>
    </ol>
  </section>
`;
