import { composed, type Day, daySchema, type ProcedureLevel, readProcedureCode } from '@emc/contract';
import { withoutAccents } from './columns.ts';
import { type Wrong, wrong } from './problems.ts';

/** What a cell says, or what is wrong with it. An empty cell never comes here. */
export type Reading<Value> = { value: Value } | { wrong: Wrong };

/** A code in any of its forms. `agency` is the agency as announced (`000.00.00.H56`), null in the national form. */
export interface ReadCode {
  national: string;
  /** The body that the code names. */
  body: string | null;
  /** With the agency, without the service; null = national form. */
  local: string | null;
  service: string | null;
}

export function readCode(text: string): Reading<ReadCode> {
  const code = readProcedureCode(text);
  if (code === undefined) return { wrong: NO_CODE };
  const { national, agency, service } = code;
  const upper = text.trim().toUpperCase();
  const local = service === null ? upper : upper.slice(0, -(service.length + 1));
  return {
    value: { national, body: agency?.split('.')[0] ?? null, local: agency === null ? null : local, service },
  };
}

/** One line of Vietnamese or English: composed accents, single blanks. */
export function readText(longest: number): (text: string) => Reading<string> {
  return (text) => {
    const value = composed(text)
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim();
    if (value.includes('\u{FFFD}')) return { wrong: NOT_UTF8 };
    if (/^[=+@-]/.test(value)) return { wrong: FORMULA };
    if (value.length > longest) return { wrong: tooLong(value.length, longest) };
    return { value };
  };
}

const LEVELS: Record<string, ProcedureLevel> = {
  'toan trinh': 'full',
  'truc tuyen toan trinh': 'full',
  full: 'full',
  'mot phan': 'partial',
  'truc tuyen mot phan': 'partial',
  partial: 'partial',
  'cung cap thong tin': 'information',
  'cung cap thong tin truc tuyen': 'information',
  information: 'information',
};
/** As an export writes them. */
export const LEVEL_WORDS: Record<ProcedureLevel, string> = {
  full: 'Toàn trình',
  partial: 'Một phần',
  information: 'Cung cấp thông tin',
};

export function readLevel(text: string): Reading<ProcedureLevel> {
  const words = withoutAccents(text)
    .replace(/\s+/g, ' ')
    .replace(/^(dich vu cong|dvc) /, '');
  const value = LEVELS[words];
  return value === undefined ? { wrong: NO_LEVEL } : { value };
}

const YES = new Set(['co', 'yes', 'true', '1']);
const NO = new Set(['khong', 'no', 'false', '0']);

export function readYesNo(text: string): Reading<boolean> {
  const word = withoutAccents(text);
  if (YES.has(word) || NO.has(word)) return { value: YES.has(word) };
  return { wrong: NO_YES_NO };
}

const MOST_DAYS = 3650;

/** Working days, with a decimal comma or point. */
export function readDays(text: string): Reading<number> {
  const trimmed = text.trim();
  if (/^[-−]\s*\d/.test(trimmed)) return { wrong: NEGATIVE_DAYS };
  if (!/^\d{1,4}([.,]\d{1,2})?$/.test(trimmed)) return { wrong: NO_DAYS };
  const value = Number(trimmed.replace(',', '.'));
  return value > MOST_DAYS ? { wrong: NO_DAYS } : { value };
}

/** 2024-01-18 or 18/01/2024. */
export function readDay(text: string): Reading<Day> {
  const trimmed = text.trim();
  const local = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(trimmed);
  const iso = local === null ? trimmed : `${local[3]!}-${local[2]!.padStart(2, '0')}-${local[1]!.padStart(2, '0')}`;
  const { data } = daySchema.safeParse(iso);
  return data === undefined ? { wrong: NO_DAY } : { value: data };
}

const NO_CODE = wrong(
  'Không phải mã thủ tục hay mã dịch vụ công',
  'This is no code of a procedure or service',
  'Ghi như 1.000123, 1.010708.000.00.00.H56; dịch vụ công thêm .01',
  'Write it as 1.000123 or 1.010708.000.00.00.H56; a service adds .01',
);
const NO_LEVEL = wrong(
  'Không có mức độ cung cấp này',
  'There is no such level of provision',
  'Ghi: Toàn trình, Một phần hoặc Cung cấp thông tin',
  'Write full, partial or information',
);
const NO_YES_NO = wrong(
  'Không phải Có hoặc Không',
  'This is neither yes nor no',
  'Ghi: Có hoặc Không',
  'Write yes or no',
);
const NEGATIVE_DAYS = wrong(
  'Số ngày không thể âm',
  'A number of days cannot be negative',
  'Ghi số ngày làm việc, hoặc để trống khi không quy định',
  'Write the working days, or leave it empty when none are stated',
);
const NO_DAYS = wrong(
  'Không phải số ngày',
  'This is no number of days',
  `Ghi số ngày làm việc từ 0 đến ${MOST_DAYS}, như 5 hoặc 0,5; để trống khi không quy định`,
  `Write working days from 0 to ${MOST_DAYS}, such as 5 or 0.5; leave it empty when none are stated`,
);
const NO_DAY = wrong(
  'Không phải một ngày',
  'This is no day of the calendar',
  'Ghi như 2024-01-18 hoặc 18/01/2024',
  'Write it as 2024-01-18 or 18/01/2024',
);
const NOT_UTF8 = wrong(
  'Có ký tự không đọc được: tệp không ở dạng UTF-8',
  'A character cannot be read: the file is not UTF-8',
  'Lưu lại tệp ở dạng "CSV UTF-8"',
  'Save the file again as "CSV UTF-8"',
);
const FORMULA = wrong(
  'Nội dung bắt đầu bằng =, +, - hoặc @: bảng tính sẽ chạy nó như công thức',
  'The text begins with =, +, - or @: a spreadsheet would run it as a formula',
  'Bỏ ký tự đó ở đầu ô',
  'Take that character away',
);

function tooLong(length: number, longest: number): Wrong {
  return wrong(
    `Nội dung dài ${length} ký tự, tối đa ${longest}`,
    `The text has ${length} characters, at most ${longest} are taken`,
    'Rút gọn nội dung',
    'Shorten it',
  );
}
