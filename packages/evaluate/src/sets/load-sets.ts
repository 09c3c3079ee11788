import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { IndicatorSetError, readIndicatorSet, type SetProblem } from './read-set.ts';
import type { IndicatorSet } from './set-file.ts';

/**
 * Every indicator set (`*.yaml`) of a folder, in order of name.
 * @throws IndicatorSetError with every problem of every file
 */
export async function loadIndicatorSets(folder: string): Promise<IndicatorSet[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  if (files.length === 0) {
    const remedy = 'name the folder that holds them, indicator-sets/ of the program';
    throw new IndicatorSetError([{ file: folder, line: 1, column: 1, what: 'there is no *.yaml file', remedy }]);
  }
  const sets: IndicatorSet[] = [];
  const problems: SetProblem[] = [];
  for (const file of files) {
    try {
      const set = readIndicatorSet(file, await readFile(path.join(folder, file), 'utf8'));
      sets.push(set);
      if (`${set.id}.yaml` !== file) {
        const what = `the set is called "${set.id}", but its file ${file}`;
        problems.push({ file, line: 1, column: 1, what, remedy: `rename the file to ${set.id}.yaml` });
      }
    } catch (error) {
      if (!(error instanceof IndicatorSetError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new IndicatorSetError(problems);
  return sets;
}
