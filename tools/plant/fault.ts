/** A change of one place in the code: the text stands there exactly once. */
export interface Edit {
  /** From the root of the project. */
  file: string;
  find: string;
  replace: string;
}

/** A fault that the tests must notice. Two guards that stand behind each other are removed by two edits. */
export interface Fault {
  name: string;
  edits: readonly Edit[];
  /** Files of tests, one of which is to turn red. */
  tests: readonly string[];
  /** What an installation would suffer. */
  why: string;
}

/** How often a text stands in another. */
export function countOf(text: string, find: string): number {
  return text.split(find).length - 1;
}
