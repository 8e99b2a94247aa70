// The buttons that go from page to page of a list. Knows where the list stands; not how it is fetched.

import { Icon } from '../icons';
import { useWords } from '../words';
import type { Pagination } from './model';

export function PageButtons({ pagination }: { pagination: Pagination }) {
  const words = useWords();
  const { page, pages, first, last, total, goTo } = pagination;
  return (
    <div className="page-buttons">
      <button type="button" aria-label={words.previous} disabled={page <= 1} onClick={() => goTo(page - 1)}>
        <Icon name="previous" />
      </button>
      <button type="button" aria-label={words.next} disabled={page >= pages} onClick={() => goTo(page + 1)}>
        <Icon name="next" />
      </button>
      <span className="subdued">
        {first}–{last} / {total}
      </span>
    </div>
  );
}
