import { askEventStore, freshDirectory, startProgram, type Program } from '@emc/test-kit';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { answersOf, HONEST_PAGES, sendForms, STAR, TRACES } from './personal-forms.ts';

const SITE = 'https://dichvucong.canary.gov.vn';
const ADDRESS = '203.0.113.77';
const ID_NUMBER = '001203004567';
const MAIL = 'nguyen.van.canary@example.vn';
const SECRET = 'secretcanaryvalue';
const APPLICANT = 'ApplicantCanary';
const AGENT = 'AgentCanary';
const CANARIES = [ADDRESS, ID_NUMBER, MAIL, 'nguyen.van.canary', SECRET, APPLICANT, AGENT, ...TRACES];
/** What is stored and may be: it shows that the search finds what is there. */
const PAGE = '/trang-doi-chung';
const PORTAL = 'Portal of the control sample';

const e = encodeURIComponent;
const QUERIES = [
  `url=${e(`${SITE}${PAGE}?ten=${SECRET}#${SECRET}`)}&action_name=${e(`Tra cứu ${ID_NUMBER} ${MAIL}`)}`,
  `url=${e(`${SITE}/ho-so/${ID_NUMBER}/${MAIL}`)}&urlref=${e(`https://www.google.com/search?q=${SECRET}+${ID_NUMBER}`)}`,
  `url=${e(SITE)}&search=${e(`${ID_NUMBER} ${MAIL}`)}`,
  `url=${e(SITE)}&e_c=${e(MAIL)}&e_a=${ID_NUMBER}&e_n=${e(MAIL)}`,
  `url=${e(SITE)}&download=${e(`${SITE}/${ID_NUMBER}.pdf?k=${SECRET}`)}`,
  `url=${e(SITE)}&gov_dvc=1.000123&gov_dvc_state=1&gov_dvc_data=${e(`HS01;22112026;${APPLICANT};${ID_NUMBER}`)}`,
  `url=${e(SITE)}&customData=${e(`${APPLICANT};${ID_NUMBER}`)}&uid=${APPLICANT}&dimension1=${APPLICANT}`,
  // Dropped ones leave a sample of host and path behind.
  `url=${e(`https://copy.example/${ID_NUMBER}/${MAIL}?k=${SECRET}`)}`,
];

async function send(program: Program, siteId: number): Promise<void> {
  for (const query of QUERIES) {
    const answer = await fetch(`${program.url}/tracking?idsite=${siteId}&rec=1&${query}`, {
      headers: { 'x-forwarded-for': ADDRESS, 'user-agent': `Mozilla/5.0 (X11; Linux x86_64; ${AGENT}) Firefox/140.0` },
    });
    expect(answer.status, `${query} ${answer.headers.get('x-emc-reason')}`).toBe(200);
  }
  // What the API is asked for is not written down either.
  await fetch(`${program.url}/api/v1/portals?q=${SECRET}`, { headers: { 'x-forwarded-for': ADDRESS } });
  await fetch(`${program.url}/no-such-page/${ID_NUMBER}?k=${SECRET}`, { headers: { 'x-forwarded-for': ADDRESS } });
}

/** What stands in every field of a record that is not ours to keep, nested too. */
const PERSON = { ten: APPLICANT, so: ID_NUMBER, mail: MAIL, ghiChu: `${SECRET} ${AGENT}` };
const AROUND = {
  user: PERSON,
  data: APPLICANT,
  nameTTHC: APPLICANT,
  ChuHoSo: APPLICANT,
  SoGiayToChuHoSo: ID_NUMBER,
  Email: MAIL,
  Fax: ID_NUMBER,
  SoDienThoai: ID_NUMBER,
  DinhDanhCHS: [PERSON],
  MaDoiTuong: ID_NUMBER,
  NguoiXuLy: APPLICANT,
  ChucDanh: APPLICANT,
  NoiDungXuLy: `${APPLICANT} ${SECRET}`,
  TenTTHC: APPLICANT,
  [SECRET]: PERSON,
};
const DOSSIER = 'H56-240110-0042';
const RECORD = {
  ...AROUND,
  MaHoSo: DOSSIER,
  MaTTHC: '1.000123',
  NgayTiepNhan: '20240110090000',
  TrangThaiHoSo: '2',
  DonViXuLy: APPLICANT,
  TaiLieuNop: [{ ...AROUND, DuocSoHoa: '1', TenTepDinhKem: `${APPLICANT}.pdf` }],
  DanhSachGiayToKetQua: [{ ...AROUND, MaGiayToKetQua: SECRET, DuongDanTepTinKetQua: `https://x.vn/${SECRET}` }],
  DanhSachHoSoBoSung: [{ ...AROUND, NgayBoSung: '20240111090000', NoiDungBoSung: APPLICANT }],
};
const STEP = { ...AROUND, MaHoSo: DOSSIER, ThoiDiemXuLy: '20240111090000', TrangThai: '4' };
const TRACKED = { ...AROUND, codeProfile: DOSSIER, codeTTHC: '1.000123', status: '1' };
const envelope = (service: string, record: object): object => ({ ...AROUND, madonvi: 'H56', service, data: [record] });

/** Changes by every feed, some of them wrong, so that they are refused. Gives the answers. */
async function sendDossiers(program: Program, key: string): Promise<{ text: string; taken: number }> {
  const requests: [string, object][] = [
    ['/DongBoHoSoMC', envelope('DongBoHoSoMC', RECORD)],
    ['/DongBoHoSoMC', envelope('DongBoHoSoMC', { ...RECORD, MaHoSo: `HS ${ID_NUMBER} ${APPLICANT}` })],
    ['/DongBoHoSoMC', envelope('DongBoHoSoMC', { ...RECORD, MaTTHC: `${ID_NUMBER} ${MAIL}` })],
    ['/mapi/g', envelope('CapNhatTienDoHoSoMC', STEP)],
    ['/TrackingMCDT', TRACKED],
    ['/DongBoHoSoMC', envelope('DongBoHoSoMC', { ...RECORD, NgayTra: `${APPLICANT} ${ID_NUMBER}` })],
    ['/mapi/g', envelope(SECRET, STEP)],
    ['/TrackingMCDT', { ...TRACKED, status: `${SECRET} ${ID_NUMBER}` }],
  ];
  const texts: string[] = [];
  for (const [place, body] of requests) {
    const answer = await fetch(`${program.url}${place}?k=${SECRET}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'x-forwarded-for': ADDRESS,
        'user-agent': AGENT,
        cookie: `k=${SECRET}`,
      },
      body: JSON.stringify(body),
    });
    texts.push(`${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`);
  }
  return { text: texts.join('\n'), taken: texts.filter((text) => /^204|"error_code":"0"/.test(text)).length };
}

/** Every row of every table of the embedded ClickHouse, its own logs included, as text: on the disk they are compressed. */
async function everyRow(program: Program): Promise<Map<string, string>> {
  const ask = (statement: string): Promise<string> => askEventStore(program, statement);
  const tables = await ask(
    "SELECT concat(database, '.', name) FROM system.tables WHERE engine LIKE '%MergeTree' ORDER BY 1 FORMAT TSVRaw",
  );
  const rows = new Map<string, string>();
  for (const table of tables.trim().split('\n')) rows.set(table, await ask(`SELECT * FROM ${table} FORMAT TSVRaw`));
  return rows;
}

const found = (text: string): string[] =>
  CANARIES.filter((canary) => text.toLowerCase().includes(canary.toLowerCase()));
/** In the bytes of a file. */
const foundInBytes = (bytes: Buffer): string[] => {
  const text = bytes.toString('latin1').toLowerCase();
  return CANARIES.filter((canary) => text.includes(Buffer.from(canary.toLowerCase()).toString('latin1')));
};

test('no address, query string, applicant or browser name, and no form of personal data, is in any table, file, answer or line of the log', async () => {
  using directory = freshDirectory();
  const program = await startProgram({
    dataDir: directory.path,
    env: { EMC_TRUSTED_PROXIES: '127.0.0.1', EMC_LOG_LEVEL: 'debug' },
  });
  const { siteId } = (await program.api('POST', '/portals', {
    bodyCode: 'H56',
    name: PORTAL,
    kind: 'public-service-portal',
    url: SITE,
    allowedHosts: [STAR],
  })) as { siteId: number };
  await send(program, siteId);
  const system = { bodyCode: 'H56', name: 'System', agencyCode: 'H56', siteId };
  const { id: systemId, key } = (await program.api('POST', '/systems', system)) as { id: number; key: string };
  const answers = await sendDossiers(program, key);
  expect(answers.taken).toBe(5);
  expect(found(answers.text)).toEqual([]);
  const forms = await sendForms(program, { site: SITE, siteId, key });
  expect(forms.hits).toBeGreaterThan(250);
  await program.quiet();
  await expect
    .poll(() => program.api('GET', `/portals/${siteId}/recent`))
    .toMatchObject({ drops: expect.arrayContaining([expect.objectContaining({ reason: 'wrong-host' })]) as unknown });
  const shown = await answersOf(program, { siteId, systemId });
  expect(found(shown.everybodys)).toEqual([]);
  expect(found(shown.own)).toEqual([]);
  // A host is free text of the sender: that hits of others were refused is for everybody, from where is not.
  expect(shown.everybodys).toContain('hits with siteId');
  expect(shown.everybodys).not.toMatch(/copy\.example|other\.example/);
  expect(shown.own).toContain(new URL(SITE).host);

  const rows = await everyRow(program);
  expect(rows.get('emc.hits')!.trim().split('\n')).toHaveLength(QUERIES.length - 1 + forms.hits);
  expect(rows.get('emc.dossier_changes')!.trim().split('\n')).toHaveLength(answers.taken + forms.changes);
  for (const table of ['emc.dossier_changes', 'emc.dossiers']) expect(rows.get(table), table).toContain(DOSSIER);
  for (const table of ['emc.hits', 'emc.recent_hits', 'emc.site_pages']) expect(rows.get(table), table).toContain(PAGE);
  for (const page of HONEST_PAGES) expect(rows.get('emc.site_pages')).toContain(page);
  for (const [table, text] of rows) expect(found(text), table).toEqual([]);

  expect(await program.stop()).toBe(0);
  let control = false;
  for (const entry of readdirSync(directory.path, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(path.join(entry.parentPath, entry.name));
    expect(foundInBytes(bytes), path.join(entry.parentPath, entry.name)).toEqual([]);
    control ||= bytes.includes(PORTAL);
  }
  expect(control).toBe(true);
  expect(found(program.output())).toEqual([]);
});
