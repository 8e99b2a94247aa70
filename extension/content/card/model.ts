// What the card says, worked out from the views: the status and its due time, how a change stands and what a person may
// do about it, what is offered and what is not and why. Pure but for the words; no DOM, no clock.

import type {
  CatalogStatusView,
  CatalogView,
  ChangeView,
  Channel,
  DetailsView,
  OrderView,
  ProblemView,
  StatusPairView,
  StoreView,
} from '../../protocol';
import { dueFace, dueLines } from '../due-face';
import { statusText } from '../face';
import { nextOf } from '../sequence';
import type { Guard } from '../staff/guard';
import { dateWords } from '../times';
import { ageWords, capitalised, language, listWords, numberWords, problemWords, word } from '../words';
import type { Chip } from './block';

/** All that is known of the order at this instant; `now_ms` is by the service's clock, `zone` the store's. */
export interface Known {
  store: StoreView;
  /** Why whoever is signed in may change nothing; null: they may. It is said once, so the parts are silent. */
  guard: Guard | null;
  order: OrderView | null;
  details: DetailsView | null;
  catalog: CatalogView | null;
  /** A command of this page has no answer yet, or its view has not come. */
  isAsking: boolean;
  /** What this page alone knows to have gone wrong. */
  commandProblem: ProblemView | null;
  readProblem: ProblemView | null;
  now_ms: number;
  zone: string | null;
}

/** What a person can say on how a change stands. */
export type Word = 'undo' | 'made' | 'again' | 'now' | 'leave' | 'acknowledge' | 'back';

export interface StatusPart {
  chip: Chip;
  addons: Chip[];
  /** The verdict, in full words; empty: there is nothing to say. */
  due: string;
  /** The same in short, for the folded card. */
  dueShort: string;
  isLate: boolean;
  lines: string[];
  problem: string[];
}

export interface ChangePart {
  /** What is being changed; empty: nothing. */
  title: string;
  target: Chip | null;
  lines: string[];
  isProblem: boolean;
  words: Word[];
}

export function statusPart(known: Known): StatusPart {
  const { order, details, now_ms, zone } = known;
  const due = dueFace(order, now_ms);
  const isSeen = order !== null && (order.seen_at !== null || order.status !== null);
  const problem = (order?.change ? null : order?.problem) ?? details?.problem ?? known.readProblem;
  const unknown = word(problem ? 'badge_unknown' : 'badge_loading');
  const hasAge = order?.stale && order.seen_at !== null;
  return {
    chip: {
      text: isSeen ? statusText(order.status, order.sub_status) : unknown,
      colours: isSeen ? order.status : null,
    },
    addons: (order?.addons ?? []).map(chipOf),
    due: capitalised(due.words),
    dueShort: due.time?.wide ?? '',
    isLate: due.verdict === 'overdue' || due.verdict === 'maybe-overdue',
    lines: [
      ...(order?.due ? dueLines(order, zone).slice(0, 1) : []),
      ...(hasAge ? [word('time_last_known', ageWords(order.seen_at ?? 0, now_ms))] : []),
    ],
    problem: problem ? problemLines(problem) : [],
  };
}

/** How a change stands; null: there is nothing to say. */
export function changePart(known: Known): ChangePart | null {
  const part = changeOf(known);
  if (!known.guard || part === null) return part;
  // What was changed just now, and could be changed back, is told for nothing else.
  return known.order?.change || part.isProblem ? { ...part, words: [] } : null;
}

function changeOf({ order, commandProblem, isAsking, now_ms }: Known): ChangePart | null {
  const change = order?.change ?? null;
  if (order && change) {
    return {
      title: titleOf(change),
      target: change.kind === 'status' && order.target ? chipOf(order.target) : null,
      lines: linesOf(change, order.problem),
      isProblem: order.problem !== null,
      words: isAsking ? [] : wordsOn(change, order.problem),
    };
  }
  if (commandProblem) {
    const lines = problemLines(commandProblem);
    return { title: '', target: null, lines, isProblem: true, words: ['acknowledge'] };
  }
  if (isAsking) return { title: '', target: null, lines: [word('card_saving')], isProblem: false, words: [] };
  if (!order?.back || order.back.until <= now_ms) return null;
  const target = chipOf(order.back.target);
  return { title: word('card_changed_from'), target, lines: [], isProblem: false, words: ['back'] };
}

/** When the change goes on by itself, in words, and when these change. */
export function countdown({ order, now_ms, zone }: Known): { text: string; changes_at: number | null } {
  const { state, until = null } = order?.change ?? {};
  const key = until !== null && state !== undefined ? COUNTDOWNS[state] : undefined;
  if (until === null || key === undefined || until <= now_ms) return { text: '', changes_at: null };
  const unit_ms = until - now_ms < 90_000 ? 1_000 : 60_000;
  const left = Math.ceil((until - now_ms) / unit_ms);
  const isLong = until - now_ms >= 3_600_000;
  const at = isLong ? dateWords(until, zone) : inWords(left, unit_ms === 1_000 ? 'second' : 'minute');
  return { text: word(key, at), changes_at: until - (left - 1) * unit_ms };
}

const COUNTDOWNS: Partial<Record<ChangeView['state'], string>> = {
  waiting: 'card_goes',
  'in-doubt': 'card_read_back',
  blocked: 'card_tried_again',
};

/** Nothing is known of the order yet, or a change is not settled: nothing else is begun meanwhile. */
export function isHeld({ order, isAsking }: Known): boolean {
  if (!order || order.seen_at === null) return true;
  const state = order?.change?.state ?? 'refused';
  return isAsking || (state !== 'refused' && state !== 'superseded');
}

/** Why the order's status cannot be changed; null: it can. Empty, here and below: it is said elsewhere. */
export function whyNoStatus({ store: { learnt }, guard }: Known): string | null {
  if (guard) return '';
  if (learnt.may_change === false) return word('card_may_not_change');
  return learnt.order_statuses === false ? word('card_items_only') : null;
}

/** Why line items cannot be changed; null: they can. What is not learnt yet, the first answer teaches. */
export function whyNoItems({ store: { learnt }, guard, details }: Known): string | null {
  if (guard) return '';
  if (learnt.may_change === false) return word('card_may_not_change');
  if (learnt.item_statuses === false) return word('card_orders_only');
  return details?.problem ? word('card_items_unread') : null;
}

/** Why the customer cannot be messaged; null: they can. */
export function whyNoMessage({ store: { learnt }, guard, order }: Known): string | null {
  if (guard) return '';
  if (learnt.may_notify === false) return word('card_may_not_notify');
  return order?.seen_at && !order.status ? word('card_no_status_to_tell') : null;
}

export const nextStep = ({ order, catalog }: Known): CatalogStatusView | null =>
  catalog && nextOf(catalog, order);

/** The channels by which the present status messages. */
export function usualChannels({ order, catalog }: Known): Channel[] {
  return catalog?.statuses.find(({ id }) => id === order?.status?.id)?.messages ?? [];
}

export function channelWords(channels: readonly Channel[]): string {
  return listWords(channels.map((channel) => word(`menu_channel_${channel}`)));
}

/** Both languages we have say "1" in the one form and any greater count in the other. */
export function countWords(key: string, count: number): string {
  return word(count === 1 ? `${key}_one` : key, numberWords(count));
}

export const chipOf = ({ status, sub_status }: StatusPairView): Chip => ({
  text: statusText(status, sub_status),
  colours: status,
});

export function problemLines(problem: ProblemView): string[] {
  return [problemWords(problem), problem.detail ?? ''].filter((line) => line !== '');
}

function titleOf({ kind }: ChangeView): string {
  return word(`card_change_${kind}`);
}

function linesOf({ kind, state, messages }: ChangeView, problem: ProblemView | null): string[] {
  const lines = problem ? problemLines(problem) : [];
  if (state === 'sending') return [word('card_saving')];
  if (messages.length > 0 && (state === 'waiting' || state === 'blocked' || state === 'asking'))
    lines.push(word(kind === 'notify' ? 'card_by' : 'menu_messages', channelWords(messages)));
  return lines;
}

/** Problems after which the service may have made the change all the same; after all others it was not sent. */
const DOUBTS: readonly (string | undefined)[] = [
  'in-doubt',
  'in-doubt-untold',
  'message-in-doubt',
  'not-made',
];

function wordsOn({ state }: ChangeView, problem: ProblemView | null): Word[] {
  switch (state) {
    case 'waiting':
    case 'blocked':
      return ['undo'];
    case 'asking':
      return DOUBTS.includes(problem?.code) ? ['made', 'again', 'leave'] : ['now', 'leave'];
    case 'refused':
    case 'superseded':
      return ['acknowledge'];
    default:
      return [];
  }
}

let future: Intl.RelativeTimeFormat | undefined;

/** "in 4 seconds". */
function inWords(count: number, unit: 'second' | 'minute'): string {
  future ??= new Intl.RelativeTimeFormat(language());
  return future.format(count, unit);
}
