import type { Day } from '@emc/contract';
import type { ProcedureContent } from './catalogue-copy.ts';
import type { Column } from './columns.ts';
import { inTurns } from './in-turns.ts';
import { type Problems, type Wrong, wrong } from './problems.ts';
import { type Line, NEEDED } from './read-rows.ts';

/** A procedure as the file has it: its own line and those of its services. */
export interface FileProcedure {
  bodyCode: string;
  code: string;
  content: ProcedureContent;
  /** The day from which it holds; null = not said. */
  from: Day | null;
}

/** What a service takes from its procedure: empty on the service's line, or the same. */
const OF_PROCEDURE = {
  nameEn: 'ten_tieng_anh',
  fieldCode: 'ma_linh_vuc',
  fieldVi: 'linh_vuc',
  hasFee: 'co_phi',
  onlinePayment: 'thanh_toan_truc_tuyen',
  statutoryDays: 'thoi_han_ngay',
  from: 'hieu_luc_tu',
} as const satisfies Partial<Record<keyof Line, Column>>;

/** Puts the lines of each procedure of each body together. */
export async function groupLines(
  lines: Line[],
  headings: ReadonlyMap<Column, string>,
  problems: Problems,
): Promise<FileProcedure[]> {
  const report = (row: number, column: Column, what: Wrong): void =>
    problems.add(row, headings.get(column) ?? column, what);
  const groups = new Map<string, Line[]>();
  await inTurns(lines, (line) => {
    const key = `${line.bodyCode} ${line.code.national}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  });
  const procedures: FileProcedure[] = [];
  await inTurns(groups.values(), (group) => {
    const seen = new Map<string | null, number>();
    for (const { row, code } of group) {
      const before = seen.get(code.service);
      if (before !== undefined) report(row, 'ma_thu_tuc', duplicateOf(before));
      else seen.set(code.service, row);
    }
    const procedure = group.find((line) => line.code.service === null);
    const services = group.filter((line) => line.code.service !== null);
    if (procedure === undefined) {
      for (const { row, code } of services) report(row, 'ma_thu_tuc', withoutProcedure(code.national));
      return;
    }
    for (const service of services) checkService(service, procedure, report);
    procedures.push(fileProcedure(procedure, services, report));
  });
  return procedures;
}

type Report = (row: number, column: Column, what: Wrong) => void;

function checkService(service: Line, procedure: Line, report: Report): void {
  for (const [name, column] of Object.entries(OF_PROCEDURE)) {
    const key = name as keyof typeof OF_PROCEDURE;
    if (service[key] !== undefined && service[key] !== procedure[key]) {
      report(service.row, column, notAsProcedure(procedure.row));
    }
  }
}

function fileProcedure(line: Line, serviceLines: Line[], report: Report): FileProcedure {
  const services = serviceLines
    .map(({ code, nameVi, level }) => ({ number: code.service ?? '', nameVi, level: level ?? 'information' }))
    .sort((a, b) => (a.number < b.number ? -1 : 1));
  const highest = (['full', 'partial', 'information'] as const).find((level) =>
    services.some((service) => service.level === level),
  );
  if (highest === undefined && line.levelIsBlank) report(line.row, 'muc_do', NEEDED);
  if (highest !== undefined && line.level !== undefined && line.level !== highest) {
    report(line.row, 'muc_do', NOT_HIGHEST);
  }
  return {
    bodyCode: line.bodyCode,
    code: line.code.national,
    from: line.from ?? null,
    content: {
      localCode: line.code.local,
      nameVi: line.nameVi,
      nameEn: line.nameEn ?? null,
      fieldCode: line.fieldCode ?? null,
      fieldVi: line.fieldVi ?? '',
      level: highest ?? line.level ?? 'information',
      services,
      hasFee: line.hasFee ?? false,
      onlinePayment: line.onlinePayment ?? false,
      statutoryDays: line.statutoryDays ?? null,
    },
  };
}

const NOT_HIGHEST = wrong(
  'Mức độ của thủ tục phải là mức cao nhất của các dịch vụ công thuộc thủ tục',
  'The level of a procedure is the highest of its services',
  'Để trống ô này, hoặc sửa mức độ của các dịch vụ',
  'Leave this cell empty, or correct the levels of the services',
);

function duplicateOf(row: number): Wrong {
  return wrong(
    `Mã này đã có ở dòng ${row}`,
    `This code is on line ${row} already`,
    'Chỉ giữ một dòng cho mỗi mã',
    'Keep one line for each code',
  );
}

function withoutProcedure(code: string): Wrong {
  return wrong(
    `Tệp không có dòng của thủ tục ${code} mà dịch vụ này thuộc về`,
    `The file has no line of the procedure ${code} to which this service belongs`,
    `Thêm dòng của thủ tục ${code}`,
    `Add the line of ${code}`,
  );
}

function notAsProcedure(row: number): Wrong {
  return wrong(
    `Khác với dòng của thủ tục (dòng ${row})`,
    `This differs from the line of the procedure (line ${row})`,
    'Để trống ô này ở dòng dịch vụ, hoặc ghi giống dòng thủ tục',
    'Leave this cell empty on the line of a service, or write the same',
  );
}
