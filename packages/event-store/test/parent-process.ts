/** A program that starts the embedded ClickHouse in the directory given, says its pid, and waits to be killed. */
import { startClickHouseChild } from '../src/index.ts';
import { quiet } from './fixtures.ts';

const child = await startClickHouseChild({
  dir: process.argv[2] ?? '',
  writerPassword: 'w',
  readerPassword: 'r',
  log: quiet,
});
process.stdout.write(`${child.pid}\n`);
setInterval(() => {}, 1_000);
