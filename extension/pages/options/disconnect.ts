// Paints the one question that comes before a store is disconnected.
// Knows its state only. A native dialog: it keeps the focus inside, closes on Escape and gives the focus back.

import { html, nothing, type TemplateResult } from 'lit-html';
import type { ProblemView } from '../../protocol';
import { problemBanner } from '../shared/problem';
import { words } from '../shared/words';

export interface DisconnectState {
  store: string;
  /** The staff account; null: all of the store's. */
  staffName: string | null;
  busy: boolean;
  problem: ProblemView | null;
}

export interface DisconnectActions {
  confirm: () => void;
  cancel: () => void;
  /** However the dialog was closed, by Escape too. */
  closed: () => void;
}

export const disconnectTemplate = (
  state: DisconnectState | null,
  actions: DisconnectActions,
): TemplateResult => html`
  <dialog
    id="disconnect"
    class="card"
    aria-labelledby="disconnect-question"
    aria-describedby="disconnect-explained"
    @close=${actions.closed}
  >
    ${
      state === null
        ? nothing
        : html`
            <h2 id="disconnect-question">
              ${
                state.staffName === null
                  ? words('options_disconnect_question', state.store)
                  : words('options_account_disconnect_question', state.staffName, state.store)
              }
            </h2>
            <p id="disconnect-explained">
              ${words(state.staffName === null ? 'options_disconnect_explained' : 'options_account_disconnect_explained')}
            </p>
            <div role="alert">${state.problem === null ? nothing : problemBanner(state.problem)}</div>
            <div class="actions">
              <button type="button" class="quiet" @click=${actions.cancel}>
                ${words('options_disconnect_cancel')}
              </button>
              <button
                type="button"
                class="danger"
                aria-disabled=${state.busy ? 'true' : 'false'}
                @click=${actions.confirm}
              >
                ${words(state.busy ? 'options_disconnecting' : 'options_disconnect')}
              </button>
            </div>
          `
    }
  </dialog>
`;
