import { isIP, SocketAddress } from 'node:net';

/** Fewer leading bits than these would let in half a continent: the check of the address would be worth nothing. */
const FEWEST_BITS = { ipv4: 8, ipv6: 16 } as const;

/**
 * An address or network (CIDR) in one spelling: lower case, IPv6 shortened, an IPv4 address within IPv6
 * (`::ffff:203.0.113.7`) as IPv4. Undefined when it is none, or so wide that it names nobody.
 */
export function readNetwork(text: string): string | undefined {
  const [address = '', bits, ...rest] = text.trim().split('/');
  // A zone (fe80::1%eth0) means something on one machine only.
  if (rest.length > 0 || address.includes('%') || isIP(address) === 0) return undefined;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return bits === undefined ? mapped : undefined;
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  const spelled = new SocketAddress({ address, family }).address;
  if (bits === undefined) return spelled;
  const length = /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  if (length < FEWEST_BITS[family] || length > (family === 'ipv4' ? 32 : 128)) return undefined;
  return `${spelled}/${length}`;
}
