// The page that opens once the extension is installed: from the key to the first badge, and what is permitted for what.
// Holds the connect form and which stores are connected; all else is the options page's.

import { html, nothing, render, type TemplateResult } from 'lit-html';
import { Connecting } from '../shared/connect/connecting';
import { helpTemplate } from '../shared/connect/help';
import { followViews, noViews, type Views } from '../shared/views';
import { nameDocument, words } from '../shared/words';
import { permissionsTemplate } from './permissions';

const ADMIN = 'https://admin.shopify.com/store';

let views: Views = noViews();
const connecting = new Connecting(paint, () => {});

/** The way to the first badge of a store. */
const ordersLink = (store: string): TemplateResult => html`
  <p><a class="button primary" href="${ADMIN}/${store}/orders">${words('welcome_orders', store)}</a></p>
`;

/** What there is to do in the list: said where it can be done. */
const nextTemplate = (): TemplateResult => html`
  <section class="next" aria-labelledby="next-heading">
    <h2 id="next-heading">${words('welcome_next')}</h2>
    <ol>
      <li>${words('welcome_next_badges')}</li>
      <li>${words('welcome_next_change')}</li>
      <li>${words('welcome_next_popup')}</li>
      <li>
        ${words('welcome_next_options')}
        <a href="options.html">${words('welcome_open_options')}</a>
      </li>
    </ol>
  </section>
`;

/** Stores that were connected before the page was opened, or from another page. */
function connectedTemplate(): TemplateResult | typeof nothing {
  const others = views.stores.filter(({ store }) => store !== connecting.about);
  if (others.length === 0) return nothing;
  return html`<section class="connected" aria-labelledby="connected-heading">
    <h2 id="connected-heading">${words('welcome_connected')}</h2>
    ${others.map(({ store }) => ordersLink(store))}
  </section>`;
}

function paint(): void {
  const { about } = connecting;
  render(
    html`
      <header>
        <img src="icons/icon-48.png" width="48" height="48" alt="" />
        <div class="title">
          <h1>${words('welcome_heading')}</h1>
          <p>${words('welcome_tagline')}</p>
        </div>
      </header>
      <main>
        <div class="first">
          ${connecting.template(about === null ? nothing : ordersLink(about))} ${connectedTemplate()}
        </div>
        <div class="beside">
          ${views.stores.length === 0 ? helpTemplate() : nextTemplate()} ${permissionsTemplate()}
        </div>
      </main>
    `,
    document.body,
  );
}

nameDocument('welcome_title');
paint();
void followViews((read) => {
  views = read;
  connecting.follow(read);
  paint();
});
