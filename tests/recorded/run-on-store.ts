import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startClickHouseChild } from '@emc/event-store';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/** Runs statements on the event store of a data directory that no program uses. @returns their answers */
export async function runOnStore(dataDir: string, ...statements: string[]): Promise<string[]> {
  const secrets = JSON.parse(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8')) as Record<string, string>;
  const child = await startClickHouseChild({
    dir: path.join(dataDir, 'clickhouse'),
    writerPassword: secrets['clickhouseWriter']!,
    readerPassword: secrets['clickhouseReader']!,
    log: quiet,
  });
  const authorization = `Basic ${Buffer.from(`${child.writer.user}:${child.writer.password}`).toString('base64')}`;
  const answers: string[] = [];
  try {
    for (const body of statements) {
      const answer = await fetch(child.url, { method: 'POST', headers: { authorization }, body });
      const text = await answer.text();
      if (!answer.ok) throw new Error(text);
      answers.push(text.trim());
    }
  } finally {
    await child.stop();
  }
  return answers;
}
