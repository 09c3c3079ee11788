import { existsSync } from 'node:fs';
import path from 'node:path';
import { askToLoad, listAsides, readSetAside } from '@emc/collect';
import type { Command } from 'commander';
import { readSettings, SettingError } from './settings.ts';

/** Adds the commands that read what the loader set aside, from the data directory itself: they work while the program is stopped. */
export function addQuarantineCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const spool = (): string => path.join(readSettings(env).dataDir, 'spool');
  const print = (values: readonly object[]): void =>
    void process.stdout.write(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
  const group = program
    .command('quarantine')
    .description('what could not be loaded and was set aside, in EMC_DATA_DIR; JSON lines');
  group
    .command('list')
    .description('the files: why each was set aside, how many rows of what kind')
    .action(async () => print((await listAsides(spool())).map(({ name, ...about }) => ({ file: name, ...about }))));
  group
    .command('show')
    .description('the rows of a file, as far as they are whole')
    .argument('<file>')
    .action(async (file: string) => print(await readSetAside(spool(), known(spool(), file))));
  group
    .command('load')
    .description('have a file loaded again, by the program that runs or at its next start; never twice')
    .argument('<file>')
    .action(async (file: string) => {
      await askToLoad(spool(), known(spool(), file));
      process.stdout.write(`${file} is sent again; it disappears from the list when it is loaded.\n`);
    });
}

function known(spool: string, file: string): string {
  if (path.basename(file) === file && existsSync(path.join(spool, 'quarantine', file))) return file;
  throw new SettingError('file', file, 'a file of "emc quarantine list"');
}
