import type { ImportProblem, WordsInBoth } from '@emc/contract';

/** What is wrong and what to do about it, each in Vietnamese and English. */
export interface Wrong {
  problem: WordsInBoth;
  remedy: WordsInBoth;
}

/** Vietnamese and English of the problem, then of the remedy. */
export function wrong(vi: string, en: string, remedyVi: string, remedyEn: string): Wrong {
  return { problem: { vi, en }, remedy: { vi: remedyVi, en: remedyEn } };
}

/** Where a reader of the file reports what it found wrong. */
export interface Problems {
  add(row: number, column: string, what: Wrong): void;
  count(): number;
  /** The first by row, at most {@link MOST_LISTED}. */
  list(): ImportProblem[];
}

const MOST_LISTED = 500;

export function collectProblems(): Problems {
  let found: ImportProblem[] = [];
  let count = 0;
  const list = () => found.toSorted((a, b) => a.row - b.row).slice(0, MOST_LISTED);
  return {
    add: (row, column, { problem, remedy }) => {
      count++;
      found.push({ row, column, problem, remedy });
      // Of millions no more is kept than is listed.
      if (found.length === 2 * MOST_LISTED) found = list();
    },
    count: () => count,
    list,
  };
}
