import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DOSSIER_COLUMNS, HIT_COLUMNS } from '@emc/event-store';
import { QUARANTINE } from './directory.ts';
import { FRAME_TYPES, readSegment, type FrameInfo } from './frames.ts';

type Column = (typeof HIT_COLUMNS)[number];
type Row = Record<string, string | number>;

/** The name of the empty file that asks the loader to send a file of the quarantine again. */
export function requestOf(name: string): string {
  return `${name}.load`;
}

/** Asks the loader for a file of the quarantine; it looks every few seconds, and when it starts. @throws when there is no such file */
export async function askToLoad(dir: string, name: string): Promise<void> {
  await readFile(path.join(dir, QUARANTINE, name));
  await writeFile(path.join(dir, QUARANTINE, requestOf(name)), '', { mode: 0o600 });
}

/** The rows of the whole frames of a file in the quarantine, as the tables name their columns, each with the `type` of its frame. */
export async function readSetAside(dir: string, name: string): Promise<Row[]> {
  const bytes = await readFile(path.join(dir, QUARANTINE, name));
  return (readSegment(bytes)?.frames ?? []).flatMap((frame) => readFrameRows(bytes, frame));
}

function readFrameRows(bytes: Buffer, { type, count, from, to }: FrameInfo): Row[] {
  const kind = Object.entries(FRAME_TYPES).find(([, one]) => one === type)![0];
  const payload = bytes.subarray(from, to);
  try {
    const rows =
      type === FRAME_TYPES.hits
        ? decode(payload, HIT_COLUMNS)
        : type === FRAME_TYPES.dossiers
          ? decode(payload, DOSSIER_COLUMNS)
          : (JSON.parse(payload.toString()) as Row[]);
    return rows.map((row) => ({ type: kind, ...row }));
  } catch {
    return [{ type: kind, count, unreadable: payload.toString('base64') }];
  }
}

/** RowBinary, as ClickHouse reads it. @throws RangeError where bytes are missing */
function decode(bytes: Buffer, columns: readonly Column[]): Row[] {
  const rows: Row[] = [];
  for (const reader = { bytes, at: 0 }; reader.at < bytes.length;)
    rows.push(Object.fromEntries(columns.map((column) => [column.name, readValue(reader, column.type)])));
  return rows;
}

interface Reader {
  bytes: Buffer;
  at: number;
}

const READERS: Readonly<Record<string, (reader: Reader, type: string) => string | number>> = {
  UInt8: ({ bytes, at }) => bytes.readUInt8(at),
  UInt16: ({ bytes, at }) => bytes.readUInt16LE(at),
  UInt32: ({ bytes, at }) => bytes.readUInt32LE(at),
  UInt64: ({ bytes, at }) => bytes.readBigUInt64LE(at).toString(),
  Int8: ({ bytes, at }) => bytes.readInt8(at),
  Float64: ({ bytes, at }) => bytes.readDoubleLE(at),
  Enum8: ({ bytes, at }, type) =>
    new RegExp(`'([^']*)' = ${bytes.readInt8(at)}\\b`).exec(type)?.[1] ?? bytes.readInt8(at),
  DateTime64: ({ bytes, at }) => new Date(Number(bytes.readBigInt64LE(at))).toISOString(),
};
const SIZES: Readonly<Record<string, number>> = { UInt16: 2, UInt32: 4, UInt64: 8, Float64: 8, DateTime64: 8 };

function readValue(reader: Reader, type: string): string | number {
  const name = /^\w+/.exec(type)![0];
  const read = READERS[name];
  if (read === undefined) return readText(reader);
  const value = read(reader, type);
  reader.at += SIZES[name] ?? 1;
  return value;
}

function readText(reader: Reader): string {
  let length = 0;
  for (let shift = 0, byte = 128; byte >= 128; shift += 7) {
    byte = reader.bytes.readUInt8(reader.at++);
    length |= (byte & 127) << shift;
  }
  const end = reader.at + length;
  if (end > reader.bytes.length) throw new RangeError('the text ends behind the row');
  const text = reader.bytes.toString('utf8', reader.at, end);
  reader.at = end;
  return text;
}
