// The staff accounts of a store in the popup: who is in use, locking by hand, and unlocking or switching by PIN. Holds
// what is under way; a PIN is in its field and in one command, and the field is emptied with it.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { AccountView, ProblemView, StoreView } from '../../protocol';
import { send } from '../shared/commands';
import { language, problemWords, words } from '../shared/words';

interface Standing {
  busy: boolean;
  problem: ProblemView | null;
}

export const headingId = (store: string): string => `store-${store}`;

const seconds = (count: number): string =>
  new Intl.NumberFormat(language(), { style: 'unit', unit: 'second', unitDisplay: 'long' }).format(count);

export class Accounts {
  readonly #repaint: () => void;
  /** By store and staff name. */
  readonly #standings = new Map<string, Standing>();
  #ticking: ReturnType<typeof setTimeout> | undefined;

  /** `repaint` is called whenever something is to be painted anew. */
  constructor(repaint: () => void) {
    this.#repaint = repaint;
  }

  /** What there is to do with the account in use. */
  readonly activeTemplate = (view: StoreView): TemplateResult | typeof nothing => {
    const active = view.accounts.find(({ is_active }) => is_active);
    if (active?.is_locked) {
      return html`<p class="locked">${words('popup_locked')}</p> ${this.#formTemplate(view, active)}`;
    }
    if (!active?.has_pin) return nothing;
    return html`
      <button
        type="button"
        class="quiet"
        aria-label=${words('popup_lock_of', active.staff_name, view.store)}
        @click=${({ isTrusted }: Event) => isTrusted && void this.#lock(view.store)}
      >
        ${words('popup_lock')}
      </button>
    `;
  };

  readonly othersTemplate = (view: StoreView): TemplateResult | typeof nothing => {
    const others = view.accounts.filter(({ is_active }) => !is_active);
    if (others.length === 0) return nothing;
    return html`
      <details class="others">
        <summary>${words('popup_others')}</summary>
        ${others.map((account) => this.#formTemplate(view, account))}
      </details>
    `;
  };

  #standing(store: string, { staff_name }: AccountView): Standing {
    const name = `${store}/${staff_name}`;
    const standing = this.#standings.get(name) ?? { busy: false, problem: null };
    this.#standings.set(name, standing);
    return standing;
  }

  #formTemplate(view: StoreView, account: AccountView): TemplateResult {
    const { busy, problem } = this.#standing(view.store, account);
    const id = `pin-${view.store}-${view.accounts.indexOf(account)}`;
    const { staff_name, is_active, has_pin } = account;
    const doing = is_active
      ? words('popup_unlock')
      : words(has_pin ? 'popup_switch' : 'popup_switch_to', staff_name);
    return html`
      <form class="unlock" novalidate @submit=${(event: SubmitEvent) => this.#submit(event, view.store, account)}>
        ${has_pin ? html`<label for=${id}>${words('popup_pin', staff_name)}</label>` : nothing}
        <div class="control">
          ${
            has_pin
              ? html`<input
                  id=${id}
                  name="pin"
                  type="password"
                  autocomplete="off"
                  ?readonly=${busy}
                  aria-invalid=${problem ? 'true' : nothing}
                  aria-describedby="${id}-said"
                />`
              : nothing
          }
          <button class=${is_active ? 'primary' : 'quiet'} type="submit" aria-disabled=${busy ? 'true' : 'false'}>
            ${busy ? words('popup_unlocking') : doing}
          </button>
        </div>
        <p class="said" id="${id}-said" role="status">${problem ? problemWords(problem) : ''}</p>
        ${this.#waitTemplate(account)}
      </form>
    `;
  }

  /** Counts down beside the status, which would else be read out every second. */
  #waitTemplate({ next_try_at }: AccountView): TemplateResult | typeof nothing {
    const left_ms = next_try_at - Date.now();
    if (left_ms <= 0) return nothing;
    clearTimeout(this.#ticking);
    this.#ticking = setTimeout(this.#repaint, left_ms % 1_000 || 1_000);
    return html`<p class="wait">${words('popup_next_try', seconds(Math.ceil(left_ms / 1_000)))}</p>`;
  }

  #submit(event: SubmitEvent, store: string, account: AccountView): void {
    event.preventDefault();
    const form = event.target;
    if (!event.isTrusted || !(form instanceof HTMLFormElement)) return;
    const standing = this.#standing(store, account);
    const field = form.querySelector('input');
    if (standing.busy || field?.value === '') {
      field?.focus();
      return;
    }
    void this.#unlock(store, account, standing, field);
  }

  async #unlock(
    store: string,
    { staff_name }: AccountView,
    standing: Standing,
    field: HTMLInputElement | null,
  ): Promise<void> {
    const pin = field?.value ?? null;
    standing.busy = true;
    standing.problem = null;
    this.#repaint();
    const reply = await send({ unlock: { store, staff_name, pin } });
    standing.busy = false;
    standing.problem = reply.ok ? null : reply.problem;
    if (field) field.value = '';
    this.#repaint();
    // The form goes with what it was for.
    if (reply.ok) document.getElementById(headingId(store))?.focus();
    else field?.focus();
  }

  async #lock(store: string): Promise<void> {
    await send({ lock: { store } });
    // The button is gone; whoever pressed it by mistake is at the field.
    this.#repaint();
    document.getElementById(headingId(store))?.focus();
  }
}
