// Sends commands to the worker. Knows the message channel only, not what a command is for.

import type { Command, Reply } from '../protocol';

/** The worker's reply; null when none came, because it was ended in the middle or the extension went away. */
export async function send(command: Command): Promise<Reply | null> {
  try {
    const reply: unknown = await chrome.runtime.sendMessage(command);
    return isReply(reply) ? reply : null;
  } catch {
    return null;
  }
}

function isReply(value: unknown): value is Reply {
  if (typeof value !== 'object' || value === null || !('ok' in value)) return false;
  if (value.ok === true) return true;
  if (value.ok !== false || !('problem' in value)) return false;
  const { problem } = value;
  return (
    typeof problem === 'object' && problem !== null && 'code' in problem && typeof problem.code === 'string'
  );
}
