import { Readable } from 'node:stream';
import { setImmediate as breathe } from 'node:timers/promises';
import type { FileInPieces } from '@emc/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addVary } from './assets.ts';
import { encode, encodingFor, type Encoding } from './encode.ts';

/** A file as an answer. */
export interface FileAnswer {
  file: FileInPieces;
  type: string;
  /** Within JSON, as the text of this field; the file itself when left out. */
  field?: string;
  headers?: Record<string, string>;
}

/** Packed once for all who take that, for as long as the file lives. */
const packed = new WeakMap<FileInPieces, Map<string, Promise<Buffer>>>();

/** Sends a file piece by piece, no faster than it is taken; packed when the client takes that. */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { file, field }: FileAnswer,
): Promise<FastifyReply> {
  addVary(reply, 'Accept-Encoding');
  const encoding = encodingFor(request.headers['accept-encoding']);
  if (encoding !== 'identity')
    return reply.header('content-encoding', encoding).send(await packedForm(file, field, encoding));
  if (field !== undefined) return reply.send(Readable.from(withinJson(file, field)));
  const size_bytes = file.reduce((sum, piece) => sum + piece.length, 0);
  return reply.header('content-length', String(size_bytes)).send(Readable.from(file));
}

function packedForm(file: FileInPieces, field: string | undefined, encoding: Encoding): Promise<Buffer> {
  const forms = packed.get(file) ?? new Map<string, Promise<Buffer>>();
  packed.set(file, forms);
  const name = `${encoding} ${field ?? ''}`;
  const form =
    forms.get(name) ??
    gathered(field === undefined ? file : withinJson(file, field)).then((whole) => encode(whole, encoding, 'each'));
  forms.set(name, form);
  // What failed is tried again.
  form.catch(() => forms.delete(name));
  return form;
}

/** Pieces between which others have their turn: some milliseconds of work. */
const PIECES_A_TURN = 32;

async function gathered(pieces: Iterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for (const piece of pieces) if (all.push(piece) % PIECES_A_TURN === 0) await breathe();
  return Buffer.concat(all);
}

/** Each piece ends where a character ends, so that it can be written as a part of a text by itself. */
function* withinJson(file: FileInPieces, field: string): Iterable<Buffer> {
  const text = new TextDecoder('utf-8', { ignoreBOM: true });
  yield Buffer.from(`{${JSON.stringify(field)}:"`);
  for (const piece of file) yield Buffer.from(JSON.stringify(text.decode(piece)).slice(1, -1));
  yield Buffer.from('"}');
}
