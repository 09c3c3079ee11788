import { createHash } from 'node:crypto';

/**
 * Loaded into the thread that looks at pages, in place of the resolver: every name leads to this machine, where the system
 * has several addresses to one of its own. A name that begins with `breaks.` ends the thread.
 *
 * @public
 */
export async function resolve(host: string): Promise<string[]> {
  if (host.startsWith('breaks.')) process.exit(1);
  if (process.platform !== 'linux' || host.startsWith('shared-')) return ['127.0.0.1'];
  const [a = 0, b = 0, c = 0] = createHash('sha256').update(host).digest();
  return [`127.${a % 100}.${b}.${1 + (c % 250)}`];
}
