// Finds, or installs, the Chromium that the tests drive.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const KNOWN = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of a Chromium, or undefined. On Debian as root the distribution's package is installed, elsewhere Playwright's own download is used. */
export function findBrowser(say) {
  if (process.env.EMC_CHROMIUM) return process.env.EMC_CHROMIUM;
  const present = () => KNOWN.find((place) => existsSync(place));
  if (present()) return present();
  if (isDebian() && process.getuid?.() === 0) {
    say('installing Chromium from the distribution for the tests (once) …');
    apt('update', '-qq');
    apt('install', '-y', '-qq', '--no-install-recommends', 'chromium');
    if (present()) return present();
  }
  return downloadWithPlaywright(say);
}

function isDebian() {
  return existsSync('/etc/os-release') && /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function apt(...args) {
  spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}

function downloadWithPlaywright(say) {
  // Resolved only here: this file is loaded before the dependencies are installed.
  const require = createRequire(import.meta.url);
  const { chromium } = require('playwright-core');
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  say('downloading a Chromium for the tests (once) …');
  spawnSync(process.execPath, [require.resolve('playwright-core/cli.js'), 'install', 'chromium'], {
    stdio: ['ignore', 2, 2],
  });
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}
