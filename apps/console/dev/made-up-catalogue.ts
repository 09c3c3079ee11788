import type { Procedure, ProcedureLevel, ProcedureList } from '@emc/contract';
import { chance } from './made-up-register.ts';

const FIELDS: readonly [string, readonly string[]][] = [
  ['Hộ tịch', ['Đăng ký khai sinh', 'Đăng ký kết hôn', 'Đăng ký khai tử', 'Cấp bản sao trích lục hộ tịch', 'Thay đổi, cải chính hộ tịch']],
  ['Chứng thực', ['Chứng thực bản sao từ bản chính', 'Chứng thực chữ ký', 'Chứng thực hợp đồng, giao dịch']],
  ['Đất đai', ['Đăng ký biến động quyền sử dụng đất', 'Cấp đổi Giấy chứng nhận quyền sử dụng đất', 'Tách thửa hoặc hợp thửa đất', 'Xóa đăng ký thế chấp quyền sử dụng đất']],
  ['Thành lập và hoạt động doanh nghiệp', ['Đăng ký thành lập công ty TNHH một thành viên', 'Đăng ký thay đổi địa chỉ trụ sở chính', 'Thông báo tạm ngừng kinh doanh']],
  ['Xây dựng', ['Cấp giấy phép xây dựng nhà ở riêng lẻ', 'Cấp giấy phép quy hoạch', 'Gia hạn giấy phép xây dựng']],
  ['Bảo trợ xã hội', ['Trợ cấp xã hội hằng tháng', 'Cấp giấy xác nhận khuyết tật', 'Hỗ trợ chi phí mai táng']],
  ['Y tế', ['Cấp giấy phép hoạt động khám bệnh, chữa bệnh', 'Cấp chứng chỉ hành nghề dược']],
  ['Đường bộ', ['Đổi giấy phép lái xe', 'Cấp phù hiệu xe ô tô kinh doanh vận tải']],
]; // prettier-ignore

const made = new Map<string, Procedure[]>();

/** The catalogue of a body: the same on every run. */
export function madeUpCatalogue(code: string): Procedure[] {
  const kept = made.get(code);
  if (kept !== undefined) return kept;
  const procedures = FIELDS.flatMap(([fieldVi, names], field) =>
    names.map((nameVi, index): Procedure => {
      const turn = `${code} ${nameVi}`;
      const luck = chance(`${turn} level`);
      const level: ProcedureLevel = luck < 0.48 ? 'full' : luck < 0.82 ? 'partial' : 'information';
      const hasFee = chance(`${turn} fee`) < 0.45;
      const number = `${1 + (field % 2)}.00${String(1000 + field * 111 + index * 7)}`;
      return {
        id: field * 100 + index + 1,
        bodyCode: code,
        code: number,
        localCode: code.startsWith('H') ? `${number}.000.00.00.${code}` : null,
        nameVi,
        nameEn: null,
        fieldCode: null,
        fieldVi,
        level,
        services: index === 0 ? [{ number: '01', nameVi: `${nameVi} (liên thông)`, level }] : [],
        hasFee,
        onlinePayment: hasFee && chance(`${turn} pay`) < 0.8,
        statutoryDays: chance(`${turn} days`) < 0.1 ? null : 1 + Math.floor(chance(`${turn} days`) * 20),
        validFrom: null,
        validTo: null,
      };
    }),
  );
  made.set(code, procedures);
  return procedures;
}

export function madeUpProcedures(search: URLSearchParams): ProcedureList {
  const all = madeUpCatalogue(search.get('body') ?? 'H56');
  const q = (search.get('q') ?? '').toLowerCase();
  const count = (level: ProcedureLevel) => all.filter((procedure) => procedure.level === level).length;
  const found = all.filter(
    (procedure) =>
      (search.get('level') === null || procedure.level === search.get('level')) &&
      `${procedure.code} ${procedure.nameVi} ${procedure.fieldVi}`.toLowerCase().includes(q),
  );
  const offset = Number(search.get('offset') ?? 0);
  return {
    total: found.length,
    counts: {
      full: count('full'),
      partial: count('partial'),
      information: count('information'),
      online: count('full') + count('partial'),
      total: all.length,
      withFee: all.filter(({ hasFee }) => hasFee).length,
      withFeePayableOnline: all.filter(({ hasFee, onlinePayment }) => hasFee && onlinePayment).length,
    },
    items: found.slice(offset, offset + Number(search.get('limit') ?? 100)),
  };
}
