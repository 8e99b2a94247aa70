// One option of the menu: named by its status, with what the choice would set off said beside it, or why it cannot be
// chosen. No chrome.* calls.

import type { CatalogStatusView } from '../../protocol';
import type { Choice } from '../menu-model';
import { alternativesWords, channelWords, word } from '../words';
import { element } from './dom';

/** `refusal`: the key of why none of several orders may go there, if so. */
export function makeOption(choice: Choice, id: string, refusal = ''): HTMLElement {
  // Said in both steps: before a person goes for the status, and at the choice that sends.
  const reason = choice.forbidden ? forbiddenWords(choice.forbidden) : refusal && word(refusal);
  const notes = reason ? [reason] : effectsOf(choice.status);
  const option = element('div', {
    role: 'option',
    id,
    'aria-label': choice.name,
    'aria-selected': 'false',
  });
  const description = [
    ...(choice.isNext ? [word('menu_next_step')] : []),
    ...(choice.enters && !choice.forbidden ? [word('menu_has_sub_statuses')] : []),
    ...notes,
  ].join(', ');
  if (description !== '') option.setAttribute('aria-description', description);
  if (choice.isCurrent) option.setAttribute('aria-current', 'true');
  if (reason) option.setAttribute('aria-disabled', 'true');

  const swatch = element('span', { class: 'swatch' });
  swatch.style.setProperty('--paper', choice.status.paper);
  const end = element('span', { class: 'end' });
  if (choice.isNext) end.append(element('span', { class: 'tag' }, word('menu_next_step')));
  if (choice.isCurrent) end.append(element('span', { class: 'current' }));
  if (choice.enters) end.append(element('span', { class: 'enters' }));
  option.append(swatch, element('span', { class: 'label' }, choice.name), end);
  option.append(...notes.map((note) => element('span', { class: 'note' }, note)));
  return option;
}

/** What a change to it sets off beside the status, in words. */
export function effectsOf(status: CatalogStatusView): string[] {
  const notes: string[] = [];
  if (status.messages.length > 0) notes.push(word('menu_messages', channelWords(status.messages)));
  if (status.touches_order) notes.push(word('menu_touches_order'));
  return notes;
}

export function forbiddenWords(instead: string[]): string {
  return instead.length > 0 ? word('menu_forbidden', alternativesWords(instead)) : word('menu_forbidden_end');
}
