// Paints the changes of a store that wait: what is asked, of which orders, and the buttons that answer.
// Knows views and its state only, and tells what a person does. Names and sentences of the service are text nodes.

import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { repeat } from 'lit-html/directives/repeat.js';
import type {
  ChangesView,
  Channel,
  Decision,
  OrderView,
  ProblemView,
  RefusedView,
  StoreView,
} from '../../../protocol';
import { orderKey } from '../../../protocol';
import { counted, number } from '../../shared/plural';
import { problemBanner } from '../../shared/problem';
import { type MessageName, words } from '../../shared/words';
import { decisionsFor, type Group, groupsOf, meant, nameOf } from './groups';

export interface WaitingState {
  /** Names of orders; of a group in which none is ticked all are meant. */
  ticked: Set<string>;
  /** What is being said at this moment. */
  deciding: Decision | null;
  /** What was said last. */
  said: { decision: Decision; count: number } | null;
  problem: ProblemView | null;
}

export interface WaitingActions {
  tick: (change: RefusedView, isTicked: boolean) => void;
  decide: (group: Group, decision: Decision) => void;
}

export interface Waiting {
  view: StoreView;
  changes: ChangesView | undefined;
  /** Views of the orders that are asked about, as far as there are any, by their keys. */
  orders: ReadonlyMap<string, OrderView>;
  state: WaitingState;
}

export const headingId = (store: string): string => `${store}-waiting`;

const CHANNELS: Record<Channel, MessageName> = {
  email: 'menu_channel_email',
  sms: 'menu_channel_sms',
  whatsapp: 'menu_channel_whatsapp',
};

const SAID: Record<Decision, [MessageName, MessageName]> = {
  send: ['waiting_said_send_one', 'waiting_said_send_other'],
  leave: ['waiting_said_leave_one', 'waiting_said_leave_other'],
  made: ['waiting_said_made_one', 'waiting_said_made_other'],
};

/** Of one change, of all of several, of those that are ticked. What UCOS may have made already is sent again. */
const BUTTONS: Record<Decision | 'again', [MessageName, MessageName, MessageName]> = {
  send: ['waiting_send', 'waiting_send_all', 'waiting_send_ticked'],
  again: ['waiting_again', 'waiting_again_all', 'waiting_again_ticked'],
  leave: ['waiting_leave', 'waiting_leave_all', 'waiting_leave_ticked'],
  made: ['waiting_made', 'waiting_made_all', 'waiting_made_ticked'],
};

const messages = (channels: Channel[]): string =>
  words(
    'menu_messages',
    new Intl.ListFormat(words('extension_language')).format(
      channels.map((channel) => words(CHANNELS[channel])),
    ),
  );

/** Where the change leads and whom it tells, as far as the order's view is there to say so. */
function targetTemplate(order: OrderView | undefined): TemplateResult | typeof nothing {
  if (!order?.change) return nothing;
  const { target, change } = order;
  // `.style` forwards to cssText; a style attribute would be refused by our content security policy.
  const pill =
    target &&
    html`
    <span class="pill" dir="auto" .style=${`--paper: ${target.status.paper}; --ink: ${target.status.ink}`}
      >${target.status.name}${target.sub_status === null ? '' : ` · ${target.sub_status.name}`}</span
    >
  `;
  return html`
    ${pill ?? nothing}
    ${change.messages.length === 0 ? nothing : html`<span class="aside">${messages(change.messages)}</span>`}
  `;
}

function changeTemplate(
  change: RefusedView,
  isAlone: boolean,
  { view, orders, state }: Waiting,
  actions: WaitingActions,
): TemplateResult {
  const { order } = change;
  const name = change.name === '' ? words('waiting_order', order.id) : change.name;
  const list = order.kind === 'draft' ? 'draft_orders' : 'orders';
  const ticked = ({ target, isTrusted }: Event): void => {
    if (isTrusted && target instanceof HTMLInputElement) actions.tick(change, target.checked);
  };
  return html`
    <li>
      ${
        isAlone
          ? nothing
          : html`<input
              type="checkbox"
              aria-label=${words('waiting_tick', name)}
              .checked=${live(state.ticked.has(nameOf(change)))}
              @change=${ticked}
            />`
      }
      <div class="asked-order">
        <a href="https://admin.shopify.com/store/${view.store}/${list}/${order.id}" target="_blank"><bdi>${name}</bdi></a>
        ${targetTemplate(orders.get(orderKey(view.store, order)))}
      </div>
    </li>
  `;
}

/** What is asked, and why. */
function questionTemplate({ question, problem, changes }: Group, { staff_name }: StoreView): TemplateResult {
  if (question !== 'key-replaced') return problemBanner(problem);
  const replaced =
    staff_name === null ? words('waiting_key_replaced_unnamed') : words('waiting_key_replaced', staff_name);
  return html`
    <div class="banner">
      <p><strong>${replaced}</strong></p>
      <p>${counted('waiting_key_question_one', 'waiting_key_question_other', changes.length)}</p>
    </div>
  `;
}

function buttonTemplate(
  decision: Decision,
  group: Group,
  { state }: Waiting,
  actions: WaitingActions,
): TemplateResult {
  const count = meant(group, state.ticked).length;
  const isTicked = group.changes.some((change) => state.ticked.has(nameOf(change)));
  const [one, all, ticked] =
    BUTTONS[decision === 'send' && group.question === 'perhaps-made' ? 'again' : decision];
  const label = group.changes.length === 1 ? words(one) : words(isTicked ? ticked : all, number(count));
  return html`
    <button
      type="button"
      class="quiet"
      aria-disabled=${state.deciding === null ? 'false' : 'true'}
      @click=${(event: Event) => event.isTrusted && actions.decide(group, decision)}
    >
      ${label}
    </button>
  `;
}

const groupTemplate = (group: Group, waiting: Waiting, actions: WaitingActions): TemplateResult => html`
  <div class="asked">
    ${questionTemplate(group, waiting.view)}
    <ul class="asked-orders">
      ${repeat(group.changes, nameOf, (change) =>
        changeTemplate(change, group.changes.length === 1, waiting, actions),
      )}
    </ul>
    <div class="actions">
      ${decisionsFor(group.question).map((decision) => buttonTemplate(decision, group, waiting, actions))}
    </div>
  </div>
`;

/** Only what is there to stay is told: a change in its grace, or on its way, would come and go under the pointer. */
export function waitingTemplate(waiting: Waiting, actions: WaitingActions): TemplateResult {
  const { view, changes, state } = waiting;
  const groups = changes === undefined ? [] : groupsOf(changes);
  const blocked = changes?.blocked ?? 0;
  if (groups.length === 0 && blocked === 0 && state.said === null && state.problem === null) return html``;
  const id = headingId(view.store);
  const said = state.said && counted(...SAID[state.said.decision], state.said.count);
  return html`
    <section class="waiting" aria-labelledby=${id}>
      <h4 id=${id} tabindex="-1">${words('waiting_heading')}</h4>
      ${repeat(
        groups,
        ({ id }) => id,
        (group) => groupTemplate(group, waiting, actions),
      )}
      ${
        blocked === 0
          ? nothing
          : html`<p class="hint">${counted('waiting_blocked_one', 'waiting_blocked_other', blocked)}</p>`
      }
      <div role="alert">${state.problem === null ? nothing : problemBanner(state.problem)}</div>
      <p class="hint" aria-live="polite">${said ?? ''}</p>
    </section>
  `;
}
