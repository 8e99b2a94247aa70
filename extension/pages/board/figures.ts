// The figures of a store as the board shows them: the core's, with the names and colours of the statuses, in the store's
// own sequence. Knows the protocol; asks the worker.

import type {
  BoardListView,
  BoardStatusView,
  BoardView,
  CatalogView,
  ProblemView,
  Question,
} from '../../protocol';
import { send } from '../shared/commands';
import { words } from '../shared/words';

export interface StatusFigures extends BoardStatusView {
  name: string;
  /** Its colour; null: none is known. */
  paper: string | null;
  ink: string | null;
  /** As filters name it: empty for orders without a status. */
  filter: string;
}

export type Answer<T> = { value: T; problem: null } | { value: null; problem: ProblemView };

const failed = { value: null, problem: { code: 'core-failed', detail: null } };

export async function readBoard(store: string): Promise<Answer<BoardView>> {
  const reply = await send({ 'read-board': { store } });
  if (!reply.ok) return { value: null, problem: reply.problem };
  return reply.board ? { value: reply.board, problem: null } : failed;
}

export async function readList(store: string, question: Question): Promise<Answer<BoardListView>> {
  const reply = await send({ 'list-board': { store, ...question } });
  if (!reply.ok) return { value: null, problem: reply.problem };
  return reply.board_list ? { value: reply.board_list, problem: null } : failed;
}

/** The statuses in the store's sequence, then those that it no longer has, then the orders without one. */
export function statusesOf(board: BoardView, catalog: CatalogView | undefined): StatusFigures[] {
  const listed = catalog?.statuses ?? [];
  const place = new Map(listed.map(({ id }, at) => [id, at]));
  const placeOf = ({ id }: BoardStatusView): number =>
    id === null ? listed.length + 1 : (place.get(id) ?? listed.length);
  return board.statuses
    .toSorted((one, other) => placeOf(one) - placeOf(other))
    .map((figures) => {
      const known = figures.id === null ? undefined : listed[place.get(figures.id) ?? -1];
      const unnamed = figures.id === null ? 'board_status_none' : 'board_status_unknown';
      return {
        ...figures,
        name: known?.name ?? words(unnamed),
        paper: known?.paper ?? null,
        ink: known?.ink ?? null,
        filter: figures.id ?? '',
      };
    });
}

export const sumOf = (statuses: StatusFigures[], of: (status: StatusFigures) => number): number =>
  statuses.reduce((sum, status) => sum + of(status), 0);
