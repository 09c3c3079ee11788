import { dayOf, localIso } from '@emc/contract';
import type { Program } from '@emc/test-kit';

/** What is sent while a data directory is recorded: a small country, as its portals, systems and operator send it. */
const MINUTE_MS = 60_000;
export const BODIES = ['H56', 'H26', 'G02'] as const;
const BROWSERS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
];
const ROBOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
/** From which TrackingMCDT is sent. */
const SENDER = '203.0.113.7';

interface Portal {
  siteId: number;
  host: string;
}
interface System {
  id: number;
  key: string;
  agency: string;
  siteId: number;
}
export interface Registered {
  portals: Portal[];
  systems: System[];
}

/** A portal or two and a system of each body, a unit, a catalogue, accounts and a campaign. */
export async function register(program: Program, today: string): Promise<Registered> {
  const post = async <Answer>(address: string, body: object): Promise<Answer> =>
    (await program.api('POST', address, body)) as Answer;
  const unit = await post<{ id: number }>('/bodies/H56/units', {
    nameVi: 'Sở Tư pháp',
    nameEn: 'Department of Justice',
  });
  const portals: Portal[] = [];
  const addPortal = async (bodyCode: string, host: string, more: object): Promise<void> => {
    const base = { bodyCode, name: `Cổng ${host}`, url: `https://${host}`, ...more };
    const { siteId } = await post<Portal>('/portals', base);
    portals.push({ siteId, host });
  };
  for (const code of BODIES) {
    await addPortal(code, `dichvucong-${code.toLowerCase()}.invalid`, { kind: 'public-service-portal', liveOn: today });
  }
  await addPortal('H56', 'sotuphap.invalid', { kind: 'other', unitId: unit.id, allowedHosts: ['*.sotuphap.invalid'] });
  await addPortal('G02', 'cu.invalid', { kind: 'other' });
  const systems: System[] = [];
  for (const [at, code] of BODIES.entries()) {
    const { siteId } = portals[at]!;
    const form = { bodyCode: code, name: `Một cửa điện tử ${code}`, siteId, addresses: [SENDER] };
    const agencyCode = `000.00.00.${code}`;
    const { id, key } = await post<{ id: number; key: string }>('/systems', { ...form, agencyCode });
    systems.push({ id, key, siteId, agency: agencyCode });
  }
  const levels = ['Toàn trình', 'Một phần', 'Cung cấp thông tin'];
  const lines = BODIES.slice(0, 2).flatMap((code) =>
    Array.from(
      { length: 9 },
      (_, at) =>
        `${code},1.00${code.slice(1)}${at + 10},Thủ tục số ${at} của ${code},Hộ tịch,${levels[at % 3]},${at % 2 ? 'Có' : 'Không'},${at % 2 ? 'Có' : 'Không'},${at + 1}`,
    ),
  );
  const head = 'ma_co_quan,ma_thu_tuc,ten_thu_tuc,linh_vuc,muc_do,co_phi,thanh_toan_truc_tuyen,thoi_han_ngay';
  await post('/procedures/import', { csv: [head, ...lines].join('\n') });
  await post('/accounts', { email: 'uy-ban@example.gov.vn', name: 'Ủy ban', role: 'committee' });
  await post('/accounts', { email: 'h56@example.gov.vn', name: 'Cán bộ H56', role: 'body', bodyCode: 'H56' });
  await post('/campaigns', { name: 'Hoàn thành kết nối', document: '1234/VPCP-KSTT', limit: today });
  return { portals, systems };
}

/** Later writes: a move, a retirement, a decision, an account that is disabled, a procedure's new level. */
export async function changeRegister(program: Program, { portals }: Registered): Promise<void> {
  const { siteId } = portals[3]!;
  await program.api('PATCH', `/portals/${siteId}`, { name: 'Trang Sở Tư pháp', bodyCode: 'H26', unitId: null });
  await program.api('POST', `/portals/${portals[4]!.siteId}/retire`, {});
  const campaigns = (await program.api('GET', '/campaigns')) as { items: { id: number }[] };
  const decision = { decision: 'not-evaluated', reason: 'Chưa hoàn thành kết nối đúng thời hạn' };
  await program.api('POST', `/campaigns/${campaigns.items[0]!.id}/proposals/G01`, decision);
  const accounts = (await program.api('GET', '/accounts')) as { items: { id: string; email: string }[] };
  const body = accounts.items.find(({ email }) => email.startsWith('h56'))!;
  await program.api('PATCH', `/accounts/${body.id}`, { disabled: true });
  const csv = 'ma_co_quan,ma_thu_tuc,ten_thu_tuc,muc_do\nH56,1.005611,Thủ tục số 1 của H56,Toàn trình';
  await program.api('POST', '/procedures/import', { csv });
}

/** Looks at the page of every portal that is not retired. */
export async function checkPages(program: Program, { portals }: Registered): Promise<void> {
  for (const { siteId } of portals.slice(0, -1))
    await program
      .api('POST', `/portals/${siteId}/check`)
      .catch((error: unknown) => process.stdout.write(`${String(error)}\n`));
}

/**
 * Hits of a day: visitors with several pages each, every kind of hit, some late, some from a campaign, in bulk, and some
 * that are not counted.
 */
export async function sendHits(
  program: Program,
  portals: readonly Portal[],
  now_ms: number,
  seed: number,
): Promise<void> {
  for (const [at, portal] of portals.entries()) {
    for (let visitor = 0; visitor < 4 + ((seed + at) % 5); visitor++) {
      const who = {
        address: `198.18.${at}.${seed * 10 + visitor}`,
        agent: BROWSERS[(visitor + at) % BROWSERS.length]!,
      };
      const page = `https://${portal.host}/trang-${(visitor + seed) % 3}`;
      const late: Record<string, string> =
        visitor === 2 ? { cdt: String(Math.floor(now_ms / 1000) - 3600 * (1 + 5 * at)) } : {};
      const from: Record<string, string> = visitor === 1 ? { urlref: 'https://www.google.com/' } : {};
      const url = visitor === 3 ? `${page}?utm_campaign=truyen-thong` : page;
      await sendHit(program, portal, who, {
        url,
        action_name: `Trang ${visitor}`,
        pf_net: '12',
        pf_srv: '80',
        ...late,
        ...from,
      });
      for (const more of KINDS.slice(0, (visitor * 3 + seed) % (KINDS.length + 1)))
        await sendHit(program, portal, who, { url, ...more });
    }
    await sendBulk(program, portal, at, seed);
  }
  for (const agent of [ROBOT, ROBOT])
    await sendHit(program, portals[0]!, { address: '198.18.99.1', agent }, { url: `https://${portals[0]!.host}/` });
  const who = { address: '198.18.99.2', agent: BROWSERS[0]! };
  await sendHit(program, { siteId: 9_999, host: portals[0]!.host }, who, { url: `https://${portals[0]!.host}/` });
  await sendHit(program, portals[1]!, who, { url: 'https://khac.invalid/' });
}

const KINDS: readonly Record<string, string>[] = [
  { download: 'https://dichvucong-h56.invalid/van-ban/quyet-dinh.pdf' },
  { link: 'https://www.chinhphu.vn/' },
  { e_c: 'bieu-mau', e_a: 'gui', e_n: 'lien-he', e_v: '3' },
  { search: 'khai sinh', search_cat: 'thu-tuc' },
  { gov_dvc: '1.005610', gov_dvc_state: '-1' },
  { gov_dvc: '1.005610', gov_dvc_state: '1' },
  { c_n: 'banner' },
  { ping: '1' },
  { action_name: 'Trang thứ hai' },
];

interface Who {
  address: string;
  agent: string;
}

/** @returns the status of the answer */
export async function sendHit(
  program: Program,
  { siteId }: Portal,
  who: Who,
  more: Record<string, string>,
): Promise<number> {
  const query = new URLSearchParams({ idsite: String(siteId), rec: '1', send_image: '0', ...more });
  const headers = { 'user-agent': who.agent, 'x-forwarded-for': who.address };
  return (await fetch(`${program.url}/tracking?${query}`, { method: 'POST', headers })).status;
}

async function sendBulk(program: Program, portal: Portal, at: number, seed: number): Promise<void> {
  const requests = Array.from(
    { length: 3 },
    (_, one) => `?idsite=${portal.siteId}&rec=1&url=https://${portal.host}/hang-loat-${one}`,
  );
  const headers = {
    'user-agent': BROWSERS[2]!,
    'x-forwarded-for': `198.19.${at}.${seed}`,
    'content-type': 'application/json',
  };
  await fetch(`${program.url}/tracking`, { method: 'POST', headers, body: JSON.stringify({ requests }) });
}

/** `yyyyMMddHHmmss` in Asia/Ho_Chi_Minh. */
const stamp = (at_ms: number): string => localIso(at_ms).replaceAll(/\D/g, '').slice(0, 14);

/** Dossiers of a day by all three feeds, with every status; some contradict themselves, as real ones do. */
export async function sendDossiers(
  program: Program,
  systems: readonly System[],
  now_ms: number,
  seed: number,
): Promise<void> {
  const counts = [14, 5, 2];
  for (const [at, system] of systems.entries()) {
    const body = BODIES[at]!;
    const code = (one: number): string =>
      `${body}-${stamp(now_ms).slice(2, 8)}-${String(seed * 100 + one).padStart(5, '0')}`;
    const procedure = (one: number): string => `1.00${body.slice(1)}${10 + (one % 9)}`;
    const whole = Array.from({ length: counts[at]! }, (_, one) => dossier(code(one), procedure(one), one, now_ms));
    await sendRecords(program, system, 'DongBoHoSoMC', whole);
    const steps = Array.from({ length: 4 }, (_, one) => ({
      MaHoSo: code(one),
      TrangThai: String([4, 9, 10, 2][one]),
      ThoiDiemXuLy: stamp(now_ms - (4 - one) * MINUTE_MS),
    }));
    await sendRecords(program, system, 'CapNhatTienDoHoSoMC', steps);
    for (let one = 0; one < 4; one++)
      await sendTracking(program, system, code(one + counts[at]! - 2), procedure(one), one);
  }
}

export function dossier(code: string, procedure: string, one: number, now_ms: number): Record<string, unknown> {
  const received_ms = now_ms - (50 - one) * MINUTE_MS;
  const ended =
    one % 3 === 0
      ? { NgayKetThucXuLy: stamp(received_ms + (one % 2 ? -90 : 20) * MINUTE_MS), NgayTra: stamp(now_ms - MINUTE_MS) }
      : {};
  const due = {
    NgayHenTra:
      one % 4 === 0
        ? `${dayOf(received_ms).replaceAll('-', '')}000000`
        : stamp(received_ms + (one % 5 === 4 ? 10 : 2000) * MINUTE_MS),
  };
  return {
    MaHoSo: code,
    MaTTHC: procedure,
    KenhThucHien: String(1 + (one % 3)),
    NgayNopHoSo: stamp(received_ms),
    NgayTiepNhan: stamp(received_ms),
    TrangThaiHoSo: String(1 + (one % 10)),
    HinhThuc: String(one % 2),
    LoaiDoiTuong: String(1 + (one % 2)),
    ...(one % 2 ? { DuocThanhToanTrucTuyen: '1', DanhSachLePhi: [{ Gia: '50000' }] } : {}),
    ...due,
    ...ended,
  };
}

/** @returns whether all were taken */
export async function sendRecords(program: Program, system: System, service: string, data: object[]): Promise<boolean> {
  const envelope = { session: system.key, madonvi: system.agency, service, isUpdating: 'False', data };
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${program.url}/${service}`, { method: 'POST', headers, body: JSON.stringify(envelope) });
  const { error_code: code, ...rest } = (await answer.json()) as { error_code: string };
  if (code !== '0') process.stdout.write(`${service}: ${code} ${JSON.stringify(rest)}\n`);
  return code === '0';
}

async function sendTracking(
  program: Program,
  system: System,
  code: string,
  procedure: string,
  one: number,
): Promise<void> {
  const fields = {
    siteId: String(system.siteId),
    codeProfile: code,
    codeTTHC: procedure,
    status: String(one),
    formsReception: '2',
    formsPayments: String(one % 2),
    level: '4',
  };
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': SENDER };
  const answer = await fetch(`${program.url}/TrackingMCDT`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(fields),
  });
  if (answer.status !== 204) process.stdout.write(`TrackingMCDT: ${answer.status} ${await answer.text()}\n`);
}

/** Robots, of which only counts are kept. @returns the status of the answer */
export function sendRobot(program: Program, portal: Portal): Promise<number> {
  return sendHit(program, portal, { address: '198.18.98.1', agent: ROBOT }, { url: `https://${portal.host}/` });
}

export const VISITOR = { address: '198.18.97.1', agent: BROWSERS[0]! };
