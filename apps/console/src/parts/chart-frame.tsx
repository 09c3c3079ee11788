import { useId, type ReactNode } from 'react';
import { useWords } from '../words.ts';
import { CsvButton, type Cell } from './csv.tsx';

/** A column of the table behind a chart. `show` writes a value for reading; the CSV holds it as it is. */
interface Column {
  name: string;
  numeric?: boolean;
  show?: (cell: Cell) => string;
}

interface ChartFrameProps {
  title: string;
  /** A sentence that says what the chart shows. */
  sentence: ReactNode;
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
  /** Name of the CSV file, without ending. */
  file: string;
  /** Where the API offers the same as CSV. */
  address?: string;
  notes?: ReactNode;
  /** Rank of its heading on the page. */
  level?: 2 | 3;
  children: ReactNode;
}

/** A chart with its sentence above, and its table and CSV one click away. */
export function ChartFrame({
  title,
  sentence,
  columns,
  rows,
  file,
  address,
  level = 3,
  notes,
  children,
}: ChartFrameProps) {
  const { t } = useWords();
  const id = useId();
  const Heading = `h${level}` as const;
  return (
    <figure className="chart-frame" aria-labelledby={id}>
      <figcaption>
        <Heading id={id}>{title}</Heading>
        <p className="sentence">{sentence}</p>
      </figcaption>
      {children}
      {notes}
      <div className="chart-foot">
        <details className="table-behind">
          <summary>{t.data.table}</summary>
          <div className="table-scroll" role="region" aria-label={`${t.data.table}: ${title}`} tabIndex={0}>
            <DataTable caption={title} columns={columns} rows={rows} />
          </div>
        </details>
        <CsvButton name={file} columns={columns.map(({ name }) => name)} rows={rows} />
        {address === undefined ? null : <a href={address}>{t.data.link}</a>}
      </div>
    </figure>
  );
}

function DataTable({
  caption,
  columns,
  rows,
}: {
  caption: string;
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
}) {
  const { f } = useWords();
  const write = (cell: Cell, column: Column | undefined) =>
    column?.show?.(cell) ?? (typeof cell === 'string' ? cell : f.number(cell));
  return (
    <table className="table">
      <caption className="unseen">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ name, numeric }) => (
            <th key={name} scope="col" className={numeric ? 'numeric' : undefined}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, line) => (
          <tr key={line}>
            {row.map((cell, at) => (
              <td key={columns[at]?.name ?? at} className={columns[at]?.numeric ? 'numeric' : undefined}>
                {write(cell, columns[at])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
