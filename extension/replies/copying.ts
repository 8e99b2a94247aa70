// Puts a reply on the clipboard, as plain and as rich text. The clipboard may only be written while the person's press
// counts, and the order is read meanwhile: so the writing begins at once, with texts that are yet to come.
// Knows the clipboard and the reply's shape; no words, no DOM, no chrome.* calls. Keeps nothing.

import type { ProblemView, Reply, ReplyText } from '../protocol';

export type Copying =
  | { kind: 'copied' }
  /** There is no reply. */
  | { kind: 'refused'; problem: ProblemView }
  /** There is one, and the browser did not take it. */
  | { kind: 'not-copied'; reply: ReplyText };

/** To be called within the press, with the answer to a `compose-reply` that is on its way; null: none came. */
export async function copyReply(asked: Promise<Reply | null>): Promise<Copying> {
  const answered = asked.then(readAnswer);
  const text = answered.then((answer) => {
    if ('problem' in answer) throw new Error(answer.problem.code);
    return answer.reply;
  });
  const part = (type: string, pick: (reply: ReplyText) => string): Promise<Blob> => {
    const blob = text.then((reply) => new Blob([pick(reply)], { type }));
    // What went wrong is told once, below.
    blob.catch(() => {});
    return blob;
  };
  let isCopied = true;
  try {
    await navigator.clipboard.write([
      new ClipboardItem({
        'text/plain': part('text/plain', ({ plain }) => plain),
        'text/html': part('text/html', ({ html }) => html),
      }),
    ]);
  } catch {
    isCopied = false;
  }
  const answer = await answered;
  if ('problem' in answer) return { kind: 'refused', problem: answer.problem };
  return isCopied ? { kind: 'copied' } : { kind: 'not-copied', reply: answer.reply };
}

function readAnswer(reply: Reply | null): { reply: ReplyText } | { problem: ProblemView } {
  if (reply && !reply.ok) return { problem: reply.problem };
  const text = reply?.reply;
  const isWhole = typeof text?.plain === 'string' && typeof text.html === 'string';
  return isWhole ? { reply: text } : { problem: { code: 'core-failed', detail: null } };
}
