import { dayOf, localIso, startOfDay } from '@emc/contract';
import { clearOfMidnight, eventually, freshDirectory, startProgram, type Program } from '@emc/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';

/**
 * What a system says of a dossier and what cannot be, from the national format to the figures. Dossiers take seconds until
 * they are counted: tests that send their own wait side by side.
 */
const PATIENCE_MS = 60_000;
const DAY_MS = 86_400_000;

interface Told {
  receivedAt: string | null;
  endedAt: string | null;
  dueAt: string | null;
  onTime: boolean | null;
  processingSeconds: number | null;
  delivery: string;
  fromHome: boolean;
  contradictions: { code: string; words: { vi: string; en: string } }[];
}

const directory = freshDirectory();
let program: Program;
let systemId: number;
let key: string;
let period: string;
let sent = 0;

beforeAll(async () => {
  await clearOfMidnight();
  program = await startProgram({ dataDir: directory.path });
  const system = { bodyCode: 'H56', name: 'Một cửa' };
  ({ id: systemId, key } = (await program.api('POST', '/systems', system)) as { id: number; key: string });
  period = `from=${day(-40)}&to=${day(0)}`;
});
afterAll(async () => {
  await program?.stop();
  directory.remove();
});

const day = (offset: number): string => dayOf(Date.now() + offset * DAY_MS);
/** `yyyyMMddHHmmss` on a day some days from today. */
const at = (offset: number, time = '090000'): string => `${day(offset).replaceAll('-', '')}${time}`;
const instant = (offset: number, hours: number): string => localIso(startOfDay(day(offset)) + hours * 3_600_000);
const ask = async <Answer>(address: string): Promise<Answer> => (await program.api('GET', address)) as Answer;

/** Sends one dossier that was received ten days ago and is due in ten days, but for what is given; answers its code. */
async function send(given: Record<string, unknown>): Promise<string> {
  const code = `H56-${at(-10).slice(2, 8)}-${String(++sent).padStart(4, '0')}`;
  const data = [
    {
      MaHoSo: code,
      MaTTHC: '1.000123',
      KenhThucHien: '2',
      NgayNopHoSo: at(-10),
      NgayTiepNhan: at(-10),
      NgayHenTra: at(10),
      TrangThaiHoSo: '4',
      HinhThuc: '1',
      ...given,
    },
  ];
  const answer = await fetch(`${program.url}/DongBoHoSoMC`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ session: key, service: 'DongBoHoSoMC', isUpdating: 'False', data }),
  });
  expect(await answer.json()).toMatchObject({ error_code: '0' });
  return code;
}

/** What a dossier amounts to, once it is loaded. */
async function told(given: Record<string, unknown>): Promise<Told & { codes: string[] }> {
  const code = await send(given);
  // Whether it is loaded is answered from memory; asking for the dossier itself would keep the store busy meanwhile.
  await program.quiet();
  const look = () => ask<Told>(`/systems/${systemId}/dossiers/${code}`);
  const { value: dossier } = await eventually(look, PATIENCE_MS);
  return { ...dossier, codes: dossier.contradictions.map((one) => one.code) };
}

test.concurrent.each([
  ['processed', { NgayKetThucXuLy: at(-11, '235959'), TrangThaiHoSo: '9' }],
  ['returned', { NgayTra: at(-12), TrangThaiHoSo: '10' }],
  ['refused', { NgayTuChoi: at(-11), TrangThaiHoSo: '4' }],
])('a dossier that was %s on a day before its receipt is open and not on time, and says so', async (_what, given) => {
  const dossier = await told(given);
  expect(dossier).toMatchObject({ endedAt: null, onTime: null, processingSeconds: null });
  expect(dossier.codes).toEqual(['end-before-receipt']);
});

test.concurrent('an end that can be holds beside one that cannot', async () => {
  const dossier = await told({ NgayKetThucXuLy: at(-11), NgayTra: at(-3), TrangThaiHoSo: '10' });
  expect(dossier).toMatchObject({ endedAt: instant(-3, 9), onTime: true, processingSeconds: 7 * 86_400 });
  expect(dossier.codes).toEqual(['end-before-receipt']);
});

test.concurrent('an end on the day of the receipt, even at an earlier hour or without one, is an end after no time', async () => {
  const times = ['080000', '000000'];
  const dossiers = await Promise.all(times.map((time) => told({ NgayKetThucXuLy: at(-10, time), TrangThaiHoSo: '9' })));
  for (const dossier of dossiers) expect(dossier).toMatchObject({ onTime: true, processingSeconds: 0, codes: [] });
});

test.concurrent('a due time on a day before the receipt is none: the dossier is neither on time nor late', async () => {
  const dossier = await told({ NgayHenTra: at(-11, '235959'), NgayKetThucXuLy: at(-3), TrangThaiHoSo: '9' });
  expect(dossier).toMatchObject({ endedAt: instant(-3, 9), dueAt: null, onTime: null });
  expect(dossier.codes).toEqual(['due-before-receipt']);
});

test.concurrent('a due time at midnight is the whole day, at any other second that second', async () => {
  const end = { NgayKetThucXuLy: at(-3, '235959'), TrangThaiHoSo: '9' };
  const due = [at(-3, '000000'), at(-3, '235959'), at(-3, '235958'), at(-4, '000000')];
  const dossiers = await Promise.all(due.map((NgayHenTra) => told({ ...end, NgayHenTra })));
  expect(dossiers.map(({ onTime }) => onTime)).toEqual([true, true, false, false]);
});

test.concurrent('what was returned before it was processed, or submitted after it was received, is said', async () => {
  const [returned, submitted] = await Promise.all([
    told({ NgayKetThucXuLy: at(-3), NgayTra: at(-4), TrangThaiHoSo: '10' }),
    told({ NgayNopHoSo: at(-9) }),
  ]);
  expect(returned).toMatchObject({ endedAt: instant(-3, 9), codes: ['returned-before-processed'] });
  expect(submitted).toMatchObject({ receivedAt: instant(-10, 9), codes: ['submitted-after-receipt'] });
});

test.concurrent('withdrawn or stopped without a day ends at the instant of the record; whether in time only where that is after the receipt', async () => {
  const ended = async (TrangThaiHoSo: string) => {
    const supplement = {
      NgayHenTra: at(-5),
      DanhSachHoSoBoSung: [{ NgayBoSung: at(-5), NgayTiepNhanBoSung: at(-4) }],
    };
    const [dossier, later] = await Promise.all([told({ TrangThaiHoSo }), told({ TrangThaiHoSo, ...supplement })]);
    expect(dossier).toMatchObject({ endedAt: instant(-10, 9), onTime: null, processingSeconds: null });
    expect(dossier.codes).toEqual(['end-undated']);
    expect(later).toMatchObject({ endedAt: instant(-4, 9), onTime: true, codes: ['end-undated'] });
  };
  await Promise.all(['7', '8'].map(ended));
  expect(await told({ TrangThaiHoSo: '9' })).toMatchObject({ endedAt: null, codes: ['end-undated'] });
});

test.concurrent('refused at the door or withdrawn before its receipt, a dossier is neither received nor finished', async () => {
  const state = (TrangThaiHoSo: string) => told({ NgayTiepNhan: '', NgayTuChoi: at(-9), TrangThaiHoSo });
  for (const refused of await Promise.all(['3', '7'].map(state)))
    expect(refused).toMatchObject({ receivedAt: null, endedAt: null, onTime: null, codes: [] });
  const processed = await told({ NgayTiepNhan: '', NgayKetThucXuLy: at(-3), TrangThaiHoSo: '1' });
  expect(processed).toMatchObject({ receivedAt: null, endedAt: null, codes: ['receipt-missing'] });
});

test.concurrent('an electronic result that is fetched at a desk all the same is no full-online dossier, and both are shown', async () => {
  const result = { DanhSachGiayToKetQua: [{ MaGiayToKetQua: 'KQ1', DuongDanTepTinKetQua: '/kq1.pdf' }] };
  expect(await told({ ...result, HinhThuc: '0' })).toMatchObject({ delivery: 'desk-electronic', fromHome: false });
  expect(await told({ ...result, HinhThuc: '1' })).toMatchObject({ delivery: 'electronic', fromHome: true });
});

test('the figures count what can be, name how many name times that cannot, and the system lists them; corrected, they are gone', async () => {
  const bad = await send({ NgayKetThucXuLy: at(-11), TrangThaiHoSo: '9' });
  interface Listed {
    total: number;
    items: { dossier: string; day: string; contradictions: { code: string; words: { vi: string } }[] }[];
  }
  const list = () => ask<Listed>(`/systems/${systemId}/contradictions?${period}`);
  await eventually(async () => expect((await list()).items.map(({ dossier }) => dossier)).toContain(bad), PATIENCE_MS);
  const before = await list();
  expect(before.items.find(({ dossier }) => dossier === bad)).toMatchObject({
    day: day(-10),
    contradictions: [
      { code: 'end-before-receipt', words: { vi: expect.stringContaining('trước ngày tiếp nhận') as string } },
    ],
  });
  interface Figures {
    totals: Record<string, number>;
    completeness: { complete: boolean; missing: { what: string; words: { vi: string } }[] };
  }
  for (const address of [`/systems/${systemId}/dossiers`, '/bodies/H56/dossiers']) {
    const { totals, completeness } = await ask<Figures>(`${address}?${period}`);
    const named = completeness.missing.find(({ what }) => what === `contradicted:${systemId}`);
    expect(named?.words.vi).toContain(`${before.total} hồ sơ`);
    expect(totals['finished']).toBe(totals['onTime']! + totals['late']! + totals['withoutDueTime']!);
  }
  const card = await ask<{ result: { missing: { what: string }[] } }>(`/evaluations/emc-2024/H56?${period}`);
  expect(card.result.missing.map(({ what }) => what)).toContain(`contradicted:${systemId}`);

  sent = Number(bad.slice(-4)) - 1;
  await send({ NgayKetThucXuLy: at(-2), TrangThaiHoSo: '9' });
  await eventually(async () => expect((await list()).total).toBe(before.total - 1), PATIENCE_MS);
});

test('a stranger sees no list of dossiers', async () => {
  const answer = await fetch(`${program.url}/api/v1/systems/${systemId}/contradictions`);
  expect(answer.status).toBe(401);
});
