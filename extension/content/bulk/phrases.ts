// What is said of many orders: before they are changed, and how their batch stands. Words only; no DOM.

import type { BatchView, StatusPairView } from '../../protocol';
import { statusText } from '../face';
import { counted, listWords, numberWords, word } from '../words';
import type { Question } from './confirm';
import { isToBeAsked, type Phase, type Plan, settledOf } from './model';

export function selectLabel(count: number): string {
  return counted('bulk_set', count);
}

/** Null: nothing has to be asked. */
export function questionOf(plan: Plan, grace_seconds: number): Question | null {
  if (!isToBeAsked(plan)) return null;
  const { target, orders, moving, drafts } = plan;
  const { messages, touches_order } = target.status;
  const lines: Question['lines'] = [];
  const add = (text: string, warns = false): void => void lines.push({ text, warns });
  const regular = moving.length - drafts;
  if (drafts > 0) {
    const kinds = [counted('bulk_drafts', drafts)];
    if (regular > 0) kinds.unshift(counted('bulk_orders', regular));
    add(listWords(kinds));
  }
  const there = orders.length - moving.length;
  if (there > 0) add(counted('bulk_left_alone', there));
  if (messages.length > 0)
    add(word('bulk_messages', listWords(messages.map((channel) => word(`menu_channel_${channel}`)))), true);
  if (touches_order) add(word('bulk_touches'), true);
  // Others are sent at once, and can be set back.
  if (messages.length > 0 || touches_order)
    add(grace_seconds > 0 ? counted('bulk_grace_after', grace_seconds) : word('bulk_no_grace'));
  return {
    title: counted('bulk_question', moving.length, pairText(target)),
    paper: target.status.paper,
    lines,
    confirm: counted('bulk_confirm', moving.length),
  };
}

export function batchText(batch: BatchView, phase: Phase, now_ms: number): string {
  const target = pairText(batch.target);
  if (phase === 'grace') {
    const seconds = Math.max(0, Math.ceil(((batch.until ?? now_ms) - now_ms) / 1000));
    return counted('bulk_grace', batch.open.length, target, counted('bulk_seconds', seconds));
  }
  if (phase === 'going') {
    return `${target}: ${counted('bulk_of', batch.total, numberWords(settledOf(batch)))}`;
  }
  return `${target}: ${outcomeText(batch)}`;
}

/** "498 done, 2 refused". */
export function outcomeText({ done, refused, undone, same, asking }: BatchView): string {
  const parts = [
    ['bulk_done', done],
    ['bulk_refused', refused.length],
    ['bulk_asking', asking.length],
    ['bulk_undone', undone],
    ['bulk_same', same],
  ] as const;
  const told = parts.filter(([, count], index) => count > 0 || (index === 0 && undone === 0));
  return told.map(([key, count]) => counted(key, count)).join(', ');
}

export const pairText = ({ status, sub_status }: StatusPairView): string => statusText(status, sub_status);
