import { useWords } from '../words.ts';

export type Cell = string | number | null;

/** One value of a CSV file (RFC 4180). Text that a spreadsheet would run as a formula is made plain. */
function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const plain = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** A CSV text: header, rows, CRLF. What is not known is an empty field. Numbers are written with a point. */
export function toCsv(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** Offers exactly the figures that are on the page as a file, made on the spot. */
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
  const save = () => {
    // The mark at the beginning tells spreadsheets that the text is UTF-8.
    const url = URL.createObjectURL(new Blob(['\uFEFF', toCsv(columns, rows)], { type: 'text/csv;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${name}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  return (
    <button type="button" className="quiet-button" onClick={save}>
      {t.data.csv}
    </button>
  );
}
