import type { PortalWithSnippet } from '@emc/contract';
import { type Command, InvalidArgumentError } from 'commander';
import { apiAccess, ask } from './api-client.ts';
import { readSettings } from './settings.ts';

type Options = Record<string, string | number | boolean | string[] | undefined>;

/** Adds the commands that talk to a running server. Each prints the API's JSON, so that it can be piped on. */
export function addClientCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const show = async (method: string, address: string, body?: unknown): Promise<void> => {
    const answer = await ask(apiAccess(env, readSettings(env)), method, address, body);
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    const { snippet } = answer as Partial<PortalWithSnippet>;
    // JSON escapes quotes: the code once more, as it is pasted, where it does not get into a pipe.
    if (snippet) process.stderr.write(`\nPaste this into every page of the portal:\n${snippet.oneLine}\n`);
  };
  bodies(program, show);
  units(program, show);
  portals(program, show);
  figures(program, show);
}

type Show = (method: string, address: string, body?: unknown) => Promise<void>;

function bodies(program: Command, show: Show): void {
  const group = program.command('bodies').description('ministries and provinces');
  group
    .command('list')
    .description('all bodies that exist on a day, with their connection')
    .option('--as-of <day>', 'the day, YYYY-MM-DD (today)')
    .option('--kind <kind>', 'ministry, government-agency, province or centrally-run-city')
    .action((options: Options) => show('GET', `/bodies${query({ asOf: options.asOf, kind: options.kind })}`));
  group
    .command('show')
    .description('one body')
    .argument('<code>', 'agency code, such as H56')
    .option('--as-of <day>', 'the day, YYYY-MM-DD (today)')
    .action((code: string, options: Options) =>
      show('GET', `/bodies/${encodeURIComponent(code)}${query({ asOf: options.asOf })}`),
    );
}

function units(program: Command, show: Show): void {
  const group = program.command('units').description('units below a body');
  group
    .command('list')
    .description('the units of a body')
    .argument('<body>', 'agency code, such as H56')
    .action((body: string) => show('GET', `/bodies/${encodeURIComponent(body)}/units`));
  group
    .command('add')
    .description('add a unit below a body or below another unit')
    .argument('<body>', 'agency code, such as H56')
    .requiredOption('--name <name>', 'Vietnamese name')
    .option('--name-en <name>', 'English name')
    .option('--code <code>', 'agency code of the unit, such as H56.12')
    .option('--parent <id>', 'unit above it; none = directly below the body', wholeNumber)
    .action((body: string, options: Options) =>
      show('POST', `/bodies/${encodeURIComponent(body)}/units`, {
        nameVi: options.name,
        nameEn: options.nameEn,
        code: options.code,
        parentId: options.parent,
      }),
    );
}

function portals(program: Command, show: Show): void {
  const group = program.command('portals').description('portals and their monitoring codes');
  group
    .command('list')
    .description('portals, with their state')
    .option('--body <code>', 'only those of a body')
    .option('--state <state>', 'registered, seen, wrong-host, receiving, interrupted or retired')
    .option('--q <text>', 'part of name or address')
    .option('--limit <n>', 'how many at most', '100')
    .action((options: Options) => show('GET', `/portals${query(options)}`));
  group
    .command('show')
    .description('one portal with the code to paste')
    .argument('<siteId>')
    .action((siteId: string) => show('GET', `/portals/${encodeURIComponent(siteId)}`));
  group
    .command('register')
    .description('register a portal; prints its siteId and the code to paste')
    .requiredOption('--body <code>', 'agency code, such as H56')
    .requiredOption('--name <name>', 'name of the portal')
    .requiredOption('--kind <kind>', 'information-portal, information-page, public-service-portal or other')
    .requiredOption('--url <address>', 'its address')
    .option('--unit <id>', 'unit of the body', wholeNumber)
    .option('--hosts <hosts...>', 'further hosts from which it sends')
    .option('--live-on <day>', 'the day it went or will go live')
    .option('--site-id <number>', 'only for a portal that already carries a code: its number', wholeNumber)
    .action((options: Options) =>
      show('POST', '/portals', {
        bodyCode: options.body,
        unitId: options.unit,
        name: options.name,
        kind: options.kind,
        url: options.url,
        allowedHosts: options.hosts,
        liveOn: options.liveOn,
        siteId: options.siteId,
      }),
    );
  group
    .command('change')
    .description('change what is registered; only what is given changes')
    .argument('<siteId>')
    .option('--body <code>', 'the body that has it from now on, or from --from')
    .option('--unit <id>', 'unit of the body', wholeNumber)
    .option('--from <day>', 'the day from which body or unit holds (today)')
    .option('--name <name>', 'name of the portal')
    .option('--kind <kind>', 'information-portal, information-page, public-service-portal or other')
    .option('--url <address>', 'its address')
    .option('--hosts <hosts...>', 'further hosts from which it sends, in place of those before')
    .option('--live-on <day>', 'the day it went or will go live')
    .action((siteId: string, options: Options) =>
      show('PATCH', `/portals/${encodeURIComponent(siteId)}`, {
        bodyCode: options.body,
        unitId: options.unit,
        from: options.from,
        name: options.name,
        kind: options.kind,
        url: options.url,
        allowedHosts: options.hosts,
        liveOn: options.liveOn,
      }),
    );
  group
    .command('retire')
    .description('stop counting a portal; its siteId is never used again')
    .argument('<siteId>')
    .option('--on <day>', 'the day (today)')
    .action((siteId: string, options: Options) =>
      show('POST', `/portals/${encodeURIComponent(siteId)}/retire`, { on: options.on }),
    );
}

function figures(program: Command, show: Show): void {
  program
    .command('usage')
    .description('figures of the country, of a body or of a portal')
    .argument('[subject]', 'agency code such as H56, or siteId; none = the country')
    .option('--from <day>', 'first day (29 days before the last)')
    .option('--to <day>', 'last day (today)')
    .option('--interval <interval>', 'hour, day or month', 'day')
    .action((subject: string | undefined, options: Options) => {
      const place =
        subject === undefined
          ? ''
          : /^\d+$/.test(subject)
            ? `/portals/${subject}`
            : `/bodies/${encodeURIComponent(subject)}`;
      return show('GET', `${place}/usage${query(options)}`);
    });
  program
    .command('recent')
    .description('what arrived from a portal in the last minutes, and why what was dropped was dropped')
    .argument('<siteId>')
    .option('--minutes <n>', 'how far back', '30')
    .action((siteId: string, options: Options) =>
      show('GET', `/portals/${encodeURIComponent(siteId)}/recent/pages${query(options)}`),
    );
  program
    .command('doctor')
    .description('is the running server well? exits 1 when it is not')
    .action(() => show('GET', '/health'));
}

/** `?a=1&b=2` of the options that were given. */
export function query(options: Options): string {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}

/** A number given on the command line; anything else is refused there rather than sent as nothing. */
export function wholeNumber(value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw new InvalidArgumentError('A whole number is needed.');
  return Number(value);
}
