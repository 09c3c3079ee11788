import { useSimulated } from '../api/simulated.ts';
import { useWords } from '../words.ts';

export type Cell = string | number | null;

/** One value of a CSV file (RFC 4180). Text that a spreadsheet would run as a formula is made plain; numbers stay numbers. */
function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const formula = /^[=+\-@\t\r]/.test(cell) && !/^[+-]?\d+(\.\d+)?$/.test(cell);
  const plain = formula ? `'${cell}` : cell;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** A CSV text: header, rows, CRLF. What is not known is an empty field. Numbers are written with a point. */
export function toCsv(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** Offers exactly the figures that are on the page as a file, made on the spot. Simulated data say so in its name. */
export function CsvButton({
  name,
  columns,
  rows,
}: {
  name: string;
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
}) {
  const { t } = useWords();
  const simulated = useSimulated();
  const save = () => {
    // The mark at the beginning tells spreadsheets that the text is UTF-8.
    const url = URL.createObjectURL(new Blob(['\uFEFF', toCsv(columns, rows)], { type: 'text/csv;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${simulated ? 'simulated-' : ''}${name}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  return (
    <button type="button" className="quiet-button" onClick={save}>
      {t.data.csv}
    </button>
  );
}
