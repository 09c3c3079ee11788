import type { Asked } from '../http-client.ts';
import type { Flood, Target } from '../flood.ts';
import { HttpClient } from '../http-client.ts';

const TEN_MB = 10 * 1000 * 1000;
const JSON_TYPE = { 'content-type': 'application/json' };
const brackets = Buffer.alloc(TEN_MB - 100, '[');
const deep = Buffer.from(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`);
/** Marks that composing has to sort, each on top of the others. */
const stacked = 'a' + '\u0316\u0301'.repeat(4000);

const RECORDS = 1000;

/** A whole envelope of ten megabytes, as a system with its key may send it. */
function envelope(session: string): string {
  const record = (number: number) => ({
    MaHoSo: `H01-240108-${String(number).padStart(5, '0')}`,
    ThoiDiemXuLy: '20240108100000',
    TrangThai: '9',
    GhiChu: 'x'.repeat(TEN_MB / RECORDS - 200),
  });
  const data = Array.from({ length: RECORDS }, (_, number) => record(number));
  return JSON.stringify({ session, service: 'CapNhatTienDoHoSoMC', data });
}

const bodies = ({ siteIds, host, systemKey }: Target): Asked[] => [
  { method: 'POST', path: '/CapNhatTienDoHoSoMC', headers: JSON_TYPE, body: envelope(systemKey) },
  { method: 'POST', path: '/TrackingMCDT', headers: JSON_TYPE, body: brackets },
  { method: 'POST', path: '/mapi/g', headers: JSON_TYPE, body: brackets },
  { method: 'POST', path: '/DongBoHoSoMC', headers: JSON_TYPE, body: deep },
  { method: 'POST', path: '/matomo.php', headers: JSON_TYPE, body: deep },
  {
    method: 'POST',
    path: '/matomo.php',
    headers: JSON_TYPE,
    body: JSON.stringify({
      requests: Array.from(
        { length: 9 },
        () => `?idsite=${siteIds[0]}&rec=1&url=${encodeURIComponent(`https://${host}/${stacked}`)}`,
      ),
    }),
  },
];

export const largeBodies: Flood = {
  name: 'large-bodies',
  what: 'bodies of 10 MB with a key and without, deep JSON, and paths of stacked marks',
  sockets: 6,
  heldAtMost_ms: 20,
  run: async ({ target, answers, over }, socket, address) => {
    const client = new HttpClient(target.port, address);
    const all = bodies(target);
    for (let turn = socket; !over(); turn += 1) await client.ask(answers, all[turn % all.length]!);
    client.close();
  },
};
