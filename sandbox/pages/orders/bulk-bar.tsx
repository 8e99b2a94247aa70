// The bar over the list while rows are selected. Its actions do nothing: it is there to be in the way.

import { fill, useWords } from '../words';
import type { Selection } from './selection';

export function BulkBar({
  selection,
  onPage,
  total,
}: {
  selection: Selection;
  onPage: number;
  total: number;
}) {
  const words = useWords();
  const { selected, matching } = selection;
  if (selected.size === 0) return null;
  return (
    <div className="bulk-bar" role="toolbar" aria-label={`${selected.size} ${words.selected}`}>
      <span className="bulk-count">
        {matching ? fill(words.allMatching, total) : `${selected.size} ${words.selected}`}
      </span>
      {selected.size === onPage && total > onPage && !matching && (
        <button type="button" className="bulk-link" onClick={selection.selectMatching}>
          {fill(words.selectMatching, total)}
        </button>
      )}
      <button type="button">{words.fulfil}</button>
      <button type="button">{words.addTags}</button>
      <button type="button" onClick={selection.clear}>
        {words.clearSelection}
      </button>
    </div>
  );
}
