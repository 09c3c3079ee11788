import { UTC_OFFSET_MS } from '@emc/contract';
import type { MadeDossier } from './dossier-day.ts';

/** Stands in every field that must be thrown away, so that whoever finds it knows what went wrong. */
const INVENTED = 'Người nộp hồ sơ mô phỏng';

/** `yyyyMMddHHmmss` in Asia/Ho_Chi_Minh. */
function stamp(time_ms: number): string {
  return new Date(time_ms + UTC_OFFSET_MS).toISOString().replace(/\D/g, '').slice(0, 14);
}

/** A record of `DongBoHoSoMC` (domain.md 4) as systems send it, with fields that EMC does not take. */
export function synchronisationRecord(dossier: MadeDossier, finished: boolean): Record<string, unknown> {
  const { procedure } = dossier;
  const end = finished ? stamp(dossier.finished_ms) : '';
  return {
    MaHoSo: dossier.code,
    MaTTHC: `${procedure.code}.000.00.00.${dossier.desk.system.agencyCode}`,
    TenTTHC: procedure.name,
    MaLinhVuc: procedure.fieldCode,
    TenLinhVuc: procedure.field,
    DonViXuLy: dossier.desk.system.agencyCode,
    KenhThucHien: dossier.online ? '2' : dossier.post ? '3' : '1',
    ChuHoSo: INVENTED,
    LoaiDoiTuong: dossier.citizen ? '1' : '2',
    SoGiayToChuHoSo: '000000000000',
    SoDienThoai: '0000000000',
    NgayNopHoSo: stamp(dossier.received_ms),
    NgayTiepNhan: stamp(dossier.received_ms),
    NgayHenTra: stamp(dossier.due_ms),
    NgayKetThucXuLy: end,
    NgayTra: end,
    TrangThaiHoSo: finished ? '10' : '4',
    // A result that is returned online is not handed over in either of the two ways.
    HinhThuc: dossier.post ? '1' : dossier.electronic ? '' : '0',
    NoiNopHoSo: '2',
    DuocThanhToanTrucTuyen: dossier.paidOnline ? '2' : '0',
    DanhSachLePhi: procedure.hasFee ? [{ TenPhiLePhi: 'Lệ phí', Gia: '50000', HinhThucThu: '1' }] : [],
    DanhSachGiayToKetQua:
      finished && dossier.electronic
        ? [{ TenGiayTo: 'Kết quả', MaGiayToKetQua: 'KQ01', DuongDanTepTinKetQua: 'https://example.gov.vn/kq' }]
        : [],
  };
}

/** A step of `CapNhatTienDoHoSoMC`. */
export function progressRecord(dossier: MadeDossier, at_ms: number): Record<string, unknown> {
  return {
    MaHoSo: dossier.code,
    NguoiXuLy: INVENTED,
    ChucDanh: 'Chuyên viên',
    ThoiDiemXuLy: stamp(at_ms),
    PhongBanXuLy: dossier.desk.system.agencyCode,
    NoiDungXuLy: INVENTED,
    TrangThai: '4',
    NgayBatDau: stamp(dossier.received_ms),
    NgayKetThucTheoQuyDinh: stamp(dossier.due_ms),
  };
}

/** A form of `TrackingMCDT` (domain.md 3): values as they are, not percent-encoded. */
export function trackingForm(dossier: MadeDossier, status: '1' | '2' | '3'): string {
  const fields = {
    siteId: dossier.desk.system.siteId ?? 0,
    codeProfile: dossier.code,
    codeTTHC: dossier.procedure.code,
    nameTTHC: dossier.procedure.name,
    status,
    formsReception: dossier.online ? 1 : 2,
    formsPayments: dossier.procedure.hasFee ? (dossier.paidOnline ? 1 : 2) : 0,
    // What real senders do: always the same.
    level: 3,
    isFromDVCQG: 0,
    isDVCBC: dossier.post ? 1 : 0,
    data: '',
    user: INVENTED,
  };
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}
