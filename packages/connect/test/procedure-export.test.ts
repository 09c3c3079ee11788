import { sql } from '@emc/control-store';
import { addDays } from '@emc/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileOf, freshCatalogue, type FreshCatalogue, HEADING, type LineGiven } from './fresh-catalogue.ts';

let fresh: FreshCatalogue;
beforeAll(async () => (fresh = await freshCatalogue()));
afterAll(() => fresh.stores.close());

/** A cell as a spreadsheet writes it. */
const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
/** Any text that an import takes: letters of all kinds, quotes, separators, line ends, half a surrogate. */
const text = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 40 })
  .map((raw) => `x${raw}`)
  .filter((raw) => !raw.toWellFormed().includes('\u{FFFD}'));
const yesNo = fc.constantFrom('Có', 'không', 'yes', '0');
const level = fc.constantFrom('Toàn trình', 'mot phan', 'information');
const days = fc.option(
  fc.integer({ min: 0, max: 364_999 }).map((hundredths) => cell(String(hundredths / 100).replace('.', ','))),
  { nil: '' },
);
const from = fc.option(
  fc.integer({ min: -900, max: 0 }).map((ago) => addDays('2026-11-20', ago)),
  { nil: '' },
);
const procedure = fc.record({
  number: fc.integer({ min: 1, max: 30 }),
  // Bắc Giang (H02) became part of Bắc Ninh (H05) in 2025: its entries are exported under the successor.
  body: fc.constantFrom('H05', 'H56', 'H02'),
  local: fc.constantFrom('', '.000.00.00.', '.'),
  given: fc.record({
    name: text.map(cell),
    nameEn: fc.option(text.map(cell), { nil: '' }),
    field: text.map(cell),
    fee: yesNo,
    payment: yesNo,
    days,
  }),
  from,
  level,
  services: fc.uniqueArray(fc.record({ number: fc.integer({ min: 1, max: 99 }), name: text.map(cell), level }), {
    maxLength: 3,
    selector: (service) => service.number,
  }),
});

type Generated = typeof procedure extends fc.Arbitrary<infer Value> ? Value : never;

function linesOf({ number, body, local, given, from: day, level: own, services }: Generated): LineGiven[] {
  const national = `1.${String(number).padStart(6, '0')}`;
  const code = `${national}${local}${local === '' ? '' : body}`;
  const start = body === 'H02' ? '2025-01-01' : day;
  return [
    { ...given, body, code, from: start, level: services.length === 0 ? own : '' },
    ...services.map((service) => ({
      body,
      code: `${national}.${String(service.number).padStart(2, '0')}`,
      name: service.name,
      level: service.level,
      field: '',
      fee: '',
      payment: '',
    })),
  ];
}

const file = fc
  .uniqueArray(procedure, { minLength: 1, maxLength: 12, selector: ({ number, body }) => `${body} ${number}` })
  .map((procedures) => fileOf(...procedures.flatMap(linesOf)));

/** The file as a text. */
async function exported(bodyCode?: string): Promise<string> {
  return Buffer.concat([...(await fresh.catalogue.exportProcedures(bodyCode))]).toString();
}

test('whatever was imported, its export imports as unchanged, on that day and later, and ends nothing', async () => {
  await fc.assert(
    fc.asyncProperty(file, file, async (first, second) => {
      await sql`truncate procedures, procedure_versions`.execute(fresh.stores.control.db);
      expect((await fresh.take(first)).problems).toEqual([]);
      expect((await fresh.take(second)).problems).toEqual([]);
      const before = await fresh.catalogue.catalogueOn('2026-11-20');
      const csv = await exported();
      const report = await fresh.take(csv, { endMissing: true });
      expect(report).toMatchObject({ applied: true, added: 0, changed: 0, ended: 0, unchanged: before.length });
      expect(await fresh.catalogue.catalogueOn('2026-11-20')).toEqual(before);
      expect(await exported()).toBe(csv);
    }),
    { numRuns: 25 },
  );
});

test('an export is of one body or of all, says UTF-8 to a spreadsheet, and keeps hieu_luc_tu free', async () => {
  await sql`truncate procedures, procedure_versions`.execute(fresh.stores.control.db);
  const services = { field: '', fee: '', payment: '' };
  await fresh.take(
    fileOf(
      { code: '1.000001.000.00.00.H56', name: '"Cấp ""sổ đỏ"", đổi"', level: '', days: '7.5', from: '2025-01-01' },
      { code: '1.000001.01', name: 'Nộp', ...services },
      { body: 'H57', code: '1.000002', level: 'Một phần', fee: 'Có' },
    ),
  );
  expect(await exported('H56')).toBe(
    [
      `\u{FEFF}${HEADING}`,
      'H56,1.000001.000.00.00.H56,"Cấp ""sổ đỏ"", đổi",,,Hộ tịch,Toàn trình,Không,Không,7.5,',
      'H56,1.000001.01,Nộp,,,,Toàn trình,,,,',
      '',
    ].join('\r\n'),
  );
  expect((await exported()).split('\r\n')).toHaveLength(5);
  await expect(fresh.catalogue.exportProcedures('H99')).rejects.toMatchObject({ code: 'body-unknown' });
});
