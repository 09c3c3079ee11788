import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * Finds the address of the person behind a connection. Addresses are used to tell visitors apart for a day and are
 * never written anywhere.
 */
export interface ClientAddresses {
  /**
   * @param peer the address of the socket
   * @param forwardedFor the X-Forwarded-For header; believed only when the peer is a trusted proxy
   */
  of(peer: string | undefined, forwardedFor: string | string[] | undefined): string;
}

/**
 * @param trustedProxies addresses or networks (`10.0.0.0/8`) of proxies whose header is believed
 * @throws Error naming an entry that is neither
 */
export function clientAddresses(trustedProxies: readonly string[]): ClientAddresses {
  const isTrusted = networks(trustedProxies);
  return {
    of(peer, forwardedFor) {
      const own = plain(peer ?? '');
      if (forwardedFor === undefined || trustedProxies.length === 0 || own === '' || !isTrusted(own)) return own;
      return lastUntrusted(own, String(forwardedFor), isTrusted);
    },
  };
}

/** From the right, the first that is not a trusted proxy; an entry that is no address ends the search at what is known. */
function lastUntrusted(peer: string, header: string, isTrusted: (address: string) => boolean): string {
  let known = peer;
  for (const entry of header.split(',').toReversed()) {
    const address = plain(withoutPort(entry.trim()));
    if (!isIP(address)) return known;
    known = address;
    if (!isTrusted(address)) return address;
  }
  return known;
}

function withoutPort(entry: string): string {
  const bracketed = /^\[(.+)\](?::\d+)?$/.exec(entry);
  if (bracketed) return bracketed[1]!;
  return /^[\d.]+:\d+$/.test(entry) ? entry.slice(0, entry.indexOf(':')) : entry;
}

/** An IPv4 address that came over an IPv6 socket is the same address; a zone (`%eth0`) is ours, not the client's. */
function plain(address: string): string {
  if (address.startsWith('::ffff:') && address.includes('.')) return address.slice(7);
  const zone = address.indexOf('%');
  return zone === -1 ? address : address.slice(0, zone);
}

/**
 * Whether an address is one of, or in one of, addresses and networks (`10.0.0.0/8`).
 * @throws Error naming an entry that is neither
 */
export function networks(entries: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address);
    if (family === 0) throw new Error(`${JSON.stringify(entry)} is neither an address nor a network`);
    list.addSubnet(
      address,
      bits === undefined ? (family === 4 ? 32 : 128) : Number(bits),
      family === 4 ? 'ipv4' : 'ipv6',
    );
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
