import { addDays, type Day } from '@emc/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { portalDaysOf, sumOfPortalDays } from '../src/gather/portal-days.ts';

const anyDay = fc.integer({ min: 0, max: 40 }).map((days) => addDays('2024-02-10', days));
const anyPortal = fc.record({
  siteId: fc.nat(5),
  name: fc.constant('Cổng'),
  liveOn: fc.option(anyDay),
  registeredOn: anyDay,
  retiredOn: fc.option(anyDay),
});

test('portal-days are those that counting day by day gives, and no portal is used on more days than expected', () => {
  const used = fc.dictionary(fc.nat(5).map(String), fc.nat(45));
  fc.assert(
    fc.property(fc.array(anyPortal, { maxLength: 5 }), anyDay, fc.nat(40), used, (portals, from, length, days) => {
      const last = addDays(from, length);
      const isLive = (portal: (typeof portals)[number], day: Day) =>
        day >= (portal.liveOn ?? portal.registeredOn) && (portal.retiredOn === null || day < portal.retiredOn);
      const usedOf = new Map(Object.entries(days).map(([siteId, count]) => [Number(siteId), count]));
      const sum = { expected: 0, used: 0 };
      for (const portal of portals) {
        let live = 0;
        for (let day = from; day <= last; day = addDays(day, 1)) live += isLive(portal, day) ? 1 : 0;
        sum.expected += live;
        sum.used += Math.min(live, usedOf.get(portal.siteId) ?? 0);
      }
      expect(sumOfPortalDays(portals.map((portal) => portalDaysOf(portal, usedOf, from, last)))).toEqual(sum);
    }),
  );
});
