import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A step of the schema. Every statement is harmless when applied twice, because a step may stop halfway. */
export interface SchemaStep {
  version: number;
  statements: readonly string[];
}

/**
 * The schema, step by step. Data directories are kept from version 1 on: a step that has landed is never changed, and a
 * change of a table or a view is a new step here, beside the change of its declaration (`DECLARED_SCHEMA`).
 */
export const SCHEMA_STEPS: readonly SchemaStep[] = [
  { version: 1, statements: writtenOut('step-1.sql') },
  { version: 2, statements: writtenOut('step-2.sql') },
  { version: 3, statements: writtenOut('step-3.sql') },
];

export const SCHEMA_VERSION = Math.max(...SCHEMA_STEPS.map(({ version }) => version));

/** Statements of a file, each ended by a semicolon and an empty line. */
function writtenOut(file: string): string[] {
  const text = readFileSync(path.join(import.meta.dirname, file), 'utf8');
  return text.trimEnd().replace(/;$/, '').split(';\n\n');
}
