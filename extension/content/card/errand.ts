// One command of the card at a time, from the press until the worker's view says what comes of it: meanwhile nothing else
// is begun, so that no impatience sends anything twice. Knows no DOM.

import type { Command, OrderView, ProblemView } from '../../protocol';
import { send } from '../commands';

/** After the worker's word the view follows within milliseconds; past this we trust the view that there is. */
const VIEW_FOLLOWS_MS = 1_000;

export class Errand {
  readonly #onChange: () => void;
  /** Set anew for each, so that a late answer is known as one. */
  #underWay: { isAnswered: boolean } | null = null;
  #problem: ProblemView | null = null;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get isUnderWay(): boolean {
    return this.#underWay !== null;
  }

  /** Why the last one was not carried out, or is not known to be. */
  get problem(): ProblemView | null {
    return this.#problem;
  }

  /** Whether the worker took it; false too if another one is under way. */
  async run(command: Command): Promise<boolean> {
    if (this.#underWay) return false;
    const errand = { isAnswered: false };
    this.#underWay = errand;
    this.#problem = null;
    this.#onChange();
    const reply = await send(command);
    const isOurs = this.#underWay === errand;
    errand.isAnswered = true;
    if (isOurs && reply?.ok) {
      setTimeout(() => this.#end(errand), VIEW_FOLLOWS_MS);
    } else if (isOurs) {
      // No reply: the worker was ended, before or after it took the command. Only the order itself can tell.
      this.#problem = reply === null || reply.ok ? { code: 'in-doubt', detail: null } : reply.problem;
      this.#end(errand);
    }
    return reply?.ok ?? false;
  }

  /** The order's view is new. Where it tells of a change itself, with its problem, ours is no news. */
  settle({ change, problem }: OrderView): void {
    if (change && problem) this.#problem = null;
    if (this.#underWay && (change || this.#underWay.isAnswered)) this.#end(this.#underWay);
  }

  /** Another order, or the person has read the problem. */
  forget(): void {
    this.#underWay = null;
    this.#problem = null;
  }

  #end(errand: { isAnswered: boolean }): void {
    if (this.#underWay !== errand) return;
    this.#underWay = null;
    this.#onChange();
  }
}
