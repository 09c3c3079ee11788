import { type DossierChange, emptyDossierChange } from '@emc/event-store';
import fc from 'fast-check';
import { midnight } from './brute-force.ts';

/** Systems that send in the tests. */
export const SYSTEMS = [11, 12, 13];
export const PROCEDURES = ['1.000001', '1.000002', '2.000003', 'RIENG-7'];

/** Around ends of months and of the year, at the seconds about local midnight as often as elsewhere. */
const instants = fc
  .record({
    day: fc.constantFrom('2023-12-30', '2023-12-31', '2024-01-01', '2024-01-31', '2024-02-29', '2024-03-01'),
    second: fc.oneof(fc.integer({ min: 0, max: 86_399 }), fc.constantFrom(0, 1, 86_398, 86_399)),
  })
  .map(({ day, second }) => midnight(day) + second * 1000);
const maybe = fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: instants });
const coded = fc.oneof(
  fc.constant(0),
  instants.map((time_ms) => midnight(new Date(time_ms).toISOString().slice(0, 10))),
);

const always = {
  systemId: fc.constantFrom(...SYSTEMS),
  dossier: fc.constantFrom('H56-240101-0001', 'H56-240101-0002', 'H56-240131-0003', 'H56.12-231231-0004', 'x-5'),
  received_ms: instants,
};
const said = {
  procedure: fc.constantFrom('', ...PROCEDURES),
  channel: fc.constantFrom('unknown', 'direct', 'online', 'post'),
  delivery: fc.constantFrom('unknown', 'desk', 'post', 'electronic', 'desk-electronic'),
  hasFee: fc.boolean(),
  paidOnline: fc.boolean(),
} as const;

const tracking = fc.record({
  ...always,
  ...said,
  feed: fc.constant('tracking' as const),
  status: fc.constantFrom(0, 2, 4, 10),
  declaredLevel: fc.constantFrom(0, 1, 3, 4, 255),
});

const synchronisation = fc
  .record({
    ...always,
    ...said,
    feed: fc.constant('synchronisation' as const),
    status: fc.integer({ min: 1, max: 10 }),
    submitted_ms: maybe,
    receivedByDesk_ms: maybe,
    due_ms: maybe,
    processed_ms: maybe,
    returned_ms: maybe,
    refused_ms: maybe,
    supplement_s: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90_000 })),
    supplements: fc.integer({ min: 0, max: 3 }),
    updating: fc.boolean(),
  })
  .map((one) => ({
    ...one,
    version_ms: Math.max(one.submitted_ms, one.receivedByDesk_ms, one.processed_ms, one.returned_ms, one.refused_ms),
  }));

const progress = fc.record({
  ...always,
  feed: fc.constant('progress' as const),
  status: fc.integer({ min: 1, max: 10 }),
  version_ms: instants,
});

const change: fc.Arbitrary<DossierChange> = fc
  .record({ told: fc.oneof(tracking, synchronisation, progress), coded_ms: coded })
  .map(({ told, coded_ms }) => ({ ...emptyDossierChange(), ...told, coded_ms: told.dossier === 'x-5' ? 0 : coded_ms }));

/** Changes as they come in: repeated, out of order, in blocks, with or without a refresh after each. */
export const changeArrivals = fc.array(change, { minLength: 1, maxLength: 60 }).chain((changes) =>
  fc.record({
    blocks: fc
      .tuple(fc.shuffledSubarray(changes), fc.shuffledSubarray(changes, { minLength: changes.length }))
      .chain(([again, all]) =>
        fc
          .array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 })
          .map((sizes) => cut([...again, ...all], sizes)),
      ),
    refreshes: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
  }),
);

function cut<T>(items: readonly T[], sizes: readonly number[]): T[][] {
  const blocks: T[][] = [];
  let start = 0;
  for (const size of sizes) {
    blocks.push(items.slice(start, start + size));
    start += size;
  }
  blocks.push(items.slice(start));
  return blocks.filter((block) => block.length > 0);
}
