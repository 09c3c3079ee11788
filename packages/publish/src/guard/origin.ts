import { EmcError, type RequestHeaders } from '@emc/contract';

/** Where pages of ours are reached. */
export interface OwnAddress {
  publicUrl: string;
  /** false: it was not set, and is only where this machine itself reaches the program; true when left out. */
  publicUrlIsSet?: boolean;
}

/** What of a request shows which page made it. */
export interface Asked {
  headers: RequestHeaders;
  /** The connection as it was accepted: the address that was listened on, which no sender chooses. */
  socket: { localAddress?: string; localPort?: number };
}

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/**
 * A browser sends its cookies along with whatever another site makes it send. A write with a cookie therefore needs a sign that
 * a page of this program made it: `Origin`, or where a browser leaves that out, `Sec-Fetch-Site`. Which address is ours is never
 * read from `Host`: a name that its owner points to this machine would be ours then.
 * @throws EmcError foreign-origin
 */
export function checkOrigin({ headers, socket }: Asked, address: OwnAddress): void {
  const { origin, host } = headers;
  const own = ownOrigins(address, socket);
  if (typeof origin === 'string') {
    if (own.includes(origin.toLowerCase())) return;
    throw new EmcError('foreign-origin', `Origin: ${own.join(', ')}`);
  }
  const isOwnHost = own.some((one) => new URL(one).host === String(host).toLowerCase());
  if (headers['sec-fetch-site'] !== 'same-origin' || !isOwnHost)
    throw new EmcError('foreign-origin', 'Origin, Sec-Fetch-Site');
}

/** The public address and nothing else; where none is set, loopback names and the address listened on. */
function ownOrigins({ publicUrl, publicUrlIsSet = true }: OwnAddress, { localAddress, localPort }: Asked['socket']) {
  const { origin, port } = new URL(publicUrl);
  if (publicUrlIsSet) return [origin];
  const names = LOOPBACK_NAMES.map((name) => `${name}:${port || 80}`);
  if (localAddress !== undefined) names.push(`${nameOf(localAddress)}:${localPort}`);
  return [origin, ...names.map((name) => new URL(`http://${name}`).origin)];
}

/** As an address has it: IPv6 in brackets, IPv4 that came over an IPv6 socket as it is, no zone. */
function nameOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=[\d.]+$)/i, '').split('%', 1)[0]!;
  return plain.includes(':') ? `[${plain}]` : plain;
}
