import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

/**
 * Bundles the console into a folder, as it is served. In a process of its own: inside a test React would be built for
 * development.
 * @throws Error with what the bundler says
 */
export async function buildConsole(dist: string): Promise<void> {
  const place = path.join(import.meta.dirname, '..');
  const vite = path.join(place, '../../node_modules/vite/bin/vite.js');
  const args = ['build', place, '--config', path.join(place, 'vite.config.ts'), '--outDir', dist];
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)(process.execPath, [vite, ...args, '--logLevel', 'error'], { env });
}
