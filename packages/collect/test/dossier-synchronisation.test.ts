import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KEY, OTHER_KEY, RETIRED_KEY } from './samples.ts';
import { startCollector, type RunningCollector } from './support.ts';

const NOW_MS = Date.UTC(2024, 0, 18, 2, 0);
/** Local time of January 2024 as Unix milliseconds. */
const at = (day: number, hour: number, minute = 0): number => Date.UTC(2024, 0, day, hour - 7, minute);

const DOSSIER = {
  MaHoSo: '000.00.12.H56-240110-0001',
  MaTTHC: '1.000123.000.00.00.H56',
  TenTTHC: 'Cấp giấy phép',
  DonViXuLy: '000.00.12.H56',
  KenhThucHien: '2',
  NgayNopHoSo: '20240110080000',
  NgayTiepNhan: '20240110090000',
  NgayHenTra: '20240125170000',
  NgayKetThucXuLy: '20240116100000',
  NgayTra: '20240117110000',
  TrangThaiHoSo: '10',
  HinhThuc: '0',
  LoaiDoiTuong: '2',
  NoiNopHoSo: '1',
  DuocThanhToanTrucTuyen: '2',
  TaiLieuNop: [{ DuocSoHoa: '1', DuocTaiSuDung: '2' }, { DuocSoHoa: '1', DuocTaiSuDung: '0' }, { DuocSoHoa: '0' }],
  DanhSachLePhi: [{ Gia: '0' }, { Gia: '100.000' }],
  DanhSachHoSoBoSung: [
    { NgayBoSung: '20240111080000', NgayTiepNhanBoSung: '20240111090000' },
    { NgayBoSung: '20240117100000' },
  ],
  DanhSachGiayToKetQua: [{ MaGiayToKetQua: 'KQ.1', DuongDanTepTinKetQua: 'https://x.vn/1' }],
  DSKetNoiCSDL: [{ MaCSDL: '1' }, { MaCSDL: '2' }],
};
const STEP = { MaHoSo: DOSSIER.MaHoSo, ThoiDiemXuLy: '20240116100000', TrangThai: '9' };
const ENVELOPE = { session: KEY, madonvi: '000.00.00.H56', service: 'DongBoHoSoMC', isUpdating: 'False' };

let collector: RunningCollector;
let recording = true;
beforeEach(async () => {
  recording = true;
  collector = await startCollector({
    clock: () => NOW_MS,
    recording: () => recording,
    dossierBodyLimit_bytes: 100_000,
  });
});
afterEach(() => collector.stop());

interface Answer {
  error_code: string;
  message: string;
  errors: { record: number; field: string; what: string }[];
}

async function send(
  envelope: object | string,
  target = '/mapi/g',
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Promise<{ status: number; json: Answer }> {
  const body = typeof envelope === 'string' ? envelope : JSON.stringify(envelope);
  const reply = await collector.send('POST', target, headers, body);
  return { status: reply.status, json: JSON.parse(reply.body.toString()) as Answer };
}

const sendOne = (record: object) => send({ ...ENVELOPE, data: [record] });

describe('dossiers', () => {
  test.each([
    ['/DongBoHoSoMC', DOSSIER, 'False'],
    ['/DongBoHoSoMC', DOSSIER, 'True'],
    ['/CapNhatTienDoHoSoMC', STEP, 'False'],
    ['/CapNhatTienDoHoSoMC', STEP, 'True'],
  ])(
    'an envelope accepted at %s says "thành công", sent for the first time or again',
    async (target, record, isUpdating) => {
      const envelope = { ...ENVELOPE, service: target.slice(1), isUpdating, data: [record] };
      for (const time of ['first', 'again']) {
        const { json } = await send(envelope, target);
        expect([time, json.error_code]).toEqual([time, '0']);
        expect(json.message).toContain('thành công');
      }
      const { json: refused } = await send({ ...envelope, data: [] }, target);
      expect(refused.message.normalize('NFC').toLowerCase()).not.toContain('thành công');
    },
  );

  test('a dossier is answered with error_code 0 and kept as its record says', async () => {
    const reply = await sendOne(DOSSIER);
    expect(reply).toEqual({
      status: 200,
      json: { error_code: '0', message: 'Tiếp nhận thành công 1 hồ sơ.', errors: [] },
    });
    expect((await collector.stored()).changes).toEqual([
      {
        system_id: 11,
        received: NOW_MS,
        feed: 2,
        dossier: DOSSIER.MaHoSo,
        coded: at(10, 0),
        procedure: '1.000123',
        unit: 'H56.12',
        version: at(17, 11),
        status: 10,
        channel: 2,
        declared_level: 255,
        submitted: at(10, 8),
        received_by_desk: at(10, 9),
        due: at(25, 17),
        processed: at(16, 10),
        returned: at(17, 11),
        refused: 0,
        // One hour answered; what was asked after it was processed held nothing up.
        supplement_s: 3600,
        supplements: 2,
        delivery: 4,
        has_fee: 1,
        paid_online: 1,
        from_national_portal: 1,
        applicant_kind: 2,
        components: 3,
        digitised: 2,
        reused: 1,
        databases: 2,
        updating: 0,
      },
    ]);
  });

  test('a record with more supplements than a call takes arguments is taken', async () => {
    const large = await startCollector({ clock: () => NOW_MS });
    const record = { ...DOSSIER, DanhSachHoSoBoSung: Array.from({ length: 150_000 }, () => ({})) };
    const body = JSON.stringify({ ...ENVELOPE, data: [record] });
    const reply = await large.send('POST', '/mapi/g', { 'content-type': 'application/json' }, body);
    expect([reply.status, JSON.parse(reply.body.toString())]).toMatchObject([200, { error_code: '0' }]);
    await large.stop();
  });

  test('a packed body is told so, and not that it has no form', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const { json } = await send(JSON.stringify({ ...ENVELOPE, data: [DOSSIER] }), '/mapi/g', headers);
    expect(json).toMatchObject({ error_code: '201', errors: [{ record: 0, field: 'Content-Encoding' }] });
    expect((await collector.stored()).changes).toEqual([]);
  });

  test.each([
    ['an answered one', [['20240111080000', '20240111090000']], 3600],
    [
      'two at the same time',
      [
        ['20240111080000', '20240111100000'],
        ['20240111090000', '20240111110000'],
      ],
      3 * 3600,
    ],
    [
      'one within another',
      [
        ['20240111080000', '20240111120000'],
        ['20240111090000', '20240111100000'],
      ],
      4 * 3600,
    ],
    ['one from before it was received', [['20000101000000', '20240110093000']], 1800],
    ['one after it was processed', [['20240116110000', '20240117100000']], 0],
    ['one that is open when it is processed', [['20240116090000', '']], 3600],
    ['one answered before it was asked', [['20240112090000', '20240111090000']], 0],
  ])(
    'of requests to supplement counts the time that they held the dossier up: %s',
    async (_what, requests, expected) => {
      const DanhSachHoSoBoSung = requests.map(([from, to]) => ({ NgayBoSung: from, NgayTiepNhanBoSung: to }));
      await sendOne({ ...DOSSIER, DanhSachHoSoBoSung });
      expect((await collector.stored()).changes[0]).toMatchObject({
        supplement_s: expected,
        supplements: requests.length,
      });
    },
  );

  test.each([
    [{ KenhThucHien: '1' }, { channel: 1 }],
    [{ KenhThucHien: '' }, { channel: 1 }],
    [{ KenhThucHien: null }, { channel: 1 }],
    [{ KenhThucHien: '3' }, { channel: 3 }],
    [{ DanhSachGiayToKetQua: [] }, { delivery: 1 }],
    [{ DanhSachGiayToKetQua: [{ MaGiayToKetQua: 'KQ.1' }], HinhThuc: '1' }, { delivery: 2 }],
    [{ DanhSachGiayToKetQua: null, HinhThuc: '' }, { delivery: 0 }],
    [{ DanhSachLePhi: [{ Gia: '0' }] }, { has_fee: 0 }],
    [
      { DanhSachLePhi: null, DuocThanhToanTrucTuyen: '0' },
      { has_fee: 0, paid_online: 0 },
    ],
    [{ DonViXuLy: 'Sở Tư pháp' }, { unit: '' }],
    [{ MaTTHC: 'TTHC-01' }, { procedure: 'TTHC-01' }],
    [{ LoaiDoiTuong: 'x' }, { applicant_kind: 0 }],
    [
      { TrangThaiHoSo: 4, NgayTra: '', NgayKetThucXuLy: '', DanhSachHoSoBoSung: [] },
      { status: 4, version: at(10, 9), supplement_s: 0 },
    ],
    [
      { TrangThaiHoSo: '3', NgayTuChoi: '20240117120000' },
      { refused: at(17, 12), version: at(17, 12) },
    ],
  ])('%j is kept as %j', async (sent, kept) => {
    expect((await sendOne({ ...DOSSIER, ...sent })).json.error_code).toBe('0');
    expect((await collector.stored()).changes).toMatchObject([kept]);
  });

  test('progress is kept as a status at an instant', async () => {
    const reply = await send({ ...ENVELOPE, service: 'CapNhatTienDoHoSoMC', data: [STEP] });
    expect(reply.json.error_code).toBe('0');
    expect((await collector.stored()).changes).toMatchObject([
      { feed: 3, dossier: DOSSIER.MaHoSo, version: at(16, 10), status: 9, procedure: '', submitted: 0 },
    ]);
  });

  test('what was sent before is taken again, and what isUpdating says is kept with it', async () => {
    const { isUpdating: _said, ...silent } = ENVELOPE;
    for (const said of [{ isUpdating: 'False' }, { isUpdating: 'True' }, { isUpdating: true }, {}])
      expect((await send({ ...silent, ...said, data: [DOSSIER] })).json.error_code).toBe('0');
    const { changes } = await collector.stored();
    expect(changes.map((change) => change['updating'])).toEqual([0, 1, 1, 0]);
  });

  test('each service has an address of its own, and the one for both asks the envelope', async () => {
    const { service: _service, ...silent } = ENVELOPE;
    expect((await send({ ...silent, data: [DOSSIER] }, '/DongBoHoSoMC')).json.error_code).toBe('0');
    expect((await send({ ...silent, data: [STEP] }, '/capnhattiendohosomc')).json.error_code).toBe('0');
    expect((await send({ ...silent, data: STEP }, '/CapNhatTienDoHoSoMC')).json.error_code).toBe('0');
    const contrary = await send({ ...ENVELOPE, data: [STEP] }, '/CapNhatTienDoHoSoMC');
    expect(contrary.json).toMatchObject({ error_code: '201', errors: [{ record: 0, field: 'service' }] });
    expect((await send({ ...silent, data: [DOSSIER] })).json.error_code).toBe('201');
    expect((await send({ ...silent, service: 'LayDanhSachTTHC', data: [DOSSIER] })).json.error_code).toBe('201');
    expect((await collector.stored()).changes.map((change) => change['feed'])).toEqual([2, 3, 3]);
  });
});

describe('who may send', () => {
  const { session: _session, ...withoutKey } = ENVELOPE;
  test.each([
    ['no key', { ...withoutKey }, {}, '101', 'unknown-system', 0],
    ['a wrong key', { ...ENVELOPE, session: 'guess' }, {}, '102', 'wrong-key', 0],
    ['a wrong key in the header', ENVELOPE, { authorization: 'Bearer guess' }, '102', 'wrong-key', 0],
    ['another agency', { ...ENVELOPE, madonvi: 'H57' }, {}, '104', 'wrong-agency', 11],
    ['an agency that only begins alike', { ...ENVELOPE, madonvi: 'H561' }, {}, '104', 'wrong-agency', 11],
    ['no agency', { ...ENVELOPE, madonvi: '' }, {}, '104', 'wrong-agency', 11],
    ['a retired system', { ...ENVELOPE, session: RETIRED_KEY }, {}, '105', 'retired-system', 13],
  ])(
    '%s is refused and counted for the system, as far as one can be told',
    async (_what, envelope, headers, code, reason, systemId) => {
      const reply = await send({ ...envelope, data: [DOSSIER, DOSSIER] }, '/mapi/g', headers);
      expect(reply).toMatchObject({ status: 200, json: { error_code: code } });
      const { changes, dossierDrops } = await collector.stored();
      expect(changes).toEqual([]);
      // Of a request that its head alone refuses nothing is read, so that its records are not known.
      const count = 'authorization' in headers ? 1 : 2;
      expect(dossierDrops).toEqual([{ systemId, minute_ms: NOW_MS, reason, count }]);
    },
  );

  test.each(['H56', 'h56.12', '000.00.34.H56'])('madonvi %s is that of the system or below it', async (madonvi) => {
    expect((await send({ ...ENVELOPE, madonvi, data: [DOSSIER] })).json.error_code).toBe('0');
  });

  test('a sender that asks for a session first is given one that is good for an envelope', async () => {
    const login = await send({ username: 'dvc', password: KEY }, '/mapi/login');
    expect(login).toMatchObject({
      status: 200,
      json: { error_code: '0', message: expect.stringContaining('thành công') },
    });
    const { session } = login.json as unknown as { session: string };
    expect((await send({ ...withoutKey, session, data: [DOSSIER] })).json.error_code).toBe('0');
    expect((await send({ username: 'dvc', secret: 'guess' }, '/mapi/login')).json.error_code).toBe('102');
    expect((await send({ username: 'dvc', password: RETIRED_KEY }, '/mapi/login')).json.error_code).toBe('105');
    for (const nothing of ['', '{}', '[', '{"password":{}}'])
      expect((await send(nothing, '/mapi/login')).json.error_code).toBe('101');
    expect((await collector.stored()).changes).toHaveLength(1);
  });

  test('the key may stand in the header, and a system whose agency is not known sends any', async () => {
    const headers = { authorization: `Bearer ${OTHER_KEY}` };
    expect((await send({ ...withoutKey, madonvi: 'G01', data: [DOSSIER] }, '/mapi/g', headers)).json.error_code).toBe(
      '0',
    );
    expect((await collector.stored()).changes).toMatchObject([{ system_id: 12 }]);
  });
});

describe('what is refused', () => {
  test.each([
    [{ MaHoSo: '' }, '202', 'MaHoSo'],
    [{ TrangThaiHoSo: '11' }, '201', 'TrangThaiHoSo'],
    [{ TrangThaiHoSo: undefined }, '201', 'TrangThaiHoSo'],
    [{ KenhThucHien: '9' }, '201', 'KenhThucHien'],
    [{ NgayTiepNhan: '2024-01-10' }, '203', 'NgayTiepNhan'],
    [{ NgayTiepNhan: '20240230080000' }, '203', 'NgayTiepNhan'],
    [{ NgayTra: '20240110240000' }, '203', 'NgayTra'],
    [{ NgayTra: '20240119090001' }, '203', 'NgayTra'],
    [{ NgayHenTra: '19991231235959' }, '203', 'NgayHenTra'],
    [{ DanhSachHoSoBoSung: [{ NgayBoSung: 'x' }] }, '203', 'DanhSachHoSoBoSung[1].NgayBoSung'],
    [{ TaiLieuNop: 'x' }, '201', 'TaiLieuNop'],
    [
      { NgayNopHoSo: '', NgayTiepNhan: '', NgayKetThucXuLy: '', NgayTra: '', DanhSachHoSoBoSung: [] },
      '203',
      'NgayTiepNhan',
    ],
  ])(
    '%j is refused with %s; record and field are named and nothing of the envelope is taken',
    async (sent, code, field) => {
      const reply = await send({ ...ENVELOPE, data: [DOSSIER, { ...DOSSIER, ...sent }, DOSSIER] });
      expect(reply.status).toBe(200);
      expect(reply.json).toMatchObject({ error_code: code, errors: [{ record: 2, field }] });
      expect(reply.json.message).toContain(`Hồ sơ thứ 2, trường ${field}`);
      expect(reply.json.message).toContain('Chưa hồ sơ nào');
      const { changes, dossierDrops } = await collector.stored();
      expect(changes).toEqual([]);
      expect(dossierDrops).toMatchObject([{ systemId: 11, count: 3 }]);
    },
  );

  test('a due time may lie ahead, and a clock may be ahead by a day', async () => {
    expect(
      (await sendOne({ ...DOSSIER, NgayHenTra: '20260101000000', NgayTra: '20240119090000' })).json.error_code,
    ).toBe('0');
  });

  test('of many faults the first twenty are told, and how many more there are', async () => {
    const data = Array.from({ length: 30 }, () => ({ ...STEP, TrangThai: '0' }));
    const { json } = await send({ ...ENVELOPE, service: 'CapNhatTienDoHoSoMC', data });
    expect(json.errors).toHaveLength(20);
    expect(json.message).toContain('Còn 10 lỗi khác');
  });

  test.each(['', 'x', '[]', '"a"', '{"data":', '{}', `{"session":"${KEY}","service":"DongBoHoSoMC","data":[]}`])(
    '%j is no envelope',
    async (body) => {
      expect((await send(body)).json.error_code).toBe('201');
    },
  );

  test.each([null, 1, 'a', [[]]])('%j is no record', async (record) => {
    const reply = await send({ ...ENVELOPE, madonvi: 'H56', data: [record] });
    expect(reply.json).toMatchObject({ error_code: '201', errors: [{ record: 1, field: '' }] });
  });

  test('1,000 records are taken at once, one more is not, and a body that is too long is answered 413', async () => {
    const data = (count: number): object[] =>
      Array.from({ length: count }, () => ({ MaHoSo: 'a', ThoiDiemXuLy: '20240116100000', TrangThai: 9 }));
    const service = 'CapNhatTienDoHoSoMC';
    expect((await send({ ...ENVELOPE, service, data: data(1000) })).json.error_code).toBe('0');
    expect(await send({ ...ENVELOPE, service, data: data(1001) })).toMatchObject({
      status: 413,
      json: { error_code: '204' },
    });
    expect(await send('x'.repeat(100_001))).toMatchObject({ status: 413, json: { error_code: '204' } });
    expect((await collector.stored()).changes).toHaveLength(1000);
  });

  test('while recording is switched off it is answered 503, in the form of the feed', async () => {
    recording = false;
    expect(await sendOne(DOSSIER)).toMatchObject({ status: 503, json: { error_code: '301' } });
  });
});
