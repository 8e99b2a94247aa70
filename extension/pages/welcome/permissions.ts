// What each permission of the manifest is used for, in words. A permission that is not here fails a test.
// Knows words only.

import { html, type TemplateResult } from 'lit-html';
import { type MessageName, words } from '../shared/words';

/** As the manifest names them; of hosts without what follows the name. */
const PERMISSIONS: readonly [name: string, message: MessageName][] = [
  ['https://admin.shopify.com', 'permission_admin'],
  ['https://api.ultimate-custom-order-status.apps.msmtech.ca', 'permission_service'],
  ['storage', 'permission_storage'],
  ['alarms', 'permission_alarms'],
  ['idle', 'permission_idle'],
  ['notifications', 'permission_notifications'],
  ['sidePanel', 'permission_side_panel'],
  ['scripting', 'permission_scripting'],
  ['declarativeNetRequestWithHostAccess', 'permission_net_request'],
];

export const permissionsTemplate = (): TemplateResult => html`
  <section class="permissions" aria-labelledby="permissions-heading">
    <h2 id="permissions-heading">${words('welcome_permissions')}</h2>
    <dl>
      ${PERMISSIONS.map(
        ([name, message]) => html`
          <div>
            <dt><code dir="ltr">${name}</code></dt>
            <dd>${words(message)}</dd>
          </div>
        `,
      )}
    </dl>
  </section>
`;
