// One option of the menu: named by its status, with what the choice would set off said beside it. No chrome.* calls.

import type { CatalogStatusView } from '../../protocol';
import type { Choice } from '../menu-model';
import { listWords, word } from '../words';
import { element } from './dom';

/** `refusal`: the key of why it cannot be chosen, if it cannot. */
export function makeOption(choice: Choice, id: string, refusal = ''): HTMLElement {
  // Said in both steps: before a person goes for the status, and at the choice that sends.
  const notes = refusal ? [word(refusal)] : effectsOf(choice.status);
  const option = element('div', {
    role: 'option',
    id,
    'aria-label': choice.name,
    'aria-selected': 'false',
  });
  const description = [...(choice.enters ? [word('menu_has_sub_statuses')] : []), ...notes].join(', ');
  if (description !== '') option.setAttribute('aria-description', description);
  if (choice.isCurrent) option.setAttribute('aria-current', 'true');
  if (refusal) option.setAttribute('aria-disabled', 'true');

  const swatch = element('span', { class: 'swatch' });
  swatch.style.setProperty('--paper', choice.status.paper);
  const end = element('span', { class: 'end' });
  if (choice.isCurrent) end.append(element('span', { class: 'current' }));
  if (choice.enters) end.append(element('span', { class: 'enters' }));
  option.append(swatch, element('span', { class: 'label' }, choice.name), end);
  option.append(...notes.map((note) => element('span', { class: 'note' }, note)));
  return option;
}

function effectsOf(status: CatalogStatusView): string[] {
  const notes: string[] = [];
  if (status.messages.length > 0) {
    const channels = status.messages.map((channel) => word(`menu_channel_${channel}`));
    notes.push(word('menu_messages', listWords(channels)));
  }
  if (status.touches_order) notes.push(word('menu_touches_order'));
  return notes;
}
