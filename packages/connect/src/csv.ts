/**
 * Reads comma-separated values with a header line (RFC 4180: quoted fields may hold commas, quotes and line breaks).
 *
 * @returns one record a line, by column name.
 * @throws Error naming the line whose number of fields is not that of the header.
 */
export function parseCsv(text: string): Record<string, string>[] {
  const [header, ...lines] = splitFields(text.replace(/^\uFEFF/, ''));
  if (header === undefined) return [];
  return lines.map((fields, index) => {
    if (fields.length !== header.length) {
      throw new Error(`record ${index + 2} has ${fields.length} fields, the header has ${header.length}`);
    }
    return Object.fromEntries(header.map((name, column) => [name, fields[column] ?? '']));
  });
}

function splitFields(text: string): string[][] {
  const records: string[][] = [];
  let fields: string[] = [];
  // One field, quoted or not, and what ends it.
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/y;
  while (field.lastIndex < text.length) {
    const [, raw = '', end = ''] = field.exec(text) ?? badField(records.length + 1);
    fields.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end === ',') {
      if (field.lastIndex === text.length) fields.push('');
      else continue;
    }
    if (fields.length > 1 || fields[0] !== '') records.push(fields);
    fields = [];
  }
  return records;
}

function badField(record: number): never {
  throw new Error(`record ${record} has a quote in the wrong place`);
}
