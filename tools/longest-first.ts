import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Places whose files take long because of what they start (programs, browsers, servers), longest first; those that mostly
 * wait beside those that mostly compute. Without a cache of earlier runs, as in a fresh clone, a file counts for as long as
 * its text is, and a short text that runs drills for minutes would begin last, while the other workers have nothing left to do.
 */
const LONG = [
  'tests/faults/prove-cut',
  'tests/journeys/simulated-country',
  'apps/console/test/console.test',
  'tests/faults/prove-hostile',
  'packages/event-store/test/damage',
  'tests/faults/damaged-parts',
  'tests/faults/',
  'tests/journeys/',
  'tests/access/',
  'apps/console/test/',
];

/** Begins with what takes longest, so that all workers end together. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const known = await super.sort(files);
    const rankOf = ({ moduleId }: TestSpecification): number => {
      const rank = LONG.findIndex((place) => moduleId.includes(`/${place}`));
      return rank === -1 ? LONG.length : rank;
    };
    return known.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
