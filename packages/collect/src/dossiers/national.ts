import { nameDossier } from './codes.ts';
import type { Fields, ReadOptions } from './fields.ts';

/** 1 registered, 2 received, 3 not received, 4 processing … 10 returned (domain.md 4). */
export const STATUSES: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 10 }, (_, at) => [String(at + 1), at + 1]),
);

export const MUST_BE_SAID = { vi: 'không được để trống', en: 'is to be said' };
const CODE = {
  vi: 'phải là mã hồ sơ, từ 1 đến 100 ký tự',
  en: 'is to be the code of the dossier, 1 to 100 characters',
};

/** What a record's dossier is known by. */
export function nameFrom(fields: Fields, { secret, now_ms }: ReadOptions): { dossier: string; coded_ms: number } {
  const name = nameDossier(fields.text('MaHoSo'), secret, now_ms);
  if (name === undefined) fields.fault('MaHoSo', 'bad-code', CODE);
  return name ?? { dossier: '', coded_ms: 0 };
}
