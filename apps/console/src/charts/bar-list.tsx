import { useId, useState, type ReactNode } from 'react';
import { CsvButton, type Cell } from '../parts/csv.tsx';
import { useWords } from '../words.ts';

export interface BarRow {
  key: string;
  label: ReactNode;
  /** As written to the CSV. */
  plain: string;
  count: number;
  /** A second count in its own column. */
  second?: number;
}

interface BarListProps {
  title: string;
  /** Heads of the columns: what is counted, the count, and perhaps the second count. */
  heads: readonly [string, string, string?];
  /** null = it could not be made. */
  rows: readonly BarRow[] | null;
  file: string;
  first?: number;
  /** Rank of its heading on the page. */
  level?: 2 | 3;
}

/** A ranked list with a bar behind each count: chart and table in one. */
export function BarList({ title, heads, rows: given, file, first = 8, level = 3 }: BarListProps) {
  const { t, f } = useWords();
  const id = useId();
  const Heading = `h${level}` as const;
  const [all, setAll] = useState(false);
  const rows = given ?? [];
  const highest = Math.max(1, ...rows.map(({ count }) => count));
  const shown = all ? rows : rows.slice(0, first);
  const [what, count, second] = heads;
  const cells: Cell[][] = rows.map((row) =>
    second === undefined ? [row.plain, row.count] : [row.plain, row.count, row.second ?? null],
  );
  return (
    <section className="bar-list" aria-labelledby={id}>
      <div className="bar-list-head">
        <Heading id={id}>{title}</Heading>
        {rows.length === 0 ? null : (
          <CsvButton name={file} columns={heads.filter((head) => head !== undefined)} rows={cells} />
        )}
      </div>
      {rows.length === 0 ? (
        <p className="none">{given === null ? t.usage.notMade : t.usage.noneYet}</p>
      ) : (
        <table>
          <caption className="unseen">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{what}</th>
              <th scope="col" className="numeric">
                {count}
              </th>
              {second === undefined ? null : (
                <th scope="col" className="numeric">
                  {second}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.key}>
                <th scope="row">
                  <span className="bar-behind" style={{ width: `${(row.count / highest) * 100}%` }} />
                  <span className="bar-label">{row.label}</span>
                </th>
                <td className="numeric">{f.number(row.count)}</td>
                {second === undefined ? null : <td className="numeric">{f.number(row.second)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length <= first ? null : (
        <button type="button" className="quiet-button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t.wait.close : `${t.wait.all} (${f.number(rows.length)})`}
        </button>
      )}
    </section>
  );
}
