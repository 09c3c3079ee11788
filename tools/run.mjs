#!/usr/bin/env node
// Entry of every npm script. Plain JavaScript on any Node >= 20, because it runs before anything is installed:
// it does the set-up that the command needs (dependencies, pinned Node, the console, a browser), says what it is
// doing, and hands over to the pinned Node.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './browser.mjs';
import { runChecks } from './check.mjs';
import { billOfMaterials, compareWithAdvisories } from './dependencies.mjs';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const CACHE = path.join(ROOT, '.cache');
const NODE = path.join(ROOT, 'node_modules', '.bin', 'node');
const MAIN = path.join(ROOT, 'apps', 'emc', 'src', 'main.ts');
// Standard output belongs to the command (`npm run -s emc -- … | jq`); what the set-up says goes to standard error.
const say = (text) => process.stderr.write(`[emc] ${text}\n`);

/** Hash of files and folders, so that a step is done again only when what it is made from has changed. */
function fingerprint(...places) {
  const hash = createHash('sha256');
  const add = (place) => {
    if (!existsSync(place)) return;
    hash.update(place).update(readFileSync(place));
  };
  const walk = (place) => {
    const full = path.join(ROOT, place);
    if (!path.extname(full) && existsSync(full)) {
      for (const entry of readdirSync(full, { recursive: true, withFileTypes: true })) {
        if (entry.isFile()) add(path.join(entry.parentPath ?? entry.path, entry.name));
      }
    } else add(full);
  };
  places.forEach(walk);
  return hash.digest('hex');
}

/** Runs `work` unless its stamp says that it was done for these very inputs. */
function once(name, inputs, present, work) {
  const stamp = path.join(CACHE, `${name}.stamp`);
  const wanted = fingerprint(...inputs);
  if (existsSync(present) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  rmSync(stamp, { force: true });
  work();
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(stamp, wanted);
}

function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: ROOT, stdio: ['inherit', 2, 2], ...options });
  if (done.error) fail(`${command} could not be started: ${done.error.message}`);
  if (done.status !== 0)
    fail(`${[path.basename(command), ...args].join(' ')} ended with ${done.status ?? done.signal}; see above`);
}

function fail(text) {
  say(text);
  process.exit(1);
}

function installDependencies() {
  once('dependencies', ['package-lock.json'], NODE, () => {
    say('installing dependencies (once; about a minute, 1.2 GB with both embedded servers) …');
    // Not `npm ci`: it refuses a lockfile that lacks packages for other platforms, which not every mirror of the
    // registry offers. `--no-save` keeps to the lockfile and leaves it as it is.
    run('npm', ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
    say('dependencies are installed');
  });
}

function buildConsole() {
  const inputs = [
    'apps/console/src',
    'apps/console/public',
    'apps/console/index.html',
    'apps/console/vite.config.ts',
    'packages/contract/src',
    'package-lock.json',
  ];
  once('console', inputs, path.join(ROOT, 'apps/console/dist/index.html'), () => {
    say('building the pages (once after each change) …');
    run(NODE, [path.join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
      cwd: path.join(ROOT, 'apps/console'),
    });
  });
}

/** Hands over to the pinned Node: signals are passed on, and the exit code is the command's. */
function handOver(args, env = {}) {
  const child = spawn(NODE, args, {
    cwd: process.env.INIT_CWD ?? process.cwd(),
    stdio: 'inherit',
    env: { ...process.env, NODE_COMPILE_CACHE: path.join(CACHE, 'compile'), ...env },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  stopWithNpm(child);
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

/** When npm itself was killed, nobody is left who could stop the program; stop it rather than leave it behind. */
function stopWithNpm(child) {
  if (!process.env.npm_lifecycle_event) return;
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && child.kill('SIGTERM'), 500).unref();
}

/** What holds of the stores and of the API must hold on the servers that take the place of the embedded ones. */
const ON_SERVERS = [
  'packages/control-store/test/store.test.ts',
  'packages/event-store/test',
  'packages/connect/test',
  'packages/measure/test',
  'packages/publish/test',
  'tests/servers',
  'tests/journeys/one-portal.test.ts',
];

/** The same tests on a PostgreSQL of this machine and on a cluster of four servers; see the test kit. */
function testOnServers(rest) {
  const browser = findBrowser(say);
  if (!browser) fail('no browser for the journey: install Chromium, or name one in EMC_CHROMIUM');
  const chosen = rest.length > 0 ? rest : ON_SERVERS;
  // Nine servers on one machine: one test file at a time, and no hurry.
  const patience = ['--maxWorkers=1', '--testTimeout=600000', '--hookTimeout=240000'];
  handOver([path.join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', ROOT, ...patience, ...chosen], {
    EMC_CHROMIUM: browser,
    TEST_SERVERS: 'outgrown',
  });
}

const [command, ...rest] = process.argv.slice(2);
// These two are about what would be installed, and are asked before it is.
if (command !== 'audit' && command !== 'sbom') installDependencies();
switch (command) {
  case 'audit': {
    const { code, text } = compareWithAdvisories(ROOT);
    process.stdout.write(`${text}\n`);
    process.exitCode = code;
    break;
  }
  case 'sbom':
    process.stdout.write(`${JSON.stringify(billOfMaterials(ROOT), null, 2)}\n`);
    break;
  case 'start':
    buildConsole();
    handOver([MAIN, 'serve', ...rest]);
    break;
  case 'demo':
    buildConsole();
    handOver([MAIN, 'simulate', '--serve', ...rest]);
    break;
  case 'emc':
    if (rest[0] === 'serve' || rest[0] === 'simulate') buildConsole();
    handOver([MAIN, ...rest]);
    break;
  case 'test': {
    buildConsole();
    const browser = findBrowser(say);
    if (!browser) fail('no browser for the tests: install Chromium, or name one in EMC_CHROMIUM');
    handOver([path.join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', ROOT, ...rest], {
      EMC_CHROMIUM: browser,
    });
    break;
  }
  case 'test:servers':
    buildConsole();
    testOnServers(rest);
    break;
  case 'check':
    await runChecks(ROOT, NODE);
    break;
  case 'bench':
    handOver([path.join(ROOT, 'tools', 'bench', 'main.ts'), ...rest]);
    break;
  case 'prove':
    handOver([path.join(ROOT, 'tools', 'prove', 'main.ts'), ...rest]);
    break;
  case 'plant': {
    buildConsole();
    const browser = findBrowser(say);
    if (!browser) fail('no browser for the tests: install Chromium, or name one in EMC_CHROMIUM');
    handOver([path.join(ROOT, 'tools', 'plant', 'main.ts'), ...rest], { EMC_CHROMIUM: browser });
    break;
  }
  default:
    fail(
      `unknown command "${command ?? ''}": start, test, test:servers, check, audit, sbom, bench, prove, plant, demo or emc`,
    );
}
