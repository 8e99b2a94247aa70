// "Copy reply" for our own pages, as the badge's menu and the card do it. Knows the commands, views and the words' language;
// no DOM.

import { readListReplies } from '../../content/view-shapes';
import type { OrderRef, ReplyLanguage } from '../../protocol';
import { repliesKey } from '../../protocol';
import { type Copying, copyReply } from '../../replies/copying';
import { send } from './commands';
import { language } from './words';

/** To be called within the person's press. */
export async function copyReplyFor(store: string, order: OrderRef): Promise<Copying> {
  const asked = languageOf(store).then((language) => send({ 'compose-reply': { store, order, language } }));
  const copying = await copyReply(asked);
  if (copying.kind === 'copied') await send({ 'note-answer': { store, order } });
  return copying;
}

/** What is set for the store; else that of these pages. */
async function languageOf(store: string): Promise<ReplyLanguage> {
  const key = repliesKey(store);
  const text = (await chrome.storage.session.get<Record<string, unknown>>(key))[key];
  const own = typeof text === 'string' ? (readListReplies(text)?.language ?? null) : null;
  return own ?? (language() === 'fr' ? 'fr' : 'en');
}
