import { daySchema, MEASURES, type MeasureId } from '@emc/contract';
import { z } from 'zod';

/** The form of a file of `indicator-sets/`; its README tells what each key means. */

const idSchema = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters, digits and single hyphens');
const textSchema = z.string().trim().min(1, 'some text');
const wordsSchema = z.strictObject({ vi: textSchema, en: textSchema });
const pointsSchema = z.number().positive().max(100).multipleOf(0.01);
const shareSchema = z.number().positive().max(1);
const measuresSchema = z.array(z.enum(Object.keys(MEASURES) as [MeasureId, ...MeasureId[]])).min(1, 'at least one');

const indicatorSchema = z.strictObject({
  id: idSchema,
  group: idSchema,
  name: wordsSchema,
  maxPoints: pointsSchema,
  numerator: measuresSchema.optional(),
  denominator: measuresSchema.optional(),
  /** Ratio at which all points are given. */
  fullAt: shareSchema.optional(),
  goal: shareSchema.optional(),
  /** Why there is no source for it yet: left out of the score. */
  noData: wordsSchema.optional(),
  /** The law's formula in words, where it cannot be computed yet. */
  formula: wordsSchema.optional(),
  legalBasis: wordsSchema.optional(),
  description: wordsSchema,
  /** What in it is a choice of this installation. */
  choice: wordsSchema.optional(),
});

/** Who gets a place, by what, and whether grades are given. */
const rankingSchema = z.strictObject({
  by: z.enum(['score', 'points']),
  /** Of the points that the set can compute here: a body of which less could be computed has no place. */
  minimumComputedShare: shareSchema,
  /** Received in the period. */
  minimumDossiers: z.int().min(0),
  grades: z.enum(['by-score', 'none']),
});

const formSchema = z.strictObject({
  id: idSchema,
  version: z.int().min(1),
  name: wordsSchema,
  legalBasis: wordsSchema,
  validFrom: daySchema.nullable(),
  validTo: daySchema.nullable(),
  note: wordsSchema.nullable(),
  groups: z.array(z.strictObject({ id: idSchema, name: wordsSchema, maxPoints: pointsSchema })).min(1, 'at least one'),
  indicators: z.array(indicatorSchema).min(1, 'at least one'),
  grades: z
    .array(
      z.strictObject({
        id: idSchema,
        from: z.number().min(0).max(100).multipleOf(0.01),
        vi: textSchema,
        en: textSchema,
      }),
    )
    .min(1, 'at least one'),
  ranking: rankingSchema,
});

export type IndicatorSet = z.infer<typeof formSchema>;
export type SetIndicator = IndicatorSet['indicators'][number];

/** What the form alone cannot tell: that the parts fit together. */
export const setFileSchema = formSchema.superRefine((set, context) => {
  for (const { path, what, remedy } of [...wholeProblems(set), ...indicatorProblems(set)]) {
    context.addIssue({ code: 'custom', path, message: what, params: { remedy } });
  }
});

interface Misfit {
  path: (string | number)[];
  what: string;
  remedy: string;
}

function* wholeProblems(set: IndicatorSet): Generator<Misfit> {
  if (set.validFrom !== null && set.validTo !== null && set.validFrom > set.validTo) {
    yield { path: ['validTo'], what: `it ends on ${set.validTo}, before it begins`, remedy: 'correct one of the days' };
  }
  for (const list of ['groups', 'indicators', 'grades'] as const) {
    const ids = set[list].map(({ id }) => id);
    for (const [index, id] of ids.entries()) {
      if (ids.indexOf(id) < index) {
        yield { path: [list, index, 'id'], what: `"${id}" is there twice`, remedy: 'give it a name of its own' };
      }
    }
  }
  // An indicator under a wrong name of a group is told as that, not as points that its group lacks.
  const known = new Set(set.groups.map(({ id }) => id));
  const groups = set.indicators.every(({ group }) => known.has(group)) ? [...set.groups.entries()] : [];
  for (const [index, group] of groups) {
    const sum = pointsOf(set.indicators.filter((indicator) => indicator.group === group.id));
    if (sum !== pointsOf([group])) {
      const what = `the indicators of the group "${group.id}" add up to ${sum / 100} points, not to ${group.maxPoints}`;
      yield { path: ['groups', index, 'maxPoints'], what, remedy: 'correct the maximum of the group or an indicator' };
    }
  }
  for (const [index, grade] of set.grades.entries()) {
    const before = set.grades[index - 1];
    if (before !== undefined && before.from <= grade.from) {
      const what = `the grade "${grade.id}" begins at ${grade.from}, not below the one before it`;
      yield { path: ['grades', index, 'from'], what, remedy: 'list the grades from the best down' };
    }
  }
  if (set.grades.at(-1)!.from !== 0) {
    const path = ['grades', set.grades.length - 1, 'from'];
    yield { path, what: 'the last grade does not begin at 0', remedy: 'let every score have a grade' };
  }
  if (set.ranking.by === 'points' && set.ranking.grades === 'by-score') {
    const what = 'grades are of a score of 100, and this set ranks by points';
    yield { path: ['ranking', 'grades'], what, remedy: 'write grades: none, or rank by score' };
  }
}

/** In hundredths, so that 0.1 + 0.2 is 0.3. */
function pointsOf(items: readonly { maxPoints: number }[]): number {
  return items.reduce((sum, { maxPoints }) => sum + Math.round(maxPoints * 100), 0);
}

function* indicatorProblems(set: IndicatorSet): Generator<Misfit> {
  const groups = set.groups.map(({ id }) => id);
  for (const [index, indicator] of set.indicators.entries()) {
    const at = (...rest: (string | number)[]) => ['indicators', index, ...rest];
    const { id, group, noData, formula } = indicator;
    if (!groups.includes(group)) {
      yield { path: at('group'), what: `there is no group "${group}"`, remedy: `use one of: ${groups.join(', ')}` };
    }
    for (const part of ['numerator', 'denominator'] as const) {
      const list = indicator[part];
      const twice = list?.findIndex((measure, place) => list.indexOf(measure) < place) ?? -1;
      if (twice >= 0) {
        yield { path: at(part, twice), what: `${list![twice]} would be counted twice`, remedy: 'name it once' };
      }
      if (list === undefined && noData === undefined) {
        const remedy = `add ${part}, or say under noData why there is none yet`;
        yield { path: at(), what: `"${id}" has no ${part}`, remedy };
      }
      if (list !== undefined && noData !== undefined) {
        const what = `"${id}" has both noData and a ${part}`;
        yield { path: at(part), what, remedy: `remove noData, or ${part} until there are data` };
      }
    }
    if ((noData === undefined) !== (formula === undefined)) {
      const what = `"${id}" has ${noData === undefined ? 'a formula but no noData' : 'noData but no formula'}`;
      const remedy = 'the formula in words stands in for measures: give both, or neither';
      yield { path: at(noData === undefined ? 'formula' : 'noData'), what, remedy };
    }
  }
}
