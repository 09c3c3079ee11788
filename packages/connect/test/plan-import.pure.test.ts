import { addDays, type Day } from '@emc/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type CatalogueCopy,
  handledOn,
  type ProcedureContent,
  type StoredProcedure,
} from '../src/catalogue/catalogue-copy.ts';
import { type ImportPlan, planEndings, planImport } from '../src/catalogue/plan-import.ts';
import type { Register, RegisteredBody } from '../src/register.ts';

const BODY = 'H56';
const DAYS = 12;
const dayAt = (index: number): Day => addDays('2026-01-01', index);
const name = { nameVi: 'Tỉnh', nameEn: 'Province', kind: 'province', from: null, to: null };
const body: RegisteredBody = { code: BODY, certainty: '', names: [name], successors: [], predecessors: [] };
const register: Register = { version: 1, bodies: new Map([[BODY, body]]), units: new Map(), portals: new Map() };

type Level = ProcedureContent['level'];
const contentOf = (level: Level): ProcedureContent => ({
  localCode: null,
  nameVi: 'Thủ tục',
  nameEn: null,
  fieldCode: null,
  fieldVi: 'Lĩnh vực',
  level,
  services: [],
  hasFee: false,
  onlinePayment: false,
  statutoryDays: null,
});

interface Import {
  today: number;
  endMissing: boolean;
  lines: { code: string; level: Level; from: number | null }[];
}

/** The catalogue as a list of what was entered for which day: a level, or that it ends. -1 = since ever. */
type Entered = Map<string, Map<number, Level | null>>;

function valueOn(entered: Entered, code: string, day: number): Level | null {
  const starts = [...(entered.get(code) ?? new Map<number, Level | null>())].filter(([start]) => start <= day);
  return starts.sort(([a], [b]) => a - b).at(-1)?.[1] ?? null;
}

/** The plain meaning of an import, day by day. */
function enter(entered: Entered, { today, endMissing, lines }: Import): void {
  const isFirst = entered.size === 0;
  const wasHandled = [...entered.keys()].filter((code) => valueOn(entered, code, today) !== null);
  for (const { code, level, from } of lines) {
    const day = from ?? today;
    const before = valueOn(entered, code, day);
    if (before === level) continue;
    const starts = entered.get(code) ?? new Map<number, Level | null>();
    entered.set(code, starts);
    const next = [...starts.keys()].filter((start) => start > day).sort((a, b) => a - b)[0];
    // A line that begins earlier than before is the same line, moved.
    if (before === null && next !== undefined && starts.get(next) === level) starts.delete(next);
    starts.set(isFirst && from === null ? -1 : day, level);
  }
  if (!endMissing) return;
  for (const code of wasHandled.filter((known) => !lines.some((line) => line.code === known))) {
    const starts = entered.get(code)!;
    for (const start of starts.keys()) if (start >= today) starts.delete(start);
    // What never came to hold leaves no trace.
    if (valueOn(entered, code, today - 1) !== null) starts.set(today, null);
    else if (starts.size === 0) entered.delete(code);
  }
}

/** Does to a copy what apply-plan.ts does to the tables. */
function apply(copy: CatalogueCopy, plan: ImportPlan): CatalogueCopy {
  const procedures = new Map([...(copy.byBody.get(BODY) ?? [])].map(([code, one]) => [code, structuredClone(one)]));
  const versions = (): StoredProcedure['versions'] => [...procedures.values()].flatMap((one) => one.versions);
  for (const one of procedures.values()) one.versions = one.versions.filter(({ id }) => !plan.removals.includes(id));
  for (const { id, from, to } of plan.boundaries)
    Object.assign(
      versions().find((version) => version.id === id)!,
      { from, to },
    );
  for (const { id, content } of plan.corrections) versions().find((version) => version.id === id)!.content = content;
  let id = copy.version * 1000;
  for (const { code, content, from, to } of plan.additions) {
    const procedure = procedures.get(code) ?? { id: ++id, bodyCode: BODY, code, versions: [] };
    procedures.set(code, procedure);
    procedure.versions.push({ id: ++id, content, from, to });
    procedure.versions.sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1));
  }
  // As the tables refuse them: no version without a day, no two on one day.
  for (const one of procedures.values()) {
    one.versions.forEach(({ from, to }, index) => {
      expect(from === null || to === null || from < to).toBe(true);
      const before = one.versions[index - 1];
      if (before !== undefined) expect(before.to !== null && from !== null && before.to <= from).toBe(true);
    });
  }
  const kept = new Map([...procedures].filter(([, one]) => one.versions.length > 0));
  return { version: copy.version + 1, byBody: new Map([[BODY, kept]]) };
}

async function planOf(copy: CatalogueCopy, { today, endMissing, lines }: Import): Promise<ImportPlan> {
  const context = { copy, register, today: dayAt(today) };
  const procedures = lines.map(({ code, level, from }) => ({
    bodyCode: BODY,
    code,
    content: contentOf(level),
    from: from === null ? null : dayAt(from),
  }));
  const plan = await planImport(procedures, context);
  if (endMissing) await planEndings(plan, procedures, [BODY], context);
  return plan;
}

const anImport: fc.Arbitrary<Import> = fc.record({
  today: fc.integer({ min: 0, max: DAYS - 1 }),
  endMissing: fc.boolean(),
  lines: fc.uniqueArray(
    fc.record({
      code: fc.constantFrom('1.000001', '1.000002', '1.000003'),
      level: fc.constantFrom<Level>('full', 'partial'),
      from: fc.option(fc.integer({ min: 0, max: DAYS - 1 })),
    }),
    { minLength: 1, maxLength: 3, selector: (line) => line.code },
  ),
});
const history = fc
  .array(anImport, { minLength: 1, maxLength: 6 })
  .map((imports) => imports.toSorted((a, b) => a.today - b.today));

test('after any imports, every day shows what was entered for it last, and a repeated import changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (imports) => {
      let copy: CatalogueCopy = { version: 1, byBody: new Map() };
      const entered: Entered = new Map();
      for (const one of imports) {
        copy = apply(copy, await planOf(copy, one));
        enter(entered, one);
        const again = await planOf(copy, one);
        expect(again).toMatchObject({ added: 0, changed: 0, ended: 0, unchanged: one.lines.length });
        expect([again.additions, again.boundaries, again.corrections, again.removals]).toEqual([[], [], [], []]);
      }
      for (let day = -1; day <= DAYS; day++) {
        const shown = (await handledOn(copy, register, dayAt(day))).map((one) => [
          one.procedure.code,
          one.version.content.level,
        ]);
        const expected = [...entered.keys()].sort().map((code) => [code, valueOn(entered, code, day)]);
        expect(shown.sort(byCode)).toEqual(expected.filter(([, level]) => level !== null));
      }
    }),
    { numRuns: 2000 },
  );
});

function byCode([a = '']: string[], [b = '']: string[]): number {
  return a < b ? -1 : 1;
}
