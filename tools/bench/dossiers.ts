import type { Program } from '@emc/test-kit';
import { report, whole } from './report.ts';
import { dossiersRequest, RECORDS_IN_AN_ENVELOPE } from './requests.ts';
import { counted, inTurns, timeToVisible, type Turns } from './turns.ts';

/** Each is sent again and again: as with hits, what is measured is the way in, and the same dossiers change often. */
const ENVELOPES = 1000;
const DOSSIERS = ENVELOPES * RECORDS_IN_AN_ENVELOPE;

/** Envelopes of the national synchronisation format, of one system. Gives the most memory that the program took. */
export async function benchDossiers(turns: Turns): Promise<number> {
  const { program } = turns;
  const system = { bodyCode: 'H56', name: 'Bench', agencyCode: 'H56' };
  const { id, key } = (await program.api('POST', '/systems', system)) as { id: number; key: string };
  const requests = Array.from({ length: ENVELOPES }, (_, envelope) => dossiersRequest(key, envelope));
  const { sent, busy_bytes } = await inTurns(turns, 'envelopes of ten dossiers', requests);
  if (sent < ENVELOPES) throw new Error(`only ${sent} of ${ENVELOPES} envelopes were sent; run it for longer`);

  await program.quiet();
  const received = (): Promise<number> => dossiersReceived(program, id);
  const counted_ms = await counted(DOSSIERS, received);
  const all = `${whole(DOSSIERS)} of ${whole(DOSSIERS)}`;
  report('dossiers counted', `${all}, ${(counted_ms / 1000).toFixed(1)} s after the last change was loaded`);
  const send = async (turn: number): Promise<void> => {
    const [head, body] = dossiersRequest(key, ENVELOPES + turn).split('\r\n\r\n') as [string, string];
    const answer = await fetch(`${program.url}${head.split(' ')[1]}`, { method: 'POST', body });
    const text = await answer.text();
    if (!text.includes('"error_code":"0"')) throw new Error(`the envelope was not taken: ${text}`);
  };
  report('from acknowledgement to visible (ms), median / worst of 5', await timeToVisible(5, received, send));
  return busy_bytes;
}

async function dossiersReceived(program: Program, systemId: number): Promise<number> {
  const answer = await program.api('GET', `/systems/${systemId}/dossiers?from=2024-01-01&to=2024-01-31`);
  return (answer as { totals: { received: number } | null }).totals?.received ?? 0;
}
