// What a customer would read: the template as it is typed, filled with a real order or an example, by the core itself.
// Values are data: text nodes only.

import { html, type TemplateResult } from 'lit-html';
import { dateWords } from '../../../platform/dates';
import type { Facts, ReplyAnswer } from '../../../protocol';
import { words } from '../../shared/words';
import { engineState } from '../settings/engine';
import { fill } from './engine';
import { type Editing, type RepliesState, readDraft, statusOf } from './state';

/** The order of the preview, as if it were in the status whose template is written. */
function factsFor(state: RepliesState, { status, language }: Editing): Facts {
  const view = statusOf(state, status);
  const of_status = { status_id: status, status: view?.display_name ?? '', stage: view?.stage ?? null };
  const { facts } = state;
  if (facts === null) return { ...EXAMPLE, ...of_status };
  const isOther = facts.status_id !== status;
  const expected = isOther ? null : facts.expected;
  return {
    ...facts,
    ...(isOther ? { ...of_status, sub_status: null, next_step: null } : {}),
    expected,
    expected_words: expected && dateWords(expected.earliest, expected.latest, language, zoneOf(state)),
  };
}

const EXAMPLE: Facts = {
  order_name: '#1001',
  order_id: '5123456789012',
  first_name: 'Alex',
  email: 'alex@example.com',
  status_id: '',
  status: '',
  sub_status: null,
  stage: null,
  expected: null,
  expected_words: null,
  next_step: null,
  staff: '',
};

const zoneOf = (state: RepliesState): string =>
  state.zone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Null as long as the core is not loaded. */
export function answerTo(state: RepliesState): ReplyAnswer | null {
  const { editing, draft } = state;
  const settings = readDraft(draft);
  return fill({
    template: editing?.text ?? '',
    language: editing?.language ?? 'en',
    link: draft.link.trim() || null,
    store_name: settings?.store_name ?? null,
    facts: editing && factsFor(state, editing),
  });
}

function withWhom({ facts, editing }: RepliesState): string {
  if (facts === null) return words('replies_preview_example');
  const isOther = facts.status_id !== editing?.status;
  return words(isOther ? 'replies_preview_other' : 'replies_preview_real', facts.order_name);
}

export function previewTemplate(state: RepliesState, answer: ReplyAnswer | null): TemplateResult {
  const said = (text: string): TemplateResult => html`<p class="hint">${text}</p>`;
  if (engineState() === 'failed') return said(words('replies_preview_failed'));
  if (answer === null) return said(words('replies_preview_loading'));
  if (answer.reply === null) return said(words('replies_preview_faulty'));
  return html`
    ${said(withWhom(state))}
    <p class="reply-preview" dir="auto" lang=${state.editing?.language ?? 'en'}>${answer.reply.plain}</p>
  `;
}
