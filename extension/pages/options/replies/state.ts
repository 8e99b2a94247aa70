// What is known, typed and under way in the replies of one store. Pure: no DOM, no chrome.* calls.

import type {
  CatalogView,
  Facts,
  OrderRef,
  OwnTemplate,
  ProblemView,
  RepliesView,
  ReplyLanguage,
  ReplySettings,
  ReplyStatusView,
} from '../../../protocol';
import type { MessageName } from '../../shared/words';

/** The settings as they stand in their fields. */
export interface Draft {
  language: ReplyLanguage | 'auto';
  link: string;
  storeName: string;
  keptDays: string;
}

/** A template that is being written. */
export interface Editing {
  status: string;
  language: ReplyLanguage;
  text: string;
}

export interface RepliesState {
  readonly store: string;
  saved: RepliesView | null;
  draft: Draft;
  editing: Editing | null;
  /** What is typed to find the order of the preview. */
  wanted: string;
  wantedFault: MessageName | null;
  /** The order of the preview; null: an example. Kept as long as the page is open, and nowhere else. */
  facts: Facts | null;
  /** Orders that may be chosen, by number, with the name of their status. */
  known: { id: string; label: string }[];
  /** The store's time zone; null: not confirmed yet. */
  zone: string | null;
  isBusy: boolean;
  said: MessageName | null;
  problem: ProblemView | null;
  catalog: CatalogView | undefined;
}

const EMPTY: Draft = { language: 'auto', link: '', storeName: '', keptDays: '90' };

export const draftOf = ({ language, link, store_name, kept_days }: ReplySettings): Draft => ({
  language: language ?? 'auto',
  link: link ?? '',
  storeName: store_name ?? '',
  keptDays: String(kept_days),
});

/** Null: the days are no such number. */
export function readDraft({ language, link, storeName, keptDays }: Draft): ReplySettings | null {
  const kept_days = Number(keptDays);
  if (!/^\d+$/.test(keptDays.trim()) || kept_days < 7 || kept_days > 90) return null;
  return {
    language: language === 'auto' ? null : language,
    link: link.trim() || null,
    store_name: storeName.trim() || null,
    kept_days,
  };
}

export const stateOf = (store: string): RepliesState => ({
  store,
  saved: null,
  draft: EMPTY,
  editing: null,
  wanted: '',
  wantedFault: null,
  facts: null,
  known: [],
  zone: null,
  isBusy: false,
  said: null,
  problem: null,
  catalog: undefined,
});

/** Takes in what was saved, here or elsewhere. Fields that were touched stay as they are. */
export function takeSaved(state: RepliesState, saved: RepliesView | null): void {
  const before = state.saved ? draftOf(state.saved.settings) : EMPTY;
  const isTouched = JSON.stringify(state.draft) !== JSON.stringify(before);
  state.saved = saved;
  if (saved && !isTouched) state.draft = draftOf(saved.settings);
}

export const ownOf = (
  { saved }: RepliesState,
  status: string,
  language: ReplyLanguage,
): OwnTemplate | undefined =>
  saved?.templates.find((own) => own.status === status && own.language === language);

export const statusOf = ({ saved }: RepliesState, id: string): ReplyStatusView | undefined =>
  saved?.statuses.find((status) => status.id === id);

/** The order that a number or an address of the admin names. */
export function orderIn(typed: string): OrderRef | null {
  const text = typed.trim();
  const [, list, id] = /(orders|draft_orders)\/(\d+)/.exec(text) ?? [];
  const number = id ?? /^#?([1-9]\d*)$/.exec(text)?.[1];
  if (number === undefined) return null;
  return { kind: list === 'draft_orders' ? 'draft' : 'order', id: number };
}
