import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startCollector } from './support.ts';

const ADDRESS = '203.0.113.77';
const ID_NUMBER = '001203004567';
const TELEPHONE = '0912345678';
const OLD_ID_NUMBER = '012345678';
const MAIL = 'nguyen.van.a@example.vn';
const APPLICANT = 'NguyenVanA';
const SECRET = 'secret-of-the-query';
/** What of these is stored as a number is looked for as a number. */
const NUMBERS = [ID_NUMBER, TELEPHONE, OLD_ID_NUMBER];
const CANARIES = [ADDRESS, ID_NUMBER, TELEPHONE, MAIL, APPLICANT, SECRET, 'nguyen.van.a', 'Mozilla/5.0'];

function allFiles(dir: string): string[] {
  return readdirSync(dir).flatMap((name) => {
    const full = path.join(dir, name);
    return statSync(full).isDirectory() ? allFiles(full) : [full];
  });
}

test('no address, query string, identity number, telephone number, e-mail or applicant reaches the disk or the log', async () => {
  const collector = await startCollector({ trustedProxies: ['127.0.0.1'] });
  const site = 'https://dichvucong.example.gov.vn';
  const personal = `${ID_NUMBER} ${TELEPHONE} ${MAIL}`;
  const e = encodeURIComponent;
  const queries = [
    `url=${e(`${site}/ho-so/${ID_NUMBER}/${MAIL}/${TELEPHONE};jsessionid=${SECRET}?ten=${APPLICANT}&k=${SECRET}#${SECRET}`)}`,
    `url=${e(`https://${APPLICANT}:${SECRET}@dichvucong.example.gov.vn/`)}`,
    `url=${e(`${site}/a%3F${SECRET}`)}&urlref=${e(`https://www.google.com/search?q=${SECRET}+${ID_NUMBER}`)}`,
    `url=${e(site)}&action_name=${e(`Tra cứu ${personal}`)}&urlref=${e(`https://x.vn/${APPLICANT}?${SECRET}`)}`,
    `url=${e(site)}&search=${e(personal)}`,
    `url=${e(site)}&e_c=${e(personal)}&e_a=${e(personal)}&e_n=${e(personal)}`,
    `url=${e(site)}&download=${e(`${site}/${ID_NUMBER}.pdf?${SECRET}`)}`,
    `url=${e(site)}&link=${e(`mailto:${MAIL}`)}`,
    `url=${e(site)}&link=${e(`tel:${TELEPHONE}`)}`,
    `url=${e(site)}&link=${e(`https://${APPLICANT}@x.vn/?${SECRET}`)}`,
    `url=${e(site)}&c_n=${e(personal)}&c_p=${e(`a.png?${SECRET}`)}&c_t=${e(`https://x.vn/?${SECRET}`)}`,
    `url=${e(site)}&gov_dvc=1.000123&gov_dvc_state=1&gov_dvc_data=${e(`H56-1;01012000;${APPLICANT};${ID_NUMBER}`)}&customData=${APPLICANT}`,
    `url=${e(site)}&gov_dvc=${e(`1.000123;01012000;${APPLICANT};${ID_NUMBER}`)}&gov_dvc_state=1`,
    ...[ID_NUMBER, `ho-so_${ID_NUMBER}`, `1.000123.H56.${ID_NUMBER}`, TELEPHONE].map(
      (code) => `url=${e(site)}&gov_dvc=${code}&gov_dvc_state=0`,
    ),
    ...NUMBERS.flatMap((number) => [
      `url=${e(site)}&e_c=Phi&e_a=Nop&e_v=${number}`,
      `url=${e(site)}&pf_net=${number}&pf_srv=${number}&pf_onl=${number}`,
    ]),
    `url=${e(site)}&uid=${APPLICANT}&dimension1=${APPLICANT}&cip=${ADDRESS}&token_auth=${SECRET}`,
    `url=${e(site)}&_rcn=${e(personal)}&pv_id=${SECRET}`,
    // Refused and dropped ones leave a sample behind, the first of a reason in each minute: it is stripped as well.
    `url=${e(`https://${TELEPHONE}.evil.example/${ID_NUMBER}/${MAIL}?${SECRET}`)}`,
    `url=${e(site)}&_id=${APPLICANT}`,
    `url=${e(`${site}/${ID_NUMBER}?${SECRET}`)}&ua=curl`,
  ];
  for (const query of queries)
    await collector.send('GET', `/tracking?idsite=5&rec=1&${query}`, { 'x-forwarded-for': ADDRESS });
  await collector.send(
    'POST',
    '/tracking?idsite=5&rec=1',
    { 'x-forwarded-for': ADDRESS, referer: `${site}/${ID_NUMBER}?${SECRET}` },
    `search=${e(personal)}`,
  );
  await collector.send(
    'POST',
    '/tracking',
    { 'x-forwarded-for': ADDRESS },
    JSON.stringify({ requests: queries.map((query) => `?idsite=5&rec=1&${query}`) }),
  );
  const { hits } = await collector.stored();
  expect(hits.length).toBeGreaterThan(20);

  const numbers = new Set(hits.flatMap((hit) => Object.values(hit)).filter((value) => typeof value === 'number'));
  for (const number of NUMBERS) expect([number, numbers.has(Number(number))]).toEqual([number, false]);

  const files = allFiles(collector.dir);
  expect(files.length).toBeGreaterThan(0);
  const written = files.map((file) => readFileSync(file, 'latin1')).join('\n') + collector.log.lines.join('\n');
  for (const canary of CANARIES)
    expect([canary, written.toLowerCase().includes(canary.toLowerCase())]).toEqual([canary, false]);
  await collector.stop();
});
