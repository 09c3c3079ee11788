import { type Day, readAgencyCode } from '@emc/contract';
import { describeBody } from '../refusals.ts';
import { bodyOn, nameOn, type Register } from '../register.ts';
import type { Column } from './columns.ts';
import { inTurns } from './in-turns.ts';
import { type Problems, type Wrong, wrong } from './problems.ts';
import type { Reading } from './read-cells.ts';
import type { Line } from './read-rows.ts';

/**
 * Reads ma_co_quan: the code of a body, in the old or new form; empty only where `limit` says whose the file is.
 * @param limit every line must be of this body
 */
export function bodyReader(register: Register, limit: string | undefined): (text: string) => Reading<string> {
  return (text) => {
    if (text === '') return limit === undefined ? { wrong: NO_BODY } : { value: limit };
    const code = readAgencyCode(text);
    if (code === undefined || !register.bodies.has(code)) return { wrong: unknownBody(text) };
    if (limit !== undefined && code !== limit) return { wrong: otherBody(code, limit) };
    return { value: code };
  };
}

/** The body must exist on the day from which the line holds, and a local code must be its own or of a predecessor. */
export async function checkBodies(
  lines: Line[],
  register: Register,
  today: Day,
  headings: ReadonlyMap<Column, string>,
  problems: Problems,
): Promise<void> {
  const report = (row: number, column: Column, what: Wrong): void =>
    problems.add(row, headings.get(column) ?? column, what);
  const keyOf = ({ bodyCode, code }: Line): string => `${bodyCode} ${code.national}`;
  const ofProcedures = new Map<string, Day | undefined>();
  await inTurns(lines, (line) => {
    if (line.code.service === null) ofProcedures.set(keyOf(line), line.from);
  });
  await inTurns(lines, (line) => {
    const { row, bodyCode, code } = line;
    // A service holds from the same day as its procedure.
    const day = line.from ?? ofProcedures.get(keyOf(line)) ?? today;
    const body = register.bodies.get(bodyCode);
    if (body !== undefined && nameOn(body, day) === undefined) {
      const successor = register.bodies.get(bodyOn(register, bodyCode, day));
      const who = successor === undefined || successor === body ? undefined : describeBody(successor, day);
      report(row, 'ma_co_quan', notThen(describeBody(body, day), day, who));
    }
    if (code.body !== null && code.body !== bodyCode && bodyOn(register, code.body, day) !== bodyCode) {
      report(row, 'ma_thu_tuc', codeOfOther(code.body, bodyCode));
    }
  });
}

const NO_BODY = wrong(
  'Thiếu mã cơ quan',
  'The code of the body is missing',
  'Thêm cột ma_co_quan với mã như H56, hoặc nhập tệp cho một cơ quan',
  'Add the column ma_co_quan with a code such as H56, or import the file for one body',
);

function unknownBody(text: string): Wrong {
  const shown = text.slice(0, 40);
  return wrong(
    `Không có cơ quan mang mã "${shown}"`,
    `No body has the code "${shown}"`,
    'Dùng mã cơ quan như H56 hoặc G09; xem danh sách cơ quan',
    'Use the code of a body such as H56 or G09; see the list of bodies',
  );
}

function otherBody(code: string, limit: string): Wrong {
  return wrong(
    `Dòng này của ${code}, tệp được nhập cho ${limit}`,
    `This line is of ${code}, the file is imported for ${limit}`,
    `Bỏ dòng này, hoặc sửa mã cơ quan thành ${limit}`,
    `Leave the line out, or correct the body to ${limit}`,
  );
}

function notThen(who: string, day: Day, successor: string | undefined): Wrong {
  return wrong(
    `${who} không tồn tại vào ngày ${day}`,
    `${who} does not exist on ${day}`,
    successor === undefined ? 'Dùng cơ quan tồn tại vào ngày đó' : `Dùng cơ quan kế thừa: ${successor}`,
    successor === undefined ? 'Use a body that exists on that day' : `Use its successor: ${successor}`,
  );
}

function codeOfOther(owner: string, bodyCode: string): Wrong {
  return wrong(
    `Mã này là của ${owner}, dòng này của ${bodyCode}`,
    `This code is of ${owner}, the line of ${bodyCode}`,
    'Sửa mã hoặc cơ quan',
    'Correct the code or the body',
  );
}
