// Reads views from their JSON text, leniently: what is not understood is left out, and a view that cannot be
// painted is null. Knows shapes only; no chrome.* calls, no DOM.

import type {
  BackView,
  BatchView,
  CatalogGroupView,
  CatalogStatusView,
  CatalogView,
  ChangeState,
  ChangesView,
  ChangeView,
  Channel,
  ClockView,
  Deadline,
  DetailsView,
  HistoryView,
  Interval,
  KeyView,
  Learnt,
  LimitView,
  LineItemView,
  OrderRef,
  OrderState,
  OrderView,
  ProblemView,
  RefusedView,
  ReplyLanguage,
  Settings,
  StatusPairView,
  StatusView,
  StoreView,
  SubStatusView,
  SummaryView,
} from '../protocol';

type Fields = Record<string, unknown>;

const STATES: readonly string[] = ['loading', 'known', 'pending', 'failed'] satisfies OrderState[];
const GREY_PAPER = '#e3e3e3';
const GREY_INK = '#303030';
/** The core's own, until it has published what is set. */
export const USUAL_GRACE = 5;
const CHANNELS: readonly string[] = ['email', 'sms', 'whatsapp'] satisfies Channel[];
const CHANGE_STATES: readonly string[] = [
  'waiting',
  'sending',
  'in-doubt',
  'blocked',
  'asking',
  'refused',
  'superseded',
] satisfies ChangeState[];
const OUTCOMES: readonly string[] = [
  'done',
  'found-done',
  'said-done',
  'refused',
  'superseded',
  'undone',
  'left',
] satisfies HistoryView['outcome'][];
const CHANGE_KINDS: readonly string[] = ['status', 'items', 'notify'] satisfies ChangeView['kind'][];

export function readOrderView(text: string): OrderView | null {
  const view = fieldsOfText(text);
  if (view === null || typeof view.id !== 'string' || !isState(view.state)) return null;
  if (view.kind !== 'order' && view.kind !== 'draft') return null;
  return {
    kind: view.kind,
    id: view.id,
    state: view.state,
    status: readStatus(view.status),
    sub_status: readSubStatus(view.sub_status),
    addons: list(view.addons).flatMap((addon) => readPair(addon) ?? []),
    entered: readInterval(view.entered),
    due: readDeadline(view.due),
    seen_at: typeof view.seen_at === 'number' ? view.seen_at : null,
    stale: view.stale === true,
    problem: readProblem(view.problem),
    target: readPair(view.target),
    change: readChange(view.change),
    back: readBack(view.back),
    answered_at: instantOrNull(view.answered_at),
  };
}

export function readChangesView(text: string): ChangesView | null {
  const view = fieldsOfText(text);
  if (view === null || typeof view.store !== 'string') return null;
  const { waiting, under_way, blocked, asks } = view;
  const numbers = { waiting, under_way, blocked, asks };
  if (!areNumbers(numbers)) return null;
  return {
    store: view.store,
    ...numbers,
    asking: list(view.asking).flatMap((refused) => readRefused(refused) ?? []),
    batches: list(view.batches).flatMap((batch) => readBatch(batch) ?? []),
  };
}

export function readDetailsView(text: string): DetailsView | null {
  const view = fieldsOfText(text);
  const order = readOrderRef(view);
  if (view === null || order === null) return null;
  return {
    ...order,
    name: textOrNull(view.name) ?? '',
    items: list(view.items).flatMap((item) => readLineItem(item) ?? []),
    history: list(view.history).flatMap((entry) => readHistory(entry) ?? []),
    read_at: instantOrNull(view.read_at),
    problem: readProblem(view.problem),
  };
}

export function readStoreView(text: string): StoreView | null {
  const view = fieldsOfText(text);
  if (view === null || typeof view.store !== 'string') return null;
  return {
    store: view.store,
    connected: view.connected === true,
    staff_name: textOrNull(view.staff_name),
    // Accounts are switched in the popup; no page of the admin's shows them.
    accounts: [],
    problem: readProblem(view.problem),
    problem_since: typeof view.problem_since === 'number' ? view.problem_since : null,
    learnt: readLearnt(view.learnt),
    key: readKey(view.key),
    day_left_percent: typeof view.day_left_percent === 'number' ? view.day_left_percent : null,
  };
}

export function readSummaryView(text: string): SummaryView | null {
  const view = fieldsOfText(text);
  if (view === null || typeof view.store !== 'string') return null;
  const { overdue, maybe_overdue, due_today, observed, today_ends_at } = view;
  const numbers = { overdue, maybe_overdue, due_today, observed, today_ends_at };
  if (!areNumbers(numbers)) return null;
  const swept_at = typeof view.swept_at === 'number' ? view.swept_at : null;
  return { store: view.store, ...numbers, swept_at };
}

export function readCatalogView(text: string): CatalogView | null {
  const view = fieldsOfText(text);
  if (view === null || typeof view.store !== 'string' || !Array.isArray(view.statuses)) return null;
  return {
    store: view.store,
    statuses: view.statuses.flatMap((status) => readCatalogStatus(status) ?? []),
    groups: list(view.groups).flatMap((group) => readGroup(group) ?? []),
    enforces_order: view.enforces_order === true,
  };
}

export function readClockView(text: string): ClockView | null {
  const view = fieldsOfText(text);
  if (!isInstant(view?.ahead_ms) || !isInstant(view.measured_at)) return null;
  return { ahead_ms: view.ahead_ms, measured_at: view.measured_at };
}

/** What a list needs of a store's settings. */
export type ListSettings = Pick<Settings, 'zone' | 'grace_seconds' | 'unread_name'>;

export function readListSettings(text: string): ListSettings | null {
  const settings = fieldsOfText(text);
  if (settings === null) return null;
  const { grace_seconds } = settings;
  return {
    zone: textOrNull(settings.zone),
    grace_seconds: typeof grace_seconds === 'number' ? grace_seconds : USUAL_GRACE,
    unread_name: settings.unread_name === 'refuse' ? 'refuse' : 'allow',
  };
}

/** What a list needs of what is set for replies. */
export interface ListReplies {
  language: ReplyLanguage | null;
}

export function readListReplies(text: string): ListReplies | null {
  const language = fields(fieldsOfText(text)?.settings)?.language;
  return { language: language === 'en' || language === 'fr' ? language : null };
}

function readCatalogStatus(value: unknown): CatalogStatusView | null {
  const status = readStatus(value);
  const more = fields(value);
  if (status === null || more === null) return null;
  return {
    ...status,
    sub_statuses: list(more.sub_statuses).flatMap((sub) => readSubStatus(sub) ?? []),
    is_addon: more.is_addon === true,
    is_independent: more.is_independent === true,
    messages: list(more.messages).filter(isChannel),
    touches_order: more.touches_order === true,
    limit: readLimit(more.limit),
    follows: list(more.follows).filter((id) => typeof id === 'string'),
    next: textOrNull(more.next),
  };
}

function readGroup(value: unknown): CatalogGroupView | null {
  const group = fields(value);
  if (group === null || typeof group.id !== 'string') return null;
  return {
    id: group.id,
    name: textOrNull(group.name),
    statuses: list(group.statuses).filter((id) => typeof id === 'string'),
  };
}

function readStatus(value: unknown): StatusView | null {
  const status = fields(value);
  if (status === null || typeof status.id !== 'string' || typeof status.name !== 'string') return null;
  // Both or none: a paper without its ink may be unreadable.
  const coloured = isColour(status.paper) && isColour(status.ink);
  return {
    id: status.id,
    name: status.name,
    paper: coloured ? String(status.paper) : GREY_PAPER,
    ink: coloured ? String(status.ink) : GREY_INK,
  };
}

function readSubStatus(value: unknown): SubStatusView | null {
  const sub = fields(value);
  if (sub === null || typeof sub.id !== 'string' || typeof sub.name !== 'string') return null;
  return { id: sub.id, name: sub.name };
}

function readPair(value: unknown): StatusPairView | null {
  const pair = fields(value);
  const status = readStatus(pair?.status);
  return status && { status, sub_status: readSubStatus(pair?.sub_status) };
}

function readChange(value: unknown): ChangeView | null {
  const change = fields(value);
  if (change === null || !isChangeState(change.state) || !isChangeKind(change.kind)) return null;
  return {
    state: change.state,
    kind: change.kind,
    until: instantOrNull(change.until),
    messages: list(change.messages).filter(isChannel),
    batch: textOrNull(change.batch),
  };
}

function readBack(value: unknown): BackView | null {
  const back = fields(value);
  const target = readPair(back?.target);
  return target && isInstant(back?.until) ? { target, until: back.until } : null;
}

function readBatch(value: unknown): BatchView | null {
  const batch = fields(value);
  const target = readPair(batch?.target);
  if (batch === null || target === null || typeof batch.id !== 'string') return null;
  const { total, same, done, undone, made_at } = batch;
  const numbers = { total, same, done, undone, made_at };
  if (!areNumbers(numbers)) return null;
  return {
    id: batch.id,
    target,
    ...numbers,
    open: list(batch.open).flatMap((order) => readOrderRef(order) ?? []),
    asking: list(batch.asking).flatMap((order) => readOrderRef(order) ?? []),
    refused: list(batch.refused).flatMap((refused) => readRefused(refused) ?? []),
    until: instantOrNull(batch.until),
  };
}

function readRefused(value: unknown): RefusedView | null {
  const refused = fields(value);
  const order = readOrderRef(refused?.order);
  const problem = readProblem(refused?.problem);
  return order && problem && { order, name: textOrNull(refused?.name) ?? '', problem };
}

function readOrderRef(value: unknown): OrderRef | null {
  const order = fields(value);
  if (typeof order?.id !== 'string' || (order.kind !== 'order' && order.kind !== 'draft')) return null;
  return { kind: order.kind, id: order.id };
}

function readLineItem(value: unknown): LineItemView | null {
  const item = fields(value);
  if (typeof item?.id !== 'string') return null;
  return {
    id: item.id,
    name: textOrNull(item.name) ?? '',
    quantity: typeof item.quantity === 'number' ? item.quantity : 0,
    status: readPair(item.status),
  };
}

function readHistory(value: unknown): HistoryView | null {
  const entry = fields(value);
  const wanted = fields(entry?.wanted);
  if (entry === null || wanted === null || !isInstant(entry.at) || !isOutcome(entry.outcome)) return null;
  return {
    at: entry.at,
    staff: textOrNull(entry.staff),
    wanted: {
      from: textOrNull(wanted.from),
      to: textOrNull(wanted.to),
      items: typeof wanted.items === 'number' ? wanted.items : 0,
      channels: list(wanted.channels).filter(isChannel),
      is_message: wanted.is_message === true,
    },
    outcome: entry.outcome,
    problem: readProblem(entry.problem),
  };
}

export function readLearnt(value: unknown): Learnt {
  const learnt = fields(value);
  const flag = (name: keyof Learnt): boolean | null => {
    const told = learnt?.[name];
    return typeof told === 'boolean' ? told : null;
  };
  return {
    may_change: flag('may_change'),
    may_notify: flag('may_notify'),
    order_statuses: flag('order_statuses'),
    item_statuses: flag('item_statuses'),
  };
}

const ROTATIONS: readonly string[] = ['fine', 'soon', 'due'] satisfies KeyView['rotation'][];
const isRotation = (value: unknown): value is KeyView['rotation'] =>
  typeof value === 'string' && ROTATIONS.includes(value);

export function readKey(value: unknown): KeyView | null {
  const key = fields(value);
  if (!isInstant(key?.made_at)) return null;
  return {
    made_at: key.made_at,
    rotate_by: instantOrNull(key.rotate_by),
    rotation: isRotation(key.rotation) ? key.rotation : 'fine',
    messages_needlessly: key.messages_needlessly === true,
  };
}

function readInterval(value: unknown): Interval | null {
  const interval = fields(value);
  if (!isInstant(interval?.earliest) || !isInstant(interval.latest)) return null;
  return { earliest: interval.earliest, latest: interval.latest };
}

function readDeadline(value: unknown): Deadline | null {
  const interval = readInterval(value);
  const lead_seconds = fields(value)?.lead_seconds;
  return interval && typeof lead_seconds === 'number' ? { ...interval, lead_seconds } : null;
}

function readLimit(value: unknown): LimitView | null {
  const limit = fields(value);
  if (typeof limit?.seconds !== 'number') return null;
  return {
    seconds: limit.seconds,
    skip_weekends: limit.skip_weekends === true,
    skip_holidays: limit.skip_holidays === true,
  };
}

function readProblem(value: unknown): ProblemView | null {
  const problem = fields(value);
  if (problem === null || typeof problem.code !== 'string') return null;
  return { code: problem.code, detail: textOrNull(problem.detail) };
}

function fieldsOfText(text: string): Fields | null {
  try {
    return fields(JSON.parse(text));
  } catch {
    return null;
  }
}

function fields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

const areNumbers = <K extends string>(values: Record<K, unknown>): values is Record<K, number> =>
  Object.values(values).every((value) => typeof value === 'number');
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
/** What a `Date` can hold. */
const isInstant = (value: unknown): value is number =>
  typeof value === 'number' && Math.abs(value) <= 8.64e15;
const isColour = (value: unknown): boolean => typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value);
const isState = (value: unknown): value is OrderState => typeof value === 'string' && STATES.includes(value);
const isChangeState = (value: unknown): value is ChangeState =>
  typeof value === 'string' && CHANGE_STATES.includes(value);
const isChangeKind = (value: unknown): value is ChangeView['kind'] =>
  typeof value === 'string' && CHANGE_KINDS.includes(value);
const isOutcome = (value: unknown): value is HistoryView['outcome'] =>
  typeof value === 'string' && OUTCOMES.includes(value);
const instantOrNull = (value: unknown): number | null => (isInstant(value) ? value : null);
const isChannel = (value: unknown): value is Channel => typeof value === 'string' && CHANNELS.includes(value);
