/** A page view as browsers send it today: about 670 bytes of query, answered 204. */
export function pageViewRequest(siteId: number, host: string, visitor: number): string {
  const query = new URLSearchParams({
    idsite: String(siteId),
    rec: '1',
    url: `https://${host}/portal/Pages/2026-11-22/Cai-cach-hanh-chinh-va-chuyen-doi-so-${visitor % 50}.aspx`,
    urlref: `https://${host}/portal/Pages/default.aspx`,
    action_name: 'Cải cách hành chính và chuyển đổi số - Cổng thông tin điện tử',
    _id: (0x1234567890n + BigInt(visitor)).toString(16).padStart(16, '0'),
    pv_id: 'aB3dE6',
    rand: '482913',
    res: '1920x1080',
    cookie: '0',
    send_image: '0',
    pf_net: '12',
    pf_srv: '180',
    pf_tfr: '34',
    pf_dm1: '210',
    pf_dm2: '415',
    pf_onl: '3',
  });
  const agent = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${120 + (visitor % 20)}.0.0.0 Safari/537.36`;
  return [
    `GET /tracking?${query} HTTP/1.1`,
    'Host: emc.test',
    `User-Agent: ${agent}`,
    'Accept: */*',
    `Referer: https://${host}/`,
    'Accept-Language: vi-VN,vi;q=0.9',
    'Connection: keep-alive',
    '\r\n',
  ].join('\r\n');
}

export const RECORDS_IN_AN_ENVELOPE = 10;

/** The code of one of the dossiers of {@link dossiersRequest}. */
function dossierCode(number: number): string {
  return `H56-240108-${String(number).padStart(5, '0')}`;
}

/** An envelope of `DongBoHoSoMC` with ten dossiers as systems send them, personal fields with them: about 7 kB. */
export function dossiersRequest(key: string, envelope: number): string {
  const dossier = (_: unknown, index: number) => ({
    MaHoSo: dossierCode(envelope * RECORDS_IN_AN_ENVELOPE + index),
    MaTTHC: `1.${String(100_000 + (envelope % 200))}.000.00.00.H56`,
    TenTTHC: 'Cấp giấy xác nhận tình trạng hôn nhân',
    MaLinhVuc: 'LV01',
    TenLinhVuc: 'Hộ tịch',
    DonViXuLy: 'H56',
    KenhThucHien: String(1 + (index % 3)),
    ChuHoSo: 'Người nộp hồ sơ mô phỏng',
    SoGiayToChuHoSo: '000000000000',
    SoDienThoai: '0000000000',
    NgayNopHoSo: '20240108080000',
    NgayTiepNhan: '20240108090000',
    NgayHenTra: '20240115170000',
    NgayKetThucXuLy: '20240110100000',
    NgayTra: '20240110110000',
    TrangThaiHoSo: '10',
    HinhThuc: '1',
    LoaiDoiTuong: '1',
    TaiLieuNop: [{ TenTepDinhKem: 'don-de-nghi.pdf', DuocSoHoa: '1', DuocTaiSuDung: '0', DuocLayTuKhoDMQG: '0' }],
    DanhSachLePhi: [{ TenPhiLePhi: 'Lệ phí', Gia: '8000', HinhThucThu: '1' }],
  });
  const data = Array.from({ length: RECORDS_IN_AN_ENVELOPE }, dossier);
  const body = JSON.stringify({ session: key, madonvi: 'H56', service: 'DongBoHoSoMC', isUpdating: 'False', data });
  return [
    'POST /DongBoHoSoMC HTTP/1.1',
    'Host: emc.test',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: keep-alive',
    `\r\n${body}`,
  ].join('\r\n');
}
