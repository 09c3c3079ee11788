import { BODY_KINDS, type BodyMeasures, MEASURES, type MeasureId } from '@emc/contract';
import fc from 'fast-check';
import { fileURLToPath } from 'node:url';
import { loadIndicatorSets } from '../src/sets/load-sets.ts';
import type { IndicatorSet } from '../src/sets/set-file.ts';

/** The folder of the sets that the program is delivered with. */
export const SETS = fileURLToPath(new URL('../../../indicator-sets/', import.meta.url));

export async function deliveredSet(id: string): Promise<IndicatorSet> {
  const found = (await loadIndicatorSets(SETS)).find((set) => set.id === id);
  if (found === undefined) throw new Error(`no set ${id}`);
  return found;
}

const MEASURE_IDS = Object.keys(MEASURES) as MeasureId[];

/** A fully connected province of which nothing is known but what is given. */
export function madeUpBody(bodyCode: string, given: Partial<BodyMeasures> = {}): BodyMeasures {
  return {
    bodyCode,
    nameVi: `Tỉnh ${bodyCode}`,
    nameEn: `Province ${bodyCode}`,
    kind: 'province',
    connection: { state: 'connected', reason: { vi: 'Đủ cổng và hệ thống', en: 'All portals and systems' } },
    decision: null,
    values: {},
    missing: [],
    ...given,
  };
}

/** Small numbers often, so that there are zeros and ties; large ones too, and numbers that nobody knows. */
const anyCount = fc.oneof(
  { weight: 5, arbitrary: fc.nat(4) },
  { weight: 3, arbitrary: fc.nat(2_000_000) },
  { weight: 1, arbitrary: fc.constant(null) },
);

/** Of dossiers received mostly enough for a place; exactly enough and one too few as well. */
const anyReceived = fc.oneof(
  { weight: 2, arbitrary: anyCount },
  { weight: 1, arbitrary: fc.integer({ min: 29, max: 30 }) },
  { weight: 5, arbitrary: fc.integer({ min: 31, max: 2_000_000 }) },
);

export const anyValues = fc.record(
  Object.fromEntries(MEASURE_IDS.map((id) => [id, id === 'dossiers.received' ? anyReceived : anyCount])) as Record<
    MeasureId,
    typeof anyCount
  >,
);

const anyDecision: fc.Arbitrary<BodyMeasures['decision']> = fc.record({
  notEvaluated: fc.boolean(),
  reason: fc.constant('Chưa hoàn thành'),
  campaign: fc.constant('Đợt 1'),
});

const anyBody: fc.Arbitrary<BodyMeasures> = fc
  .record({
    number: fc.integer({ min: 10, max: 99 }),
    kind: fc.constantFrom(...BODY_KINDS),
    state: fc.constantFrom('connected', 'connected', 'connected', 'partly-connected', 'not-connected'),
    decision: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: anyDecision }),
    values: anyValues,
  })
  .map(({ number, kind, state, decision, values }) =>
    madeUpBody(`H${number}`, { kind, decision, values, connection: { state, reason: { vi: 'lý do', en: 'reason' } } }),
  );

/** Up to 12 bodies of all kinds, some not fully connected, some taken out by a decision. */
export const anyBodies: fc.Arbitrary<BodyMeasures[]> = fc.uniqueArray(anyBody, {
  minLength: 1,
  maxLength: 12,
  selector: ({ bodyCode }) => bodyCode,
});
