import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, Node } from 'yaml';
import type { z } from 'zod';
import { type IndicatorSet, setFileSchema } from './set-file.ts';

/** One thing that is wrong in a set's file. */
export interface SetProblem {
  file: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
  what: string;
  remedy: string;
}

/** An indicator set that cannot be used: the program does not start with half of a law. */
export class IndicatorSetError extends Error {
  override name = 'IndicatorSetError';
  readonly problems: readonly SetProblem[];

  constructor(problems: readonly SetProblem[]) {
    const lines = problems.map(
      ({ file, line, column, what, remedy }) => `  ${file}:${line}:${column}  ${what}. Remedy: ${remedy}.`,
    );
    super(`The indicator sets cannot be used:\n${lines.join('\n')}`);
    this.problems = problems;
  }
}

/**
 * Reads one file of `indicator-sets/`.
 * @param file the name to use in errors
 * @throws IndicatorSetError with every problem, each with its line and column
 */
export function readIndicatorSet(file: string, text: string): IndicatorSet {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problemAt = (offset: number, what: string, remedy: string): SetProblem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), what, remedy };
  };
  if (document.errors.length > 0) {
    const remedy = 'correct the YAML; text with ": " or " #" in it belongs in quotes';
    throw new IndicatorSetError(document.errors.map(({ pos, message }) => problemAt(pos[0], message, remedy)));
  }
  const data: unknown = document.toJS();
  const checked = setFileSchema.safeParse(data);
  if (checked.success) return checked.data;
  throw new IndicatorSetError(
    checked.error.issues.flatMap((issue) =>
      inWords(issue, data).map(({ path, what, remedy }) =>
        problemAt(offsetOf(document, path, issue.code === 'unrecognized_keys'), what, remedy),
      ),
    ),
  );
}

type Path = readonly PropertyKey[];

/** An issue of the schema as people say it. */
function inWords(issue: z.core.$ZodIssue, data: unknown): { path: Path; what: string; remedy: string }[] {
  const { path } = issue;
  const place = path.length === 0 ? 'the file' : nameOf(path);
  if (issue.code === 'unrecognized_keys') {
    const remedy =
      'remove it or correct its name (README.md of the folder lists the keys); text with a comma belongs in quotes';
    return issue.keys.map((key) => ({ path: [...path, key], what: `unknown key ${nameOf([...path, key])}`, remedy }));
  }
  if (issue.code === 'custom') {
    return [{ path, what: issue.message, remedy: String(issue.params?.['remedy'] ?? 'correct it') }];
  }
  const found = valueAt(data, path);
  if (found === undefined) return [{ path, what: `${place} is missing`, remedy: 'add it' }];
  const shown = (JSON.stringify(found) ?? '').slice(0, 60);
  const remedy = issue.code === 'invalid_value' ? `use one of: ${issue.values.join(', ')}` : issue.message;
  return [{ path, what: `${place} cannot be ${shown}`, remedy }];
}

/** `indicators[3].name.vi` */
function nameOf(path: Path): string {
  const parts = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return parts.join('').replace(/^\./, '');
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce((value: unknown, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], data);
}

/** Where the path stands in the text: its value, or its key; where its last part is missing, the part that lacks it. */
function offsetOf(document: Document, path: Path, atKey: boolean): number {
  let node: Node | null | undefined = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (pair === undefined) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
      if (isScalar(node) && !atKey) offset = node.range?.[0] ?? offset;
    } else if (isSeq(node)) {
      node = node.items[Number(key)] as Node | undefined;
      offset = node?.range?.[0] ?? offset;
    }
  }
  return offset;
}
