import type { Repair } from '@emc/contract';
import type { Command } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import { apiAccess, ask } from './api-client.ts';
import { readSettings } from './settings.ts';

const ASK_EVERY_MS = 1_000;

/** `emc repair`: has the running server repair its event store, waits for the end, and prints what became of it. */
export function addRepairCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('repair')
    .description('repair damaged data from what is whole; exits 1 when something is lost that was not accepted')
    .option('--accept', 'what is lost for good no longer makes health "degraded"; figures go on to name the days')
    .action(async ({ accept = false }: { accept?: boolean }) => {
      const access = apiAccess(env, readSettings(env));
      let state = (await ask(access, 'POST', '/repair', { accept })) as Repair;
      while (state.running) {
        await sleep(ASK_EVERY_MS);
        state = (await ask(access, 'GET', '/repair')) as Repair;
      }
      process.stdout.write(`${JSON.stringify(state, null, 2)}\n`);
      if (state.error !== null || state.left.some(({ accepted }) => !accepted)) process.exitCode = 1;
    });
}
