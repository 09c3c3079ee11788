/**
 * What one subscriber is given: an IPv4 address, or the /64 in which an IPv6 address lies. Whoever has a /64 has more
 * addresses than can be counted, so tries from them count together.
 * @param address as node:net has it; an IPv4 address within IPv6 (`::ffff:203.0.113.7`) stands for itself
 */
export function subscriberOf(address: string): string {
  if (!address.includes(':') || /^::ffff:[\d.]+$/i.test(address)) return address;
  const [head = '', tail] = address.split('%', 1)[0]!.split('::');
  const before = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  const between = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  const groups = [...before, ...between, ...after].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
