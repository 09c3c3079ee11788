import type { ImportReport } from '@emc/contract';
import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { ApiRefusal, apiAccess, ask } from './api-client.ts';
import { query } from './commands.ts';
import { readSettings } from './settings.ts';

/** Adds the commands about the catalogue of procedures. They ask a running server, as those of commands.ts do. */
export function addProcedureCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const group = program.command('procedures').description('the catalogue of administrative procedures');
  const api = (method: string, address: string, body?: unknown): Promise<unknown> =>
    ask(apiAccess(env, readSettings(env)), method, `/procedures${address}`, body);
  group
    .command('list')
    .description('procedures with their level, and how many there are of each')
    .option('--body <code>', 'only those of a body')
    .option('--level <level>', 'full, partial or information')
    .option('--q <text>', 'part of name, code or field')
    .option('--as-of <day>', 'as of that day, YYYY-MM-DD (today)')
    .option('--limit <n>', 'how many at most', '100')
    .option('--offset <n>', 'how many to leave out at the start', '0')
    .action(async (options: Record<string, string>) => {
      process.stdout.write(`${JSON.stringify(await api('GET', query(options)), null, 2)}\n`);
    });
  group
    .command('export')
    .description('print the catalogue as the CSV file that an import takes')
    .option('--body <code>', 'only that of a body')
    .action(async (options: Record<string, string>) => {
      const { csv } = (await api('GET', `/export${query(options)}`)) as { csv: string };
      process.stdout.write(csv);
    });
  group
    .command('import')
    .description('take a CSV file into the catalogue, whole or not at all; docs/integrate/procedures.md tells its form')
    .argument('<file>', 'UTF-8, comma or semicolon, with a heading')
    .option('--dry-run', 'change nothing, only report')
    .option('--end-missing', 'what the file does not list ends today')
    .option('--body <code>', 'every line is of this body')
    .action(async (file: string, options: { dryRun?: boolean; endMissing?: boolean; body?: string }) => {
      const { dryRun, endMissing, body: bodyCode } = options;
      const csv = await textOf(file);
      const report = (await api('POST', '/import', { csv, dryRun, endMissing, bodyCode })) as ImportReport;
      process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
      process.stderr.write(inWords(report));
      if (report.problemCount > 0) process.exitCode = 1;
    });
}

/** @throws ApiRefusal when there is no such file, in words for whoever named it */
async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new ApiRefusal(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** For people: what is wrong where and what to do, beside the JSON for programs. */
function inWords({ problems, problemCount, applied, rows, added, changed, unchanged, ended }: ImportReport): string {
  if (problemCount === 0) {
    const done = applied ? 'taken' : 'a dry run, nothing was changed';
    return `${rows} lines: ${added} added, ${changed} changed, ${unchanged} unchanged, ${ended} ended; ${done}.\n`;
  }
  const lines = problems.map(({ row, column, problem, remedy }) => {
    const where = [row === 0 ? 'file' : `line ${row}`, column].filter((part) => part !== '').join(', ');
    return `${where}: ${problem.en} → ${remedy.en}\n`;
  });
  const more = problemCount > problems.length ? `… and ${problemCount - problems.length} more\n` : '';
  return `${lines.join('')}${more}Nothing was taken: ${problemCount} problems in ${rows} lines.\n`;
}
