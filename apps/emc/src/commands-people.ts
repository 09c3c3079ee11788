import { type Account, type AuditCheck, type Role, ROLES } from '@emc/contract';
import { type Command, Option } from 'commander';
import { apiAccess, ApiRefusal, ask } from './api-client.ts';
import { readSettings } from './settings.ts';

type Ask = (method: string, address: string, body?: unknown) => Promise<unknown>;

function print(answer: unknown): void {
  process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
}

/** A first password once more, where it does not get into a pipe with the rest. */
function printAccount(answer: unknown): void {
  print(answer);
  const { email, password } = answer as Account & { password: string | null };
  if (password === null) return;
  process.stderr.write(
    `\nFirst password of ${email}: ${password}\nIt is shown this once, and must be changed at the first sign-in.\n`,
  );
}

/** Adds the commands about people and about what they did. They need the operator key, as all writing does. */
export function addPeopleCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const asking: Ask = (method, address, body) => ask(apiAccess(env, readSettings(env)), method, address, body);
  people(program, asking);
  audit(program, asking);
}

/** @throws ApiRefusal when nobody has the address */
async function idOf(asking: Ask, email: string): Promise<string> {
  const { items } = (await asking('GET', '/accounts')) as { items: Account[] };
  const account = items.find((one) => one.email === email.toLowerCase());
  if (account === undefined) throw new ApiRefusal(`No account has the address ${email}; see "emc people list".`);
  return account.id;
}

function people(program: Command, asking: Ask): void {
  const group = program.command('people').description('who may sign in');
  group
    .command('list')
    .description('all accounts')
    .action(async () => print(await asking('GET', '/accounts')));
  group
    .command('add')
    .description('make an account; prints its first password')
    .requiredOption('--email <address>', 'e-mail address, the name for signing in')
    .requiredOption('--name <name>', 'name of the person')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option('--body <code>', 'agency code such as H56; with the role body, and only with it')
    .action(async ({ body, ...account }: { email: string; name: string; role: Role; body?: string }) =>
      printAccount(await asking('POST', '/accounts', { ...account, bodyCode: body })),
    );
  const changes = {
    disable: { what: 'end its sessions and let it sign in no more', change: { disabled: true } },
    enable: { what: 'let it sign in again', change: { disabled: false } },
    password: { what: 'give it a new first password; all its sessions end', change: { newPassword: true } },
    'reset-second-factor': { what: 'let it set up its second factor anew', change: { resetSecondFactor: true } },
  };
  for (const [name, { what, change }] of Object.entries(changes)) {
    group
      .command(name)
      .description(what)
      .argument('<email>')
      .action(async (email: string) =>
        printAccount(await asking('PATCH', `/accounts/${await idOf(asking, email)}`, change)),
      );
  }
}

function audit(program: Command, asking: Ask): void {
  const group = program.command('audit').description('what was done through the API and by whom');
  group
    .command('list')
    .description('the newest entries')
    .option('--limit <n>', 'how many at most', '100')
    .option('--offset <n>', 'how many to leave out', '0')
    .option('--actor <name>', 'e-mail address, operator-key, or nobody')
    .option('--target <part>', 'part of the address, such as /portals/227')
    .option('--from <day>', 'from this day on')
    .option('--to <day>', 'up to this day, included')
    .action(async (options: Record<string, string>) =>
      print(await asking('GET', `/audit?${new URLSearchParams({ ...options })}`)),
    );
  group
    .command('head')
    .description('number and hash of the last entry: note them elsewhere, for "verify --head"')
    .action(async () => print(await asking('GET', '/audit/head')));
  group
    .command('verify')
    .description(
      'read the whole chain; exits 1 when an entry was changed, taken out or put in, or a noted head is missing',
    )
    .option('--head <hash>', 'a head that was noted elsewhere; the newest one says most')
    .action(async ({ head }: { head?: string }) => {
      const question = head === undefined ? '' : `?head=${encodeURIComponent(head)}`;
      const check = (await asking('GET', `/audit/check${question}`)) as AuditCheck;
      print(check);
      if (!check.intact) process.exitCode = 1;
    });
}
