/** The thread in which pages are fetched, unpacked and read; started by look-thread.ts. */
import { BlockList, isIP } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import type { FetchOptions } from './fetch-page.ts';
import { lookAt } from './look-at.ts';
import type { LookAnswer, LookQuestion, LookThreadOptions } from './look-thread.ts';
import { oneAtATime } from './one-at-a-time.ts';

const { userAgent, allow, resolver, limits } = workerData as LookThreadOptions;
const options: FetchOptions = {
  userAgent,
  allowAddress: addressesIn(allow),
  resolve: resolver === undefined ? undefined : await resolverOf(resolver),
  enter: oneAtATime(),
  limits,
};

async function resolverOf(module: string): Promise<FetchOptions['resolve']> {
  return ((await import(module)) as { resolve: FetchOptions['resolve'] }).resolve;
}

/** Whether an address lies in one of the networks; each is an address, or one with a prefix length. */
function addressesIn(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address, prefix] = network.split('/') as [string, string | undefined];
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return (address) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

async function answer({ id, page }: LookQuestion): Promise<void> {
  const found: LookAnswer = { id, finding: await lookAt(page, options) };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
  parentPort?.postMessage(found);
}

// What this throws ends the thread, which is then replaced.
parentPort?.on('message', (question: LookQuestion) => void answer(question));
