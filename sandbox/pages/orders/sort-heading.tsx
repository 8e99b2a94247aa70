// A heading that sorts when clicked, the same in every markup. Knows the list's sort; not the cell around it.

import { Icon } from '../icons';
import type { Column } from './columns';
import type { ListModel } from './model';

export const sortedWord = (list: ListModel, column: Column): 'ascending' | 'descending' | undefined =>
  column.sort === list.sort ? (list.direction === 'asc' ? 'ascending' : 'descending') : undefined;

export function SortHeading({ list, column }: { list: ListModel; column: Column }) {
  const { sort, heading } = column;
  if (!sort) return list.words[heading];
  return (
    <button
      type="button"
      className="sort"
      data-sorted={sortedWord(list, column)}
      onClick={() => list.sortBy(sort)}
    >
      {list.words[heading]}
      <Icon name="chevron" />
    </button>
  );
}
