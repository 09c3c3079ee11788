import { decomposed } from '@emc/contract';

/** The columns of the file of procedures, in the order of an export. docs/integrate/procedures.md describes them. */
export const COLUMNS = {
  ma_co_quan: { required: false, also: ['ma_don_vi', 'body_code'] },
  ma_thu_tuc: { required: true, also: ['ma_tthc', 'ma_dich_vu_cong', 'code'] },
  ten_thu_tuc: { required: true, also: ['ten_tthc', 'ten_dich_vu_cong', 'name_vi'] },
  ten_tieng_anh: { required: false, also: ['name_en'] },
  ma_linh_vuc: { required: false, also: ['field_code'] },
  linh_vuc: { required: true, also: ['ten_linh_vuc', 'field'] },
  muc_do: { required: true, also: ['muc_do_dvc', 'muc_do_cung_cap', 'level'] },
  co_phi: { required: true, also: ['phi_le_phi', 'has_fee'] },
  thanh_toan_truc_tuyen: { required: true, also: ['online_payment'] },
  thoi_han_ngay: { required: false, also: ['thoi_han', 'statutory_days'] },
  hieu_luc_tu: { required: false, also: ['valid_from'] },
} as const satisfies Record<string, { required: boolean; also: readonly string[] }>;

export type Column = keyof typeof COLUMNS;
export const COLUMN_NAMES = Object.keys(COLUMNS).filter((name): name is Column => name in COLUMNS);

const KNOWN = new Map<string, Column>(
  COLUMN_NAMES.flatMap((name) => [name, ...COLUMNS[name].also].map((spelled) => [spelled, name])),
);

/** The column that a heading names, whatever its case and accents: `Mã thủ tục` is ma_thu_tuc. */
export function readHeading(text: string): Column | undefined {
  return KNOWN.get(
    withoutAccents(text)
      .split(/[^a-z0-9]+/)
      .filter((word) => word !== '')
      .join('_'),
  );
}

/** Lower case, without accents: `Toàn trình` is `toan trinh`. */
export function withoutAccents(text: string): string {
  return decomposed(text).replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd').trim();
}
