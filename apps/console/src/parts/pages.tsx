import { useWords } from '../words.ts';
import { Go } from './go.tsx';

interface PagesProps {
  /** From 1. */
  page: number;
  /** Entries on a page. */
  size: number;
  total: number;
  /** The address of a page; it keeps the filters. */
  to: (page: number) => string;
}

/** The way to the page before and the page after of a long list. */
export function Pages({ page, size, total, to }: PagesProps) {
  const { t, f } = useWords();
  if (total <= size) return null;
  const offset = (page - 1) * size;
  const last = Math.min(total, offset + size);
  return (
    <nav className="pagination" aria-label={t.portals.pagination}>
      {page > 1 ? <Go to={to(page - 1)}>{t.portals.previous}</Go> : <span />}
      <span>{t.portals.page(f.number(offset + 1), f.number(last), f.number(total))}</span>
      {last < total ? <Go to={to(page + 1)}>{t.portals.next}</Go> : <span />}
    </nav>
  );
}
