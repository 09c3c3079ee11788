import { type Day, type ImportReport, type ProcedureImport } from '@emc/contract';
import { knownBody } from '../refusals.ts';
import type { Register } from '../register.ts';
import { applyPlan } from './apply-plan.ts';
import type { CatalogueCopy } from './catalogue-copy.ts';
import type { CatalogueStore } from './catalogue-store.ts';
import { bodyReader, checkBodies } from './check-bodies.ts';
import { checkDays } from './check-days.ts';
import { type FileProcedure, groupLines } from './group-lines.ts';
import { inTurns } from './in-turns.ts';
import { type ImportPlan, planEndings, planImport } from './plan-import.ts';
import { collectProblems, type Problems } from './problems.ts';
import { readProcedureFile } from './read-file.ts';
import { type Line, readLine } from './read-rows.ts';

export interface ImportOptions {
  store: Pick<CatalogueStore, 'read' | 'write'>;
  register: Register;
  today: Day;
  /** Lines may hold from a day gone by. */
  changesPast: boolean;
}

/**
 * Takes the file whole or, when anything in it is wrong, not at all.
 * @throws EmcError body-unknown (the body that limits the file), import-too-large
 */
export async function importProcedures(
  { csv, dryRun, endMissing, bodyCode }: ProcedureImport,
  options: ImportOptions,
): Promise<ImportReport> {
  const { store, register, today } = options;
  if (bodyCode !== undefined) knownBody(register, bodyCode);
  const problems = collectProblems();
  const { rows, procedures } = await readProcedures(csv, bodyCode, options, problems);
  const nothing = { added: 0, changed: 0, unchanged: 0, ended: 0 };
  const count = problems.count();
  const report = { dryRun, rows, problems: problems.list(), problemCount: count };
  if (count > 0) return { ...report, ...nothing, applied: false };
  const planFor = async (copy: CatalogueCopy): Promise<ImportPlan> => {
    const context = { copy, register, today };
    const plan = await planImport(procedures, context);
    const bodies = bodyCode === undefined ? new Set(procedures.map((procedure) => procedure.bodyCode)) : [bodyCode];
    if (endMissing) await planEndings(plan, procedures, [...bodies], context);
    return plan;
  };
  if (dryRun) return { ...report, ...countsOf(await planFor(await store.read())), applied: false };
  const counts = await store.write(async (trx, copy) => {
    const plan = await planFor(copy);
    await applyPlan(trx, copy, plan);
    return countsOf(plan);
  });
  return { ...report, ...counts, applied: true };
}

function countsOf({ added, changed, unchanged, ended }: ImportPlan) {
  return { added, changed, unchanged, ended };
}

async function readProcedures(
  csv: string,
  bodyCode: string | undefined,
  { register, today, changesPast }: ImportOptions,
  problems: Problems,
): Promise<{ rows: number; procedures: FileProcedure[] }> {
  const { rows, count, headings } = await readProcedureFile(csv, problems);
  const readBody = bodyReader(register, bodyCode);
  const lines: Line[] = [];
  await inTurns(rows, (row) => {
    const line = readLine(row, headings, readBody, problems);
    if (line !== undefined) lines.push(line);
  });
  await checkBodies(lines, register, today, headings, problems);
  if (!changesPast) checkDays(lines, today, headings, problems);
  return { rows: count, procedures: await groupLines(lines, headings, problems) };
}
