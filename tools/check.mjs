// `npm run check`: types, lint, format, boundaries between rooms, dead code, linear expressions. Runs them all and says which failed.
import { spawn } from 'node:child_process';
import path from 'node:path';

const CHECKS = [
  { name: 'types', command: ['typescript7/bin/tsc', '-p', 'tsconfig.json'] },
  {
    name: 'lint',
    command: ['oxlint/bin/oxlint', '--type-aware', '--deny-warnings', 'apps', 'packages', 'tests', 'tools'],
  },
  { name: 'format', command: ['oxfmt/bin/oxfmt', '--check', 'apps', 'packages', 'tests', 'tools'] },
  {
    name: 'boundaries',
    command: [
      'dependency-cruiser/bin/dependency-cruiser.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      'apps',
      'packages',
    ],
  },
  { name: 'dead code', command: ['knip/bin/knip.js'] },
  { name: 'linear expressions', command: ['../tools/expressions/main.ts'] },
];

/** Runs every check, two at a time, prints the output of those that fail, and ends the process. */
export async function runChecks(root, node) {
  const waiting = [...CHECKS];
  let failed = 0;
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const { code, output, elapsed_ms } = await runOne(root, node, check.command);
      if (code !== 0) failed += 1;
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${check.name} (${(elapsed_ms / 1000).toFixed(1)} s)`);
      if (code !== 0) console.log(output);
    }
  };
  await Promise.all([worker(), worker()]);
  process.exit(failed === 0 ? 0 : 1);
}

function runOne(root, node, [script, ...args]) {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(node, [path.join(root, 'node_modules', script), ...args], {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1' },
    });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('close', (code) => resolve({ code, output, elapsed_ms: performance.now() - started }));
  });
}
