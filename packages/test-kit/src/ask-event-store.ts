import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A statement to the embedded event store of a running program, behind its back; the program logs at level debug, which says where
 * the store listens. Gives what is answered. @throws Error what the store says
 */
export async function askEventStore(
  program: { dataDir: string; output(): string },
  statement: string,
): Promise<string> {
  const url = /"url":"([^"]+)","msg":"ClickHouse is ready"/.exec(program.output())![1]!;
  const { clickhouseWriter } = JSON.parse(readFileSync(path.join(program.dataDir, 'secrets.json'), 'utf8')) as {
    clickhouseWriter: string;
  };
  const headers = { authorization: `Basic ${Buffer.from(`emc_writer:${clickhouseWriter}`).toString('base64')}` };
  const answer = await fetch(url, { method: 'POST', headers, body: statement });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${statement}: ${text}`);
  return text;
}
