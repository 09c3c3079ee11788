import type { OpenDataTable } from '@emc/contract';
import { csvField } from '../usage-csv.ts';
import { auditHeadTable } from './audit-tables.ts';
import { connectionTable, connectionTrendTable, decisionTable } from './connection-tables.ts';
import { indicatorResultTable, indicatorTable, rankingTable } from './evaluation-tables.ts';
import { dossierTable, headlineTable } from './figure-tables.ts';
import type { Row, Table } from './table.ts';

/** Every table of the open data. Their ids are addresses: never change one. */
export const TABLES: readonly Table[] = [
  connectionTable,
  connectionTrendTable,
  decisionTable,
  headlineTable,
  dossierTable,
  rankingTable,
  indicatorResultTable,
  indicatorTable,
  auditHeadTable,
];

const LICENSE = 'CC BY 4.0';

/** A table's entry in the dictionary. */
export function describe(table: Table): OpenDataTable {
  return {
    id: table.id,
    title: table.title,
    description: table.description,
    csv: `/api/v1/open-data/${table.id}.csv`,
    json: `/api/v1/open-data/${table.id}.json`,
    columns: Object.entries(table.columns).map(([name, { type, unit, words }]) => ({
      name,
      type,
      unit,
      description: words,
    })),
    license: LICENSE,
    updated: table.updated,
  };
}

/** RFC 4180, UTF-8 with a byte order mark, the columns of the dictionary in order; what is not known is an empty field. */
export function csvOfRows(table: Table, rows: readonly Row[]): string {
  const names = Object.keys(table.columns);
  const lines = rows.map((row) => names.map((name) => csvField(String(row[name] ?? ''))));
  return `\uFEFF${[names, ...lines].map((cells) => `${cells.join(',')}\r\n`).join('')}`;
}
