import { useFilters } from '../filters.ts';
import { useOfficeWords } from './words.ts';

/** A column by which a table can be put in order. */
export interface SortColumn<T> {
  /** Its name in the address. */
  key: string;
  head: string;
  /** What rows are compared by; null stands last, whichever way round. Left out: not to be sorted by. */
  by?: (row: T) => string | number | null;
}

export interface Sorting<T> {
  rows: readonly T[];
  /** The column and the direction now. */
  key: string;
  down: boolean;
}

/**
 * Rows in the order that the address asks for: `?sort=name`, or `?sort=-name` the other way round, so that a view can be sent.
 * @param first the order when the address asks for none
 */
export function useSorted<T>(rows: readonly T[], columns: readonly SortColumn<T>[], first: string): Sorting<T> {
  const [{ sort }] = useFilters();
  const known = columns.some(({ key, by }) => by !== undefined && key === sort?.replace(/^-/, ''));
  const asked = known && sort !== undefined ? sort : first;
  const down = asked.startsWith('-');
  const key = asked.replace(/^-/, '');
  const by = columns.find((column) => column.key === key)?.by;
  return { rows: by === undefined ? rows : inOrder(rows, by, down), key, down };
}

const collator = new Intl.Collator('vi', { numeric: true });

/** The rows compared by a value of each; equal ones stay as they were. */
export function inOrder<T>(rows: readonly T[], by: NonNullable<SortColumn<T>['by']>, down: boolean): T[] {
  return rows.toSorted((a, b) => {
    const [one, other] = [by(a), by(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    const order =
      typeof one === 'number' && typeof other === 'number' ? one - other : collator.compare(String(one), String(other));
    return down ? -order : order;
  });
}

interface SortHeadsProps<T> {
  columns: readonly SortColumn<T>[];
  sorting: Sorting<T>;
}

/** The head of a table, with a button in each column by which it can be put in order. */
export function SortHeads<T>({ columns, sorting: { key: now, down } }: SortHeadsProps<T>) {
  const { o } = useOfficeWords();
  const [, change] = useFilters();
  return (
    <thead>
      <tr>
        {columns.map(({ key, head, by }) => {
          const isHere = key === now;
          return (
            <th key={key} scope="col" aria-sort={isHere ? (down ? 'descending' : 'ascending') : undefined}>
              {by === undefined ? (
                head
              ) : (
                <button
                  type="button"
                  className="sort-button"
                  title={o.sort.by(head)}
                  onClick={() => change({ sort: isHere && !down ? `-${key}` : key, page: null })}
                >
                  {head}
                  <svg viewBox="0 0 8 12" aria-hidden="true">
                    <path className={isHere && !down ? 'is-here' : ''} d="M4 1 7 5H1z" />
                    <path className={isHere && down ? 'is-here' : ''} d="M4 11 7 7H1z" />
                  </svg>
                </button>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
