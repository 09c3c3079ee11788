/** What an example of a feed is filled in with. */
interface Filling {
  /** Where the program is reached: `https://emc.example.gov.vn`. */
  origin: string;
  /** The key, or a word that stands for it where it is not known any more. */
  key: string;
  bodyCode: string;
  agencyCode: string | null;
  siteId: number | null;
  /** `yyyyMMddHHmmss`, when the example dossier was received. */
  time: string;
}

const dossierOf = ({ bodyCode, time }: Filling) => `000.00.01.${bodyCode}-${time.slice(2, 8)}-0001`;

/** `POST /TrackingMCDT`, as systems send it today: a form, or with the key in a header. */
export function trackingExample(filling: Filling): string {
  const site = filling.siteId === null ? '' : `siteId=${filling.siteId}&`;
  return `curl -i ${filling.origin}/TrackingMCDT \\
  -H 'Authorization: Bearer ${filling.key}' \\
  -d '${site}codeProfile=${dossierOf(filling)}&codeTTHC=1.000123&status=1&formsReception=1&formsPayments=0'`;
}

function envelope(filling: Filling, service: string, record: Record<string, string>): string {
  const { origin, key, agencyCode, bodyCode } = filling;
  const sent = { session: key, madonvi: agencyCode ?? bodyCode, service, isUpdating: 'False', data: [record] };
  return `curl -i ${origin}/${service} \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify(sent, null, 2)}'`;
}

/** A dossier in the national synchronisation format. */
export function synchronisationExample(filling: Filling): string {
  return envelope(filling, 'DongBoHoSoMC', {
    MaHoSo: dossierOf(filling),
    MaTTHC: '1.000123',
    KenhThucHien: '2',
    NgayTiepNhan: filling.time,
    TrangThaiHoSo: '2',
    HinhThuc: '1',
  });
}

/** Its progress. */
export function progressExample(filling: Filling): string {
  return envelope(filling, 'CapNhatTienDoHoSoMC', {
    MaHoSo: dossierOf(filling),
    ThoiDiemXuLy: filling.time,
    TrangThai: '4',
  });
}
