import type { Day, ProcedureLevel } from '@emc/contract';
import type { Column } from './columns.ts';
import { type Problems, type Wrong, wrong } from './problems.ts';
import type { FileRow } from './read-file.ts';
import {
  type ReadCode,
  readCode,
  readDay,
  readDays,
  type Reading,
  readLevel,
  readText,
  readYesNo,
} from './read-cells.ts';

/** A line of the file, read cell by cell. Undefined = the cell is empty. */
export interface Line {
  row: number;
  bodyCode: string;
  code: ReadCode;
  nameVi: string;
  nameEn: string | undefined;
  fieldCode: string | undefined;
  fieldVi: string | undefined;
  level: ProcedureLevel | undefined;
  /** False: there is a level, even if it could not be read. */
  levelIsBlank: boolean;
  hasFee: boolean | undefined;
  onlinePayment: boolean | undefined;
  statutoryDays: number | undefined;
  from: Day | undefined;
}

const LONGEST_NAME = 2000;
const LONGEST_FIELD = 300;
const LONGEST_FIELD_CODE = 50;

/**
 * Reads the cells of one line; what is wrong goes to `problems`, under the column's own heading.
 *
 * @param readBody the body that a cell of ma_co_quan names; an empty cell comes as ''
 * @returns undefined when the line lacks what it is known by
 */
export function readLine(
  { row, cells }: FileRow,
  headings: ReadonlyMap<Column, string>,
  readBody: (text: string) => Reading<string>,
  problems: Problems,
): Line | undefined {
  const report = (column: Column, what: Wrong): void => problems.add(row, headings.get(column) ?? column, what);
  const take = <Value>(column: Column, read: (text: string) => Reading<Value>): Value | undefined => {
    const reading = read(cells.get(column) ?? '');
    if ('value' in reading) return reading.value;
    report(column, reading.wrong);
    return undefined;
  };
  const maybe = <Value>(column: Column, read: (text: string) => Reading<Value>): Value | undefined =>
    isBlank(cells.get(column)) ? undefined : take(column, read);
  const needed = <Value>(column: Column, read: (text: string) => Reading<Value>): Value | undefined => {
    if (isBlank(cells.get(column))) report(column, NEEDED);
    return maybe(column, read);
  };
  const bodyCode = take('ma_co_quan', (text) => readBody(text.trim()));
  const code = needed('ma_thu_tuc', readCode);
  const nameVi = needed('ten_thu_tuc', readText(LONGEST_NAME));
  const isService = code?.service != null;
  // A service takes these from the line of its procedure.
  const ofProcedure = isService ? maybe : needed;
  const rest = {
    nameEn: maybe('ten_tieng_anh', readText(LONGEST_NAME)),
    fieldCode: maybe('ma_linh_vuc', readText(LONGEST_FIELD_CODE)),
    fieldVi: ofProcedure('linh_vuc', readText(LONGEST_FIELD)),
    level: isService ? needed('muc_do', readLevel) : maybe('muc_do', readLevel),
    levelIsBlank: isBlank(cells.get('muc_do')),
    hasFee: ofProcedure('co_phi', readYesNo),
    onlinePayment: ofProcedure('thanh_toan_truc_tuyen', readYesNo),
    statutoryDays: maybe('thoi_han_ngay', readDays),
    from: maybe('hieu_luc_tu', readDay),
  };
  if (bodyCode === undefined || code === undefined) return undefined;
  // A line without a name has its problem already; it still stands for its code.
  return { row, bodyCode, code, nameVi: nameVi ?? '', ...rest };
}

function isBlank(cell: string | undefined): boolean {
  return cell === undefined || /^[\s\p{Cc}]*$/u.test(cell);
}

export const NEEDED = wrong('Ô này không được để trống', 'This cell must not be empty', 'Điền nội dung', 'Fill it in');
