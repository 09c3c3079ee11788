/**
 * Where the program of today answers otherwise than the one of a0db2f6 did over the same recorded data, on purpose. All
 * else must be equal to the last digit. To change a figure, run the test, copy from its message where it differs, and say
 * what repaired it:
 *
 *   { where: '/systems/1/dossiers?…: totals.onTime', old: 12, new: 11, why: 'an end before the receipt is not said' }
 *
 * `where` may be a pattern, where the same becomes of many answers: /: completeness\.lagging$/. An absent value is
 * `undefined`. An entry that nothing needs any more fails the test as well.
 */
export interface Change {
  where: string | RegExp;
  old: unknown;
  new: unknown;
  /** The line of the issue or the decision. */
  why: string;
}

export const CHANGED_ON_PURPOSE: readonly Change[] = [];
