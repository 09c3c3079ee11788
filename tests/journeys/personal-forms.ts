import type { Program } from '@emc/test-kit';

/**
 * Every form of docs/decisions/0013-redaction.md, and what of it must be nowhere afterwards. The number of a telephone stands for all
 * that are written with separators.
 */
const FORMS: readonly (readonly [sent: string, ...traces: string[]])[] = [
  ['0979868686', '979868'],
  ['0979/868/686', '979/868'],
  ['0979,868,686', '979,868'],
  ['0979.868.686', '979.868'],
  ['0979:868:686', '979:868'],
  ['0979·868·686', '979·868'],
  ['0979–868–686', '979–868'],
  ['0979-868-686', '979-868'],
  ['0979    868    686', '979 868', '979  868'],
  ['0979\u2009868\u202f686', '979\u2009868', '868\u202f686', '979 868'],
  [`0979${' '.repeat(12)}868686`, '868686'],
  ['+84 979 86 86 86', '979 86', '86 86 86'],
  ['038 299 868 686', '299 868', '299868'],
  ['０９７９８６８６８７', '868687', '８６８６８７'],
  ['B7654329', 'b7654329'],
  ['30K-979.68', '30k-979', '979.68'],
  ['17/09/1983', '17/09/1983', '09/1983'],
  ['17091983', '17091983'],
  ['pham.canary (at) thu.vn', 'pham.canary', 'thu.vn'],
  ['pham.canary＠thu2.vn', 'thu2.vn'],
  ['pham.canary%40thu3.vn', 'thu3.vn'],
  ['pham.canary%2540thu4.vn', 'thu4.vn'],
  ['8c1f7be2-5d3a-4f6e-9b1c-2a7d4e8f0c35', '8c1f7be2', '2a7d4e8f0c35'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJjYW5hcnkiOiIxIn0.Qm3xZ8kP1vR7tL5w', 'eyjhbgcioi', 'qm3xz8kp'],
  ['cGhhbS5jYW5hcnlAdGh1LnZu', 'cghhbs5jyw5hcnl'],
  ['0978\u2009757\u3000616', '757\u3000616', '978\u2009757', '757 616'],
  ['0978\u200b757\u20dd6161', '0978757', '7576161'],
  ['0978&nbsp;757&#160;6162', '757&#160;6162', ';6162', '0978&nbsp;757'],
  ['0.978757,616', '978757'],
  ['+84 97 875 2013', '875 2013'],
  ['113.161.72.58', '161.72.58'],
  ['2402:800:6105:1a2b::9c0d', '1a2b::9c0d'],
  ['Zk3mQ9xT2bLw7RpVn4', 'zk3mq9xt'],
];
/** What a host below the portal's own star is called. */
const NAME = 'phamthicanary';

export const TRACES: readonly string[] = [...FORMS.flatMap(([, ...traces]) => traces), NAME];
/** The portal takes hits of every host below. */
export const STAR = '*.ubnd-canary.gov.vn';
const STAR_HOST = `https://${NAME}.ubnd-canary.gov.vn`;
/** Pages that nothing may be taken out of. */
export const HONEST_PAGES = ['/2026/11/30/nghi-dinh-42-2022-nd-cp', '/thu-tuc/1.010708.000.00.00.h56', '/tin/12345678'];

const e = encodeURIComponent;
/** Codes of services take no other signs. */
const mayBeCode = (text: string): boolean => /^[A-Za-z0-9._-]{1,64}$/.test(text);

/** The doors of one text into a hit of the site; `url` where none is named. */
function queriesOf(site: string, text: string): string[] {
  const url = `url=${e(site)}`;
  return [
    `url=${e(`${site}/tra-cuu/${text}/xem`)}&action_name=${e(`Tra cứu ${text}`)}`,
    `url=${e(`${site}/tra-cuu/${e(text)}`)}`,
    `url=${e(`${site}/app#/ho-so/${text}`)}`,
    `url=${e(`${site}/?utm_campaign=${e(text)}`)}`,
    `${url}&_rcn=${e(text)}`,
    `${url}&urlref=${e(`https://x.vn/${text}?q=${text}`)}`,
    `${url}&search=${e(text)}`,
    `${url}&e_c=${e(text)}&e_a=${e(text)}&e_n=${e(text)}`,
    `${url}&c_n=${e(text)}&c_p=${e(text)}&c_i=${e(text)}&c_t=${e(`https://x.vn/${text}`)}`,
    `${url}&download=${e(`${site}/${text}.pdf`)}`,
    `${url}&link=${e(`https://x.vn/${text}`)}`,
    `${url}&link=${e(text)}`,
    `${url}&ua=${e(`${text}/1.0 (X11; Linux)`)}`,
    ...(mayBeCode(text) ? [`${url}&gov_dvc=${text}&gov_dvc_state=0`] : []),
    // Dropped: the first of a minute leaves a sample.
    `url=${e(`${site}/${text}`)}&ua=curl`,
    `url=${e(`https://other.example/${text}`)}`,
  ];
}

/** Sends every form in at every door. Gives how many hits and changes were taken. */
export async function sendForms(
  program: Program,
  { site, siteId, key }: { site: string; siteId: number; key: string },
): Promise<{ hits: number; changes: number }> {
  const queries = [
    ...HONEST_PAGES.map((page) => `url=${e(site + page)}`),
    `url=${e(`${STAR_HOST}/`)}&urlref=${e(`${STAR_HOST}/a`)}`,
    `url=${e(site)}&download=${e(`${STAR_HOST}/a.pdf`)}`,
    ...FORMS.flatMap(([text]) => queriesOf(site, text)),
  ];
  const agent = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };
  const bulk = await fetch(`${program.url}/tracking`, {
    method: 'POST',
    headers: agent,
    body: JSON.stringify({ requests: queries.map((query) => `?idsite=${siteId}&rec=1&${query}`) }),
  });
  let hits = ((await bulk.json()) as { tracked: number }).tracked;
  const data = FORMS.map(([text]) => ({
    MaHoSo: text,
    MaTTHC: text,
    DonViXuLy: text,
    NgayTiepNhan: '20240110090000',
    TrangThaiHoSo: '2',
  }));
  const send = (place: string, body: object) =>
    fetch(`${program.url}${place}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
    });
  await send('/DongBoHoSoMC', { madonvi: 'H56', data });
  for (const [text] of FORMS) {
    const page = await fetch(`${program.url}/tracking?idsite=${siteId}&rec=1`, {
      headers: { ...agent, referer: encodeURI(`${site}/${text}`), origin: site },
    });
    if (page.status === 200) hits++;
    await send('/TrackingMCDT', { codeProfile: text, codeTTHC: text, status: '1' });
    await askWith(program, text);
  }
  return { hits, changes: FORMS.length * 2 };
}

/** Addresses of the API that hold a form: with a wrong key, which the log names, and in writes, which the audit log does. */
async function askWith(program: Program, text: string): Promise<void> {
  const headers = { authorization: 'Bearer a-key-that-is-not-the-right-one' };
  await fetch(`${program.url}/api/v1/systems/1/dossiers/${e(text)}`, { headers });
  await fetch(`${program.url}/api/v1/accounts/${e(text)}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${program.operatorKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ disabled: true }),
  });
  await fetch(`${program.url}/api/v1/portals/4000000000`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${program.operatorKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: `Cổng ${text}` }),
  });
}

/** What everybody is answered, and what the body and the operator are. */
export async function answersOf(
  program: Program,
  { siteId, systemId }: { siteId: number; systemId: number },
): Promise<{ everybodys: string; own: string }> {
  const period = 'from=2024-01-01&to=2024-01-31';
  const read = async (address: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${program.url}/api/v1${address}`, { headers });
    if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
    return answer.text();
  };
  const everybodys = [
    `/portals/${siteId}/recent`,
    '/live?once=true',
    '/usage',
    '/bodies/H56/usage',
    `/portals/${siteId}/usage`,
    `/dossiers?${period}`,
    `/bodies/H56/dossiers?${period}`,
    `/portals/${siteId}/connection`,
  ];
  const own = [
    `/portals/${siteId}/recent/pages`,
    '/live/pages',
    `/portals/${siteId}/services`,
    `/systems/${systemId}/dossiers?${period}`,
    `/systems/${systemId}/recent?minutes=60`,
    '/refused',
    '/audit?limit=1000',
  ];
  const key = { authorization: `Bearer ${program.operatorKey}` };
  return {
    everybodys: (await Promise.all(everybodys.map((address) => read(address)))).join('\n'),
    own: (await Promise.all(own.map((address) => read(address, key)))).join('\n'),
  };
}
