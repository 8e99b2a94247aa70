// Sends a command to the worker and gives its answer, whatever happens on the way.
// Knows chrome.runtime and the protocol; it keeps nothing of what it sends.

import type { Command, Reply } from '../../protocol';

const failed: Reply = { ok: false, problem: { code: 'core-failed', detail: null } };

const isReply = (value: unknown): value is Reply =>
  typeof value === 'object' &&
  value !== null &&
  'ok' in value &&
  (value.ok === true ||
    ('problem' in value &&
      typeof value.problem === 'object' &&
      value.problem !== null &&
      'code' in value.problem &&
      typeof value.problem.code === 'string'));

/** Never rejects: a worker that cannot be reached, or that answers nonsense, is a problem like any other. */
export async function send(command: Command): Promise<Reply> {
  try {
    const reply: unknown = await chrome.runtime.sendMessage(command);
    return isReply(reply) ? reply : failed;
  } catch {
    return failed;
  }
}
