import { createCatalogue, openCatalogue, openRegister } from '@emc/connect';
import type { Catalogue, ImportProblem, ImportReport, ProcedureImport } from '@emc/contract';
import { freshRegister, type FreshRegister, quiet } from './fresh-register.ts';

export const HEADING =
  'ma_co_quan,ma_thu_tuc,ten_thu_tuc,ten_tieng_anh,ma_linh_vuc,linh_vuc,muc_do,co_phi,thanh_toan_truc_tuyen,thoi_han_ngay,hieu_luc_tu';

export interface LineGiven {
  body?: string;
  code?: string;
  name?: string;
  nameEn?: string;
  fieldCode?: string;
  field?: string;
  level?: string;
  fee?: string;
  payment?: string;
  days?: string;
  from?: string;
}

/** A line of the file; what is not given is right. */
export function line(given: LineGiven = {}): string {
  const { body = 'H56', code = '1.000123', name = 'Đăng ký khai sinh', nameEn = '', fieldCode = '' } = given;
  const { field = 'Hộ tịch', level = 'Toàn trình', fee = 'Không', payment = 'Không', days = '', from = '' } = given;
  return [body, code, name, nameEn, fieldCode, field, level, fee, payment, days, from].join(',');
}

export function fileOf(...lines: (string | LineGiven)[]): string {
  return [HEADING, ...lines.map((one) => (typeof one === 'string' ? one : line(one)))].join('\n');
}

export interface FreshCatalogue extends FreshRegister {
  catalogue: Catalogue;
  take(csv: string, options?: Partial<ProcedureImport>, who?: { changesPast: boolean }): Promise<ImportReport>;
}

/** An empty catalogue over the reference data, in a database of its own. */
export async function freshCatalogue(): Promise<FreshCatalogue> {
  const fresh = await freshRegister();
  const catalogue = anotherCatalogue(fresh);
  const take = (csv: string, options: Partial<ProcedureImport> = {}, who = OPERATOR) =>
    catalogue.importProcedures({ csv, dryRun: false, endMissing: false, ...options }, who);
  return { ...fresh, catalogue, take };
}

/** As another process has it, with copies of its own. */
export function anotherCatalogue({ stores, clock }: FreshRegister): Catalogue {
  const { db } = stores.control;
  return createCatalogue({ store: openCatalogue(db), register: openRegister(db), clock, log: quiet });
}

export const OPERATOR = { changesPast: true };

/** `3 muc_do: Không có mức độ …`, to compare at a glance. */
export function inShort({ row, column, problem }: ImportProblem): string {
  return `${row} ${column}: ${problem.vi}`;
}
