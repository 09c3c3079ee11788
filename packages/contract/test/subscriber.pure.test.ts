import { subscriberOf } from '@emc/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';

test('addresses of one /64 are one subscriber in any spelling, others are not', () => {
  const group = fc.integer({ min: 0, max: 0xff_ff });
  const groups = (length: number) => fc.array(group, { minLength: length, maxLength: length });
  fc.assert(
    fc.property(groups(4), groups(4), groups(4), fc.nat(3), (network, host, otherHost, changed) => {
      const written = (all: number[], long: boolean) =>
        all.map((one) => one.toString(16).padStart(long ? 4 : 1, '0')).join(':');
      const own = subscriberOf(written([...network, ...host], false));
      expect(subscriberOf(written([...network, ...otherHost], true).toUpperCase())).toBe(own);
      expect(subscriberOf(new URL(`http://[${written([...network, ...host], false)}]/`).hostname.slice(1, -1))).toBe(
        own,
      );
      const elsewhere = network.map((one, index) => (index === changed ? one ^ 1 : one));
      expect(subscriberOf(written([...elsewhere, ...host], false))).not.toBe(own);
    }),
  );
});

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '::ffff:203.0.113.7'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', ''],
])('%s counts as %s', (address, counted) => expect(subscriberOf(address)).toBe(counted));
