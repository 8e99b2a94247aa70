// While a person has chosen a group: dims the rows that are not of it, and takes the focus from match to match. Writes
// nothing into the page but a style sheet, which it takes out again. Knows no host selector, no views, no words.

import { dimmingRules } from '../host/row-rules';
import { AdoptedSheet } from '../ui/adopted';
import type { Badge } from '../ui/badge';
import type { Group } from './model';

/** Where a badge says that its order is due today: an attribute, so that rules can ask for it. */
export const DUE_TODAY = 'data-due-today';

const MATCHES: Record<Group, string> = {
  overdue: '[data-state="overdue"]',
  'maybe-overdue': '[data-state="maybe-overdue"]',
  'due-today': `[${DUE_TODAY}]`,
};
/** What is not known yet is not dimmed: the list would flash whenever it turns a page. */
const LOADING = '[data-state="loading"]';

export class Dimming {
  readonly group: Group;
  readonly #badges: () => Iterable<Badge>;
  readonly #sheet = new AdoptedSheet();
  /** The match that the person is on, by its order: its row may come and go. */
  #at = '';

  constructor(group: Group, badges: () => Iterable<Badge>) {
    this.group = group;
    this.#badges = badges;
  }

  /** The rows may be others, or in other trees. */
  refresh(shadowRoots: readonly ShadowRoot[]): void {
    this.#sheet.put(dimmingRules(MATCHES[this.group], LOADING), [document, ...shadowRoots]);
  }

  end(): void {
    this.#sheet.remove();
  }

  /** To the next match, or to the one before, from where the person is; around at the ends. */
  step(direction: 1 | -1, from?: Badge): void {
    const all = [...this.#badges()];
    const start = all.findIndex((badge) => badge === from || (!from && nameOf(badge) === this.#at));
    const matches = all.filter((badge) => this.#isMatch(badge));
    const next =
      direction === 1
        ? (matches.find((badge) => all.indexOf(badge) > start) ?? matches[0])
        : (matches.findLast((badge) => all.indexOf(badge) < start) ?? matches.at(-1));
    if (!next) return;
    this.#at = nameOf(next);
    next.button.focus({ preventScroll: true, focusVisible: true });
    next.host.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** Which match the person is on, counted from 1 (0: none of them), and how many there are. */
  get position(): { at: number; of: number } {
    const matches = [...this.#badges()].filter((badge) => this.#isMatch(badge));
    return { at: matches.findIndex((badge) => nameOf(badge) === this.#at) + 1, of: matches.length };
  }

  #isMatch({ host }: Badge): boolean {
    return host.matches(MATCHES[this.group]);
  }
}

const nameOf = ({ order }: Badge): string => `${order.kind}/${order.id}`;
