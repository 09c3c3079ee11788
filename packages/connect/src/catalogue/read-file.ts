import { Readable } from 'node:stream';
import { setImmediate as breathe } from 'node:timers/promises';
import { EmcError } from '@emc/contract';
import { CsvError, parse } from 'csv-parse';
import { type Column, COLUMN_NAMES, COLUMNS, readHeading } from './columns.ts';
import { type Problems, wrong } from './problems.ts';

/** One line of the file: the cells under the columns that it has, as written. */
export interface FileRow {
  /** Line of the file on which it begins; the heading is 1. */
  row: number;
  cells: ReadonlyMap<Column, string>;
}

export interface ReadFile {
  /** Lines below the heading that are not blank and have as many cells as it. None when the heading is wrong. */
  rows: FileRow[];
  /** All lines below the heading that are not blank. */
  count: number;
  /** The columns that the file has, as its heading spells them. */
  headings: ReadonlyMap<Column, string>;
}

const MOST_ROWS = 200_000;
const LONGEST_RECORD_BYTES = 200_000;
const CHUNK_BYTES = 65_536;
const ROWS_A_TURN = 1000;

/**
 * Reads a CSV (UTF-8 with or without byte order mark; comma, semicolon or tab; any line ends). What is wrong with the
 * file as such goes to `problems`. Gives way to others every thousand rows.
 *
 * @throws EmcError import-too-large
 */
export async function readProcedureFile(csv: string, problems: Problems): Promise<ReadFile> {
  const text = csv
    .toWellFormed()
    .replace(/^\u{FEFF}/u, '')
    .replace(/\r\n?/g, '\n');
  const headings = new Map<Column, string>();
  const rows: FileRow[] = [];
  let columns: (Column | undefined)[] | undefined;
  let headingIsRight = false;
  let count = 0;
  try {
    for await (const { row, cells } of recordsOf(text)) {
      if (columns === undefined) {
        columns = readHeadings(row, cells, headings, problems);
        headingIsRight = problems.count() === 0;
        continue;
      }
      if (++count > MOST_ROWS) throw new EmcError('import-too-large', `The file has more than ${MOST_ROWS} lines.`);
      // Under a heading that is wrong, every line would be.
      if (headingIsRight) addRow(rows, row, cells, columns, problems);
      if (count % ROWS_A_TURN === 0) await breathe();
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    problems.add(lineOf(error), '', NOT_CSV);
  }
  if (problems.count() === 0 && count === 0) problems.add(0, '', EMPTY);
  return { rows, count, headings };
}

async function* recordsOf(text: string): AsyncGenerator<{ row: number; cells: string[] }> {
  const parser = Readable.from(chunksOf(Buffer.from(text))).pipe(
    parse({
      delimiter: delimiterOf(text),
      info: true,
      max_record_size: LONGEST_RECORD_BYTES,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }),
  );
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    // The parser names the line on which a record ends.
    const breaks = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
    yield { row: info.lines - breaks, cells: record };
  }
}

function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

/** Whichever stands most often in the heading. */
function delimiterOf(text: string): string {
  const heading = /^.*$/m.exec(text.trimStart())?.[0] ?? '';
  const count = (mark: string): number => heading.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

function readHeadings(
  row: number,
  cells: string[],
  headings: Map<Column, string>,
  problems: Problems,
): (Column | undefined)[] {
  const columns = cells.map((cell) => {
    if (cell.trim() === '') return undefined;
    const column = readHeading(cell);
    if (column === undefined) problems.add(row, cell.trim().slice(0, 100), UNKNOWN_COLUMN);
    else if (headings.has(column)) problems.add(row, cell.trim(), TWICE);
    else headings.set(column, cell.trim());
    return column;
  });
  for (const name of COLUMN_NAMES) {
    if (COLUMNS[name].required && !headings.has(name)) problems.add(row, name, MISSING_COLUMN);
  }
  return columns;
}

function addRow(
  rows: FileRow[],
  row: number,
  record: string[],
  columns: (Column | undefined)[],
  problems: Problems,
): void {
  const cells = new Map<Column, string>();
  let otherCount = record.length < columns.findLastIndex((column) => column !== undefined) + 1;
  record.forEach((cell, index) => {
    const column = columns[index];
    if (column !== undefined) cells.set(column, cell);
    else if (cell.trim() !== '') otherCount = true;
  });
  // Its cells may stand under the columns of others: nothing more can be said of it.
  if (otherCount) problems.add(row, '', hasOtherCount(record.length, columns.length));
  else rows.push({ row, cells });
}

function lineOf(error: CsvError): number {
  const { lines } = error as CsvError & { lines?: unknown };
  return typeof lines === 'number' ? lines : 0;
}

const NOT_CSV = wrong(
  'Từ dòng này tệp không đọc được: dấu nháy kép đặt sai chỗ, không được đóng, hoặc ô quá dài',
  'From this line on the file cannot be read: a quote is misplaced or not closed, or a cell is too long',
  'Đặt cả ô trong dấu nháy kép; dấu nháy kép bên trong viết hai lần ("")',
  'Put the whole cell into quotes; write a quote inside it twice ("")',
);
const EMPTY = wrong(
  'Tệp không có dòng dữ liệu nào',
  'The file has no line of data',
  'Thêm ít nhất một thủ tục dưới dòng tiêu đề',
  'Add at least one procedure below the heading',
);
const LIST = COLUMN_NAMES.join(', ');
const UNKNOWN_COLUMN = wrong(
  'Không có cột mang tên này',
  'There is no column of this name',
  `Bỏ cột này hoặc dùng một trong các tên: ${LIST}`,
  `Leave it out or use one of: ${LIST}`,
);
const TWICE = wrong('Cột này xuất hiện hai lần', 'This column is there twice', 'Chỉ giữ một cột', 'Keep one of them');
const MISSING_COLUMN = wrong(
  'Thiếu cột này',
  'This column is missing',
  'Thêm cột vào dòng tiêu đề',
  'Add it to the heading',
);

function hasOtherCount(cells: number, columns: number) {
  return wrong(
    `Dòng có ${cells} ô, tiêu đề có ${columns} cột`,
    `The line has ${cells} cells, the heading ${columns} columns`,
    'Đặt ô có dấu phân cách trong dấu nháy kép; giữ đủ ô trống ở cuối dòng',
    'Put cells that hold the separator into quotes; keep empty cells at the end of the line',
  );
}
