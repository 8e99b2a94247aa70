// The words of the notice. Knows no DOM, no views.

import type { CatalogStatusView, ChangeView } from '../../protocol';
import { effectWords } from '../change-face';
import { channelWords, word } from '../words';

/** `order`: its label in the list. */
export const titleWords = {
  waiting: (order: string, status: string, left: string): string =>
    word('notice_waiting', order, status, left),
  said: (order: string, status: string): string => word('notice_waiting_said', order, status),
  back: (order: string, status: string): string => word('notice_set', order, status),
  changedBack: (order: string, status: string): string => word('notice_changed_back', order, status),
  undone: (order: string): string => word('notice_undone', order),
};

export const undoWords = {
  undo: (): string => word('menu_undo'),
  back: (): string => word('notice_change_back'),
  more: (count: string): string => word('notice_more', count),
  order: (): string => word('notice_order'),
  kind: (kind: ChangeView['kind']): string => word(`badge_kind_${kind}`),
  shortcut: (): string => (/mac/i.test(navigator.platform) ? '⌘Z' : word('notice_shortcut')),
};

/** Whom the change will reach. */
export const effectsWords = (change: ChangeView): string => effectWords(change);

/** What changing back sets off itself. */
export function backWords(status: CatalogStatusView | null): string {
  if (!status) return '';
  return status.messages.length > 0
    ? word('notice_back_messages', channelWords(status.messages))
    : word('notice_back_touches');
}
