#!/usr/bin/env node
import { Command } from 'commander';
import { ApiRefusal } from './api-client.ts';
import { addClientCommands } from './commands.ts';
import { addPeopleCommands } from './commands-people.ts';
import { addProcedureCommands } from './commands-procedures.ts';
import { addRepairCommand } from './commands-repair.ts';
import { addQuarantineCommands } from './commands-quarantine.ts';
import { addSystemCommands } from './commands-systems.ts';
import { DataDirectoryInUse } from './data-directory.ts';
import { SETTINGS, SettingError } from './settings.ts';

const program = new Command('emc')
  .description(
    'EMC sees, in real time and with proof, how well state agencies provide digital services and how people use them.\n' +
      'EMC giám sát, đo lường mức độ cung cấp và sử dụng dịch vụ công trực tuyến.',
  )
  .showHelpAfterError('(emc --help tells more)');

program
  .command('serve')
  .description('start the stores, the collector, the API and the pages; stop with Ctrl-C or SIGTERM')
  .option('--role <role...>', 'do only a part: collect, publish or work; several processes share the stores (all)')
  .addHelpText('after', settingsText())
  .action(async (options: { role?: string[] }) => {
    const { serve } = await import('./serve.ts');
    await serve(process.env, { roles: options.role });
  });

program
  .command('simulate')
  .description('fill a data directory with a simulated country, the same for the same seed')
  .option('--scenario <name>', 'today, or january-2024: the day on which 67 of 83 bodies were fully connected', 'today')
  .option('--seed <number>', 'which country', '2026')
  .option('--days <number>', 'days of history; 365, or 48 for january-2024, when left out')
  .option('--scale <factor>', 'how much traffic; 1 is about three million hits a year', '1')
  .option('--serve', 'serve it afterwards, with live traffic')
  .addHelpText(
    'after',
    '\nThe data directory is EMC_DATA_DIR, or when that is not set ./data-demo, ./data-january-2024 for that scenario. Every page says that the data are simulated.',
  )
  .action(async (options: { scenario: string; seed: string; days?: string; scale: string; serve?: boolean }) => {
    const { simulate } = await import('./simulate.ts');
    await simulate(process.env, options);
  });

program
  .command('forget')
  .description('take a collector out of the list whose machine is gone for good, with what was in its spool')
  .argument('<name>', 'as GET /api/v1/health tells it')
  .action(async (name: string) => {
    const { forget } = await import('./forget.ts');
    await forget(process.env, name);
  });

addClientCommands(program, process.env);
addPeopleCommands(program, process.env);
addProcedureCommands(program, process.env);
addSystemCommands(program, process.env);
addRepairCommand(program, process.env);
addQuarantineCommands(program, process.env);
program.addHelpText(
  'after',
  '\nAll commands but serve, simulate and quarantine ask a running server: the one at EMC_HOST:EMC_PORT, or at EMC_URL.\n' +
    'Writing needs the operator key: read from operator.key in EMC_DATA_DIR, or given in EMC_OPERATOR_KEY.\n' +
    '"emc serve --help" lists every setting.',
);

try {
  await program.parseAsync();
} catch (error) {
  const expected = error instanceof SettingError || error instanceof DataDirectoryInUse || error instanceof ApiRefusal;
  process.stderr.write(`emc: ${expected ? error.message : String((error as Error)?.stack ?? error)}\n`);
  process.exitCode = 1;
}

function settingsText(): string {
  const lines = SETTINGS.map(
    (setting) =>
      `  ${setting.name}  (${setting.fallback === '' ? 'empty' : setting.fallback})\n      ${setting.meaning}\n      Allowed: ${setting.allowed}.`,
  );
  return `\nSettings, from the environment (default in brackets):\n${lines.join('\n')}`;
}
