import { forgetProcess, openControlStore } from '@emc/control-store';
import { readSettings, SettingError } from './settings.ts';

/**
 * `emc forget`: takes a collector out of the list whose machine is gone for good. What was in its spool is lost; figures
 * stop to say that they lack it. Asks the control store itself, because the decision is the operator's and not the API's.
 */
export async function forget(env: NodeJS.ProcessEnv, name: string): Promise<void> {
  const { postgresUrl } = readSettings(env);
  if (postgresUrl === undefined)
    throw new SettingError('EMC_POSTGRES_URL', '', 'the address of the store that the processes share');
  const store = openControlStore(postgresUrl);
  try {
    if (!(await forgetProcess(store.db, name))) {
      const allowed = 'the name of a process that is missing or stopped, as GET /api/v1/health tells it';
      throw new SettingError('name', name, allowed);
    }
    process.stdout.write(`${name} is forgotten. What waited in its spool is in no figure.\n`);
  } finally {
    await store.close();
  }
}
