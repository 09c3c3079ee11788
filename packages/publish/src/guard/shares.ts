import { type Caller, createLanes, EmcError, type Lanes, subscriberOf } from '@emc/contract';

/** Questions of one address that are worked on at the same time: more than the six connections that a browser opens. */
const AT_ONCE = 8;

interface Asking {
  /** Undefined or empty, whatever Fastify's types say, once the connection was reset. */
  ip: string | undefined;
  socket: { destroyed?: boolean };
}

/** @throws EmcError bad-request when the connection is closed: no one reads the answer any more */
export function addressOf({ ip, socket }: Asking): string {
  if (!ip || socket.destroyed === true) throw new EmcError('bad-request', 'the connection was closed');
  return ip;
}

/**
 * For whom a question is answered, as lanes of all rooms know it: an address, behind which an office may stand, or, where the guard
 * asks who it is, the account, whose work does not wait behind that of its address.
 */
export function askerOf({ kind, id }: Caller, asking: Asking): string {
  return kind === 'nobody' ? `address ${subscriberOf(addressOf(asking))}` : `${kind} ${id}`;
}

/**
 * Lets no address stand in line more than eight times: what is public is computed when it is asked for, and one who asked
 * for a thousand periods would keep all others waiting. The rest of his questions wait, in order, and are dropped when he
 * goes. Of IPv6 the first 64 bits are one address.
 */
export function createShares() {
  const ofAddress = new Map<string, { lanes: Lanes; asking: number }>();
  return async <T>(asking: Asking, work: () => Promise<T>): Promise<T> => {
    const address = subscriberOf(addressOf(asking));
    const share = ofAddress.get(address) ?? { lanes: createLanes(AT_ONCE), asking: 0 };
    ofAddress.set(address, share);
    share.asking++;
    try {
      return await share.lanes(() => {
        addressOf(asking);
        return work();
      });
    } finally {
      if (--share.asking === 0) ofAddress.delete(address);
    }
  };
}
