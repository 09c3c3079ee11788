import type { SystemWithKey } from '@emc/contract';
import type { Command } from 'commander';
import { apiAccess, ask } from './api-client.ts';
import { query, wholeNumber } from './commands.ts';
import { readSettings } from './settings.ts';

interface SystemOptions {
  body?: string;
  state?: string;
  name?: string;
  agency?: string;
  siteId?: number;
  addresses?: string[];
  on?: string;
}

/** Adds the commands about procedure-handling systems. They ask a running server, as those of commands.ts do. */
export function addSystemCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const group = program.command('systems').description('systems that handle procedures and send dossier changes');
  const show = async (method: string, address: string, body?: unknown): Promise<void> => {
    const answer = await ask(apiAccess(env, readSettings(env)), method, `/systems${address}`, body);
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    const { key } = answer as Partial<SystemWithKey>;
    if (key)
      process.stderr.write(
        '\nThe key is shown this once. Give it to the engineer of the system, and to nobody else.\n',
      );
  };
  group
    .command('list')
    .description('systems, with their state')
    .option('--body <code>', 'only those of a body')
    .option('--state <state>', 'registered, receiving, interrupted or retired')
    .action(({ body, state }: SystemOptions) => show('GET', query({ body, state })));
  group
    .command('show')
    .description('one system')
    .argument('<id>')
    .action((id: string) => show('GET', `/${encodeURIComponent(id)}`));
  withFields(group.command('register'))
    .description('register a system; prints its key, this once')
    .requiredOption('--body <code>', 'agency code, such as H56')
    .requiredOption('--name <name>', 'name of the system')
    .action(({ body, ...options }: SystemOptions) => show('POST', '', { bodyCode: body, ...fieldsOf(options) }));
  withFields(group.command('change'))
    .description('change what is registered; only what is given changes')
    .argument('<id>')
    .option('--name <name>', 'name of the system')
    .action((id: string, options: SystemOptions) => show('PATCH', `/${encodeURIComponent(id)}`, fieldsOf(options)));
  group
    .command('key')
    .description('make a new key and print it, this once; the old one stops working at once')
    .argument('<id>')
    .action((id: string) => show('POST', `/${encodeURIComponent(id)}/key`));
  group
    .command('retire')
    .description('take nothing more from a system')
    .argument('<id>')
    .option('--on <day>', 'the day (today)')
    .action((id: string, { on }: SystemOptions) => show('POST', `/${encodeURIComponent(id)}/retire`, { on }));
}

function withFields(command: Command): Command {
  return command
    .option('--agency <code>', 'madonvi of its envelopes, such as H56 or 000.00.00.H56')
    .option('--site-id <number>', 'siteId that it sends in TrackingMCDT', wholeNumber)
    .option('--addresses <addresses...>', 'addresses or networks from which TrackingMCDT is taken');
}

function fieldsOf({ name, agency, siteId, addresses }: SystemOptions) {
  return { name, agencyCode: agency, siteId, addresses };
}
