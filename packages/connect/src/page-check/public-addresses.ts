import { BlockList, isIP, isIPv4 } from 'node:net';

/**
 * Networks that are nobody's public website (IANA special-purpose registries of IPv4 and IPv6, RFC 6890 and successors):
 * a portal's registered address, or a redirect of its server, must not lead us to them.
 */
const NOT_PUBLIC_V4 = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT; cloud metadata of some providers
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local; cloud metadata
  '172.16.0.0/12', // private
  '192.0.0.0/24', // IETF protocols; cloud metadata of some providers
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
];

/** Only 2000::/3 is given out for public use; these parts of it lead elsewhere. */
const PUBLIC_V6 = '2000::/3';
const NOT_PUBLIC_V6 = [
  '2001::/23', // Teredo, benchmarks, ORCHID and other protocols
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: holds an IPv4 address of anybody's choice
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
];

const notPublic = blockList([...NOT_PUBLIC_V4, ...NOT_PUBLIC_V6]);
const publicV6 = blockList([PUBLIC_V6]);

/**
 * Whether the address is one of the public Internet. IPv4 within IPv6 (::ffff:0:0/96, NAT64 64:ff9b::/96 and the like)
 * lies outside 2000::/3 and is never public here.
 *
 * @param address IPv4 or IPv6 in any spelling that node:net takes; anything else is not public
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !notPublic.check(address, 'ipv4');
  // A zone (fe80::1%eth0) belongs to link-local addresses only.
  if (isIP(address) !== 6 || address.includes('%')) return false;
  return publicV6.check(address, 'ipv6') && !notPublic.check(address, 'ipv6');
}

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/');
    list.addSubnet(address, Number(bits), isIPv4(address) ? 'ipv4' : 'ipv6');
  }
  return list;
}
