// The words of the notice. Knows no DOM, no views.

import type { ChangeView, Channel } from '../../protocol';
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
  changingBack: (effect: string): string => word('notice_back', effect),
  more: (count: string): string => word('notice_more', count),
  order: (): string => word('notice_order'),
  kind: (kind: ChangeView['kind']): string => word(`badge_kind_${kind}`),
  shortcut: (): string => (/mac/i.test(navigator.platform) ? '⌘Z' : word('notice_shortcut')),
};

/** What it sets off, as short as can be; the badge says it at length. Empty: nothing. */
export function briefEffectWords(messages: Channel[], touchesOrder: boolean): string {
  if (messages.length > 0) return word('notice_messages', channelWords(messages));
  return touchesOrder ? word('badge_touches_order') : '';
}
