import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { freshStores, type FreshStores } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLoader } from '../src/index.ts';
import { KEY } from './samples.ts';
import { startCollector } from './support.ts';

let stores: FreshStores;
beforeAll(async () => {
  stores = await freshStores();
});
afterAll(() => stores.close());

const MARK = 'canary';
const ID_NUMBER = '001203004567';
const TELEPHONE = '0912 345 678';
const MAIL = 'nguyen.van.a@example.vn';
/** In the clear nowhere, also not as the digits alone. */
const CANARIES = [MARK, ID_NUMBER, TELEPHONE, TELEPHONE.replaceAll(' ', ''), MAIL, 'nguyen.van.a', '198.51.100.77'];
/** Shows that the search finds what is there. */
const CONTROL = 'H56-240110-0042';

/** Fields of the formats that are not ours to keep, and some that no format has. Each carries a canary of its own name. */
const STRANGE = `
  user data nameTTHC ChuHoSo LoaiDinhDanh SoDinhDanh SoGiayToChuHoSo Email Fax SoDienThoai MaDoiTuong
  TenTTHC TenLinhVuc MaLinhVuc DiaChi NguoiXuLy ChucDanh NoiDungXuLy PhongBanXuLy NgayBatDau
  NgayKetThucTheoQuyDinh TrichYeuHoSo GhiChu ThongTinKhac HoSoCoThanhPhanSoHoa unheardOf
`
  .trim()
  .split(/\s+/);
const person = { ten: `${MARK}-nested`, so: ID_NUMBER, sdt: TELEPHONE, mail: MAIL };
const strange = (): Record<string, unknown> => ({
  ...Object.fromEntries(STRANGE.map((name) => [name, `${MARK}-${name} ${ID_NUMBER} ${MAIL}`])),
  DinhDanhCHS: [{ LoaiDinhDanh: '1', SoDinhDanh: ID_NUMBER }, person],
  [`${MARK}-name`]: person,
});
const RECORD = {
  ...strange(),
  MaHoSo: CONTROL,
  MaTTHC: '1.000123',
  KenhThucHien: '2',
  NgayTiepNhan: '20240110090000',
  TrangThaiHoSo: '2',
  DonViXuLy: `${MARK} Nguyễn Văn A`,
  HinhThuc: MARK,
  LoaiDoiTuong: MARK,
  NoiNopHoSo: MARK,
  DuocThanhToanTrucTuyen: MARK,
  TaiLieuNop: [
    {
      ...strange(),
      TenTepDinhKem: `${MARK}.pdf`,
      DuongDanTaiTepTin: `https://x.vn/${MARK}`,
      DuocSoHoa: MARK,
      DuocTaiSuDung: '1',
    },
  ],
  DanhSachLePhi: [{ ...strange(), Gia: `1${MARK}`, HinhThucThu: MARK }],
  DanhSachHoSoBoSung: [{ ...strange(), NguoiYeuCauBoSung: MARK, NoiDungBoSung: MARK, NgayBoSung: '20240111090000' }],
  DanhSachGiayToKetQua: [
    { ...strange(), MaGiayToKetQua: MARK, DuongDanTepTinKetQua: `https://x.vn/${MARK}`, TenGiayTo: MARK },
  ],
  DSKetNoiCSDL: [{ MaCSDL: MARK, ...strange() }],
};
const STEP = { ...strange(), MaHoSo: CONTROL, ThoiDiemXuLy: '20240111090000', TrangThai: '4' };
const TRACKED = { ...strange(), siteId: 5, codeProfile: CONTROL, codeTTHC: '1.000123', status: '1' };
/** Kept fields in which a person stands. */
const PERSONAL_CODES = [`HS-${ID_NUMBER}`, `${MAIL}/01`, `${MARK}-${TELEPHONE}`, `H56.${ID_NUMBER}-240110-0001`];
const PERSONAL_PROCEDURES = [`TTHC ${ID_NUMBER}`, `TTHC ${TELEPHONE}`, `TTHC ${MAIL}`];

const envelope = (service: string, ...data: unknown[]): string =>
  JSON.stringify({ ...strange(), session: KEY, madonvi: 'H56', service, isUpdating: MARK, data });
const formOf = (record: object): string =>
  Object.entries(record)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('&');

const TAKEN: [string, string][] = [
  ['/DongBoHoSoMC', envelope('DongBoHoSoMC', RECORD)],
  ['/mapi/g', envelope('CapNhatTienDoHoSoMC', STEP)],
  ['/TrackingMCDT', JSON.stringify(TRACKED)],
  ['/TrackingMCDT', formOf({ siteId: 5, status: 1, codeProfile: CONTROL, ...strange() })],
  ...PERSONAL_CODES.map((code): [string, string] => ['/DongBoHoSoMC', envelope('', { ...RECORD, MaHoSo: code })]),
  ...PERSONAL_CODES.map((code): [string, string] => ['/TrackingMCDT', formOf({ ...TRACKED, codeProfile: code })]),
  ...PERSONAL_PROCEDURES.map((code): [string, string] => ['/DongBoHoSoMC', envelope('', { ...RECORD, MaTTHC: code })]),
  ...PERSONAL_PROCEDURES.map((code): [string, string] => [
    '/TrackingMCDT',
    JSON.stringify({ ...TRACKED, codeTTHC: code }),
  ]),
];
/** Refused: the answer must not repeat what was sent. */
const REFUSED: [string, string][] = [
  ...['TrangThaiHoSo', 'KenhThucHien', 'NgayTiepNhan', 'NgayHenTra', 'TaiLieuNop', 'MaTTHC'].map(
    (name): [string, string] => [
      '/DongBoHoSoMC',
      envelope('', { ...RECORD, [name]: name === 'MaTTHC' ? person : `${MARK} ${ID_NUMBER}` }),
    ],
  ),
  ['/DongBoHoSoMC', envelope('', { ...RECORD, MaHoSo: `${MARK} ${ID_NUMBER}`.repeat(10) })],
  ['/mapi/g', envelope(`${MARK} ${ID_NUMBER}`, RECORD)],
  ['/mapi/g', envelope('DongBoHoSoMC', `${MARK} ${ID_NUMBER}`)],
  ['/mapi/g', envelope('DongBoHoSoMC', RECORD).replace(KEY, `${MARK}-key`)],
  ['/mapi/g', envelope('DongBoHoSoMC', RECORD).replace('"H56"', `"${MARK}"`)],
  ['/mapi/g', `{"${MARK}": ${ID_NUMBER} ${MAIL}`],
  ['/TrackingMCDT', `{"${MARK}": ${ID_NUMBER} ${MAIL}`],
  ['/TrackingMCDT', formOf({ ...TRACKED, siteId: `${MARK} ${ID_NUMBER}` })],
  ['/TrackingMCDT', formOf({ ...TRACKED, status: `${MARK} ${ID_NUMBER}` })],
];

function everyFile(dir: string): string {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => entry.name + readFileSync(path.join(entry.parentPath, entry.name), 'utf8')).join('\n');
}

async function everyRow(): Promise<Map<string, string>> {
  const ask = async (query: string): Promise<string> =>
    (await stores.event.write.query({ query, format: 'TabSeparatedRaw' })).text();
  const tables = await ask(
    `SELECT name FROM system.tables WHERE database = '${stores.event.database}' AND engine LIKE '%MergeTree'`,
  );
  const rows = new Map<string, string>();
  for (const table of tables.trim().split('\n')) rows.set(table, await ask(`SELECT * FROM ${table}`));
  return rows;
}

const found = (text: string): string[] =>
  CANARIES.filter((canary) => text.toLowerCase().includes(canary.toLowerCase()));

test('of all that both feeds carry about applicants nothing is in the spool, in any table, in the log or in an answer', async () => {
  const collector = await startCollector({ trustedProxies: ['127.0.0.1'] });
  const headers = {
    'x-forwarded-for': '198.51.100.77',
    cookie: `a=${MARK}`,
    'user-agent': MARK,
    authorization: `Bearer ${KEY}`,
  };
  const anybody = { ...headers, authorization: '' };
  const answers: string[] = [];
  const send = async (target: string, body: string, of: Record<string, string>): Promise<string> => {
    const reply = await collector.send('POST', `${target}?${MARK}=${ID_NUMBER}`, of, body);
    const text = `${reply.status} ${JSON.stringify(reply.headers)} ${reply.body.toString()}`;
    answers.push(text);
    return text;
  };
  for (const [target, body] of TAKEN) expect(await send(target, body, headers), body).toMatch(/^204|"error_code":"0"/);
  for (const [target, body] of REFUSED)
    expect(await send(target, body, anybody), body).not.toMatch(/^204|"error_code":"0"/);

  const { changes, dossierDrops } = await collector.stored();
  expect(changes).toHaveLength(TAKEN.length);
  expect(dossierDrops.length).toBeGreaterThan(3);
  const spooled = everyFile(collector.dir);
  expect(spooled).toContain(CONTROL);
  expect(found(spooled)).toEqual([]);
  expect(found(answers.join('\n'))).toEqual([]);

  const loader = createLoader({
    spool: collector.spool,
    eventStore: stores.event,
    clock: Date.now,
    log: collector.log,
  });
  await loader.start();
  await loader.drain();
  const rows = await everyRow();
  for (const table of ['dossier_changes', 'dossiers']) expect(rows.get(table), table).toContain(CONTROL);
  expect(rows.get('dossier_drops')).toContain('bad-time');
  for (const [table, text] of rows) expect(found(text), table).toEqual([]);
  await loader.stop();
  expect(found(everyFile(collector.dir))).toEqual([]);
  expect(found(collector.log.lines.join('\n'))).toEqual([]);
  await collector.stop();
});

test('a fault of ours is logged by its place, without what was sent', async () => {
  const systems = {
    bySite: () => {
      throw new Error(`${MARK} ${ID_NUMBER}`);
    },
    byKeyDigest: () => undefined,
  };
  const collector = await startCollector({ dossiers: { systems, secret: Buffer.from('x') } });
  const reply = await collector.send('POST', '/TrackingMCDT', {}, formOf(TRACKED));
  expect(reply.status).toBe(500);
  expect(found(reply.body.toString())).toEqual([]);
  expect(collector.log.lines).toHaveLength(1);
  expect(found(collector.log.lines.join('\n'))).toEqual([]);
  await collector.stop();
});
