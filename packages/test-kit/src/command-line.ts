import { execFile } from 'node:child_process';
import { MAIN, type Program } from './program.ts';

/** What a command printed, and how it ended. */
interface Outcome {
  code: number;
  out: string;
  err: string;
}

/** Runs the command line as its users do: a second process beside a running program. */
export function runCommand(
  { dataDir, url }: Pick<Program, 'dataDir' | 'url'>,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const settings = { ...process.env, EMC_DATA_DIR: dataDir, EMC_URL: url, ...env };
    execFile(process.execPath, [MAIN, ...args], { env: settings }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}
