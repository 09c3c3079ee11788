import { spawn } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** What became of a run of tests. */
export interface Outcome {
  passed: string[];
  failed: string[];
  /** Files of which no test failed or passed: they cannot be loaded, or their set-up fails. */
  unloaded: string[];
  timedOut: boolean;
}

const MOST_MS = 900_000;

/** Runs files of tests in a copy of the project, up to the first that fails unless all are wanted. */
export async function runTests(root: string, files: readonly string[], all: boolean): Promise<Outcome> {
  const report = path.join(root, '.plant-report.json');
  rmSync(report, { force: true });
  const args = ['run', '--root', root, '--reporter=json', `--outputFile=${report}`, ...(all ? [] : ['--bail=1'])];
  const timedOut = await runIn(root, [path.join(root, 'node_modules/vitest/vitest.mjs'), ...args, ...files]);
  if (!existsSync(report)) return { passed: [], failed: [], unloaded: [...files], timedOut };
  const { testResults } = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
  const having = (status: string): string[] =>
    testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter((one) => one.status === status).map(({ fullName }) => fullName.trim()),
    );
  const unloaded = testResults
    .filter(
      ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
    )
    .map(({ name, message }) => `${path.relative(root, name)}: ${message?.split('\n')[0] ?? ''}`);
  return { passed: having('passed'), failed: having('failed'), unloaded, timedOut };
}

/** @returns whether it had to be ended */
function runIn(cwd: string, args: string[]): Promise<boolean> {
  const temporary = path.join(cwd, '.tmp');
  mkdirSync(temporary, { recursive: true });
  return new Promise((resolve, reject) => {
    // A group of its own, so that it can be ended with whatever it started.
    const options = { cwd, stdio: 'ignore', detached: true, env: { ...process.env, TMPDIR: temporary } } as const;
    const child = spawn(process.execPath, args, options);
    let timedOut = false;
    const end = (): void => {
      process.kill(-child.pid!, 'SIGKILL');
      endServers(temporary);
    };
    const timer = setTimeout(() => {
      timedOut = true;
      end();
    }, MOST_MS);
    // Before the copy is removed.
    process.prependOnceListener('exit', end);
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(timer);
      process.off('exit', end);
      resolve(timedOut);
    });
  });
}

/** PostgreSQL outlives a run of tests that is killed: it is no child of it, and has a group of its own. */
function endServers(below: string): void {
  for (const file of globSync('**/postmaster.pid', { cwd: below })) {
    const [pid] = readFileSync(path.join(below, file), 'utf8').split('\n');
    process.kill(Number(pid), 'SIGINT');
  }
}
