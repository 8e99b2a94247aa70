// "Copy reply" for our own pages, as the badge's menu and the card do it. Knows the commands; no words, no DOM.

import type { OrderRef, ReplyLanguage } from '../../protocol';
import { type Copying, copyReply } from '../../replies/copying';
import { send } from './commands';

/** To be called within the person's press. `language` null: the store's own. */
export async function copyReplyFor(
  store: string,
  order: OrderRef,
  language: ReplyLanguage | null,
): Promise<Copying> {
  const copying = await copyReply(send({ 'compose-reply': { store, order, language } }));
  if (copying.kind === 'copied') await send({ 'note-answer': { store, order } });
  return copying;
}
