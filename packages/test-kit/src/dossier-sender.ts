import { Agent, request } from 'node:http';
import type { DossierChange } from '@emc/event-store';

const CONNECTIONS = 16;
const SECOND_MS = 1000;
/** Times in changes are those of Viet Nam. */
const SEVEN_HOURS_MS = 7 * 60 * 60 * 1000;
const FIRST_MS = Date.UTC(2024, 0, 8);
/** Dossiers are few, so that each has changes by all feeds, in all rounds and blocks. */
export const DOSSIERS_SENT = 700;
const codeOf = (number: number): string => `H56-240108-${String(number % DOSSIERS_SENT).padStart(5, '0')}`;
/** Tells a change from all others: the procedure's code, or the instant of a step. */
const procedureOf = (number: number): string => `1.${String(number).padStart(6, '0')}`;
const instantOf = (number: number): string =>
  new Date(FIRST_MS + number * SECOND_MS).toISOString().replace(/\D/g, '').slice(0, 14);

/** A procedure system of H56. */
export interface DossierSender {
  port: number;
  key: string;
  /** With which it sends TrackingMCDT from 127.0.0.1. */
  siteId: number;
}

/** The number by which {@link sendDossiers} told the change from others. */
export function numberOfChange(change: DossierChange): number {
  if (change.feed !== 'progress') return Number(change.procedure.slice(2));
  return (change.version_ms + SEVEN_HOURS_MS - FIRST_MS) / SECOND_MS;
}

/**
 * Sends changes of dossiers by all feeds, numbered from `first`, in requests of one to twelve, until `ended`. Gives the
 * numbers of those that were acknowledged.
 */
export async function sendDossiers(
  sender: DossierSender,
  first: number,
  ended: (acknowledged: number) => boolean,
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const acknowledged: number[] = [];
  let next = first;
  const worker = async (): Promise<void> => {
    while (!ended(acknowledged.length)) {
      const number = next;
      const { path, body, count } = dossierRequest(number, sender);
      next += count;
      if (await sendOne(agent, sender.port, path, body))
        for (let at = 0; at < count; at++) acknowledged.push(number + at);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  agent.destroy();
  return acknowledged;
}

/** The request with changes from `number` on, of one of the three feeds: its path, its body and how many changes it holds. */
export function dossierRequest(
  number: number,
  { key, siteId }: Pick<DossierSender, 'key' | 'siteId'>,
): { path: string; body: string; count: number } {
  const mixed = Math.imul(number, 2_654_435_761) >>> 16;
  const count = 1 + (mixed % 12);
  const feed = Math.floor(mixed / 12) % 3;
  const each = (make: (one: number) => object): object[] => Array.from({ length: count }, (_, at) => make(number + at));
  const envelope = { session: key, madonvi: 'H56', isUpdating: 'False' };
  if (feed === 0)
    return {
      path: '/TrackingMCDT',
      body: `siteId=${siteId}&codeProfile=${codeOf(number)}&codeTTHC=${procedureOf(number)}&status=${number % 5}`,
      count: 1,
    };
  if (feed === 1) {
    const step = (one: number) => ({ MaHoSo: codeOf(one), ThoiDiemXuLy: instantOf(one), TrangThai: 1 + (one % 10) });
    return { path: '/CapNhatTienDoHoSoMC', body: JSON.stringify({ ...envelope, data: each(step) }), count };
  }
  const dossier = (one: number) => ({
    MaHoSo: codeOf(one),
    MaTTHC: procedureOf(one),
    KenhThucHien: String(1 + (one % 3)),
    NgayTiepNhan: instantOf(one % 5000),
    TrangThaiHoSo: String(1 + (one % 10)),
    HinhThuc: String(one % 2),
  });
  return { path: '/DongBoHoSoMC', body: JSON.stringify({ ...envelope, data: each(dossier) }), count };
}

function sendOne(agent: Agent, port: number, path: string, body: string): Promise<boolean> {
  return new Promise((resolve) => {
    const sent = request({ agent, port, host: '127.0.0.1', path, method: 'POST' }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve(answer.statusCode === 204 || text.includes('"error_code":"0"')));
      answer.on('error', () => resolve(false));
    });
    sent.on('error', () => resolve(false));
    sent.end(body);
  });
}
