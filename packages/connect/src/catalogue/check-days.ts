import type { Day } from '@emc/contract';
import type { Column } from './columns.ts';
import { type Problems, wrong } from './problems.ts';
import type { Line } from './read-rows.ts';

/** Nobody but the operator may say that something held before today: figures that are already known would change. */
export function checkDays(
  lines: readonly Line[],
  today: Day,
  headings: ReadonlyMap<Column, string>,
  problems: Problems,
): void {
  for (const { row, from } of lines) {
    if (from !== undefined && from < today) problems.add(row, headings.get('hieu_luc_tu') ?? 'hieu_luc_tu', PAST);
  }
}

const PAST = wrong(
  'Ngày áp dụng đã qua; số liệu của những ngày đó sẽ thay đổi',
  'The day has passed; figures of the days since would change',
  'Để trống hoặc ghi từ hôm nay; nếu cần sửa danh mục cũ, đề nghị đơn vị vận hành nhập',
  'Leave it empty or write today or later; to correct the past, ask the operator to import',
);
