// Paints what the organisation sets beside the settings: stores whose key is not used, where UCOS is asked, and the
// values of its policy that cannot be used.
// Knows the view only, and tells what a person does.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { PolicyFault, PolicyView } from '../../protocol';
import type { Views } from '../shared/views';
import { type MessageName, words } from '../shared/words';

const REASONS: Record<PolicyFault['reason'], MessageName> = {
  'wrong-type': 'policy_fault_wrong_type',
  'out-of-range': 'policy_fault_out_of_range',
  'too-many': 'policy_fault_too_many',
  'zone-unknown': 'policy_fault_zone_unknown',
  'weekday-unknown': 'policy_fault_weekday_unknown',
  'no-counted-day': 'policy_fault_no_counted_day',
  'date-unknown': 'policy_fault_date_unknown',
  'time-unknown': 'policy_fault_time_unknown',
  'store-malformed': 'policy_fault_store_malformed',
  'store-twice': 'policy_fault_store_twice',
  'api-not-https': 'policy_fault_api_not_https',
  'api-other-host': 'policy_fault_api_other_host',
  'api-malformed': 'policy_fault_api_malformed',
};

const faultsTemplate = (faults: PolicyFault[]): TemplateResult => html`
  <div class="banner failed">
    <ul>
      ${faults.map(({ value, reason }) => html`<li>${words('policy_fault', value, words(REASONS[reason]))}</li>`)}
    </ul>
    <p>${words('policy_faults_kept')}</p>
  </div>
`;

const withheldTemplate = (store: string, forget: (store: string) => void): TemplateResult => html`
  <div class="banner withheld">
    <p>${words('policy_withheld', store)}</p>
    <button type="button" class="quiet" aria-label=${words('policy_forget_of', store)} @click=${() => forget(store)}>
      ${words('policy_forget')}
    </button>
  </div>
`;

const saysMore = (policy: PolicyView): boolean => policy.api_base !== null || policy.faults.length > 0;

export function policyTemplate(
  { policy, withheld }: Views,
  forget: (store: string) => void,
): TemplateResult | typeof nothing {
  if (withheld.length === 0 && (policy === null || !saysMore(policy))) return nothing;
  return html`
    <section class="card policy" aria-labelledby="policy-heading">
      <h2 id="policy-heading" tabindex="-1">${words('policy_heading')}</h2>
      ${policy && policy.faults.length > 0 ? faultsTemplate(policy.faults) : nothing}
      ${withheld.map((store) => withheldTemplate(store, forget))}
      ${policy?.api_base ? html`<p class="hint">${words('policy_api_base', policy.api_base)}</p>` : nothing}
    </section>
  `;
}
