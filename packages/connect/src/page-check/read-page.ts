import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** A page's text, cut at the limit; null = not a page of text that we read. */
export type PageText = string | null;

const HTML = /^\s*(text\/html|application\/xhtml\+xml)\s*(;|$)/i;

/**
 * Reads the page as text, no further than the limit: counted after decompression, so that a small answer cannot unfold
 * into a large one. What lies beyond the limit is not looked at.
 *
 * @param most_bytes of the text, after decompression
 * @throws Error of the connection, of zlib, or the reason of the signal
 */
export async function readPage(answer: IncomingMessage, most_bytes: number, signal: AbortSignal): Promise<PageText> {
  const type = answer.headers['content-type'];
  const encoding = (answer.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const decoder = DECODERS[encoding];
  if ((type !== undefined && !HTML.test(type)) || decoder === undefined) {
    answer.destroy();
    return null;
  }
  const bytes = await readBytes(answer, decoder(), most_bytes, signal);
  return textOf(bytes, type ?? '');
}

/** One layer only: a server that folds its answer several times over is not read. */
const DECODERS: Partial<Record<string, () => Transform | null>> = {
  identity: () => null,
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

function readBytes(
  answer: IncomingMessage,
  decoder: Transform | null,
  most_bytes: number,
  signal: AbortSignal,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const source = decoder === null ? answer : answer.pipe(decoder);
    const chunks: Buffer[] = [];
    let size_bytes = 0;
    // The first that happens holds; what still comes from a connection that is torn down concerns nobody.
    const settle = (done: () => void): void => {
      done();
      signal.removeEventListener('abort', abort);
      source.on('error', () => {});
      answer.on('error', () => {});
      source.destroy();
      answer.destroy();
    };
    const fail = (error: Error): void => settle(() => reject(error));
    const abort = (): void => fail(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    const end = (): void => settle(() => resolve(Buffer.concat(chunks).subarray(0, most_bytes)));
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort);
    source.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size_bytes += chunk.length;
      if (size_bytes >= most_bytes) end();
    });
    source.once('end', end);
    source.once('error', fail);
    answer.once('error', fail);
    answer.once('aborted', () => fail(Object.assign(new Error('the answer broke off'), { code: 'ECONNRESET' })));
  });
}

/** The code is ASCII, so that only an encoding which spells ASCII differently matters: UTF-16. */
function textOf(bytes: Buffer, type: string): PageText {
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  const named = /charset\s*=\s*"?(utf-16(?:le|be)?)/i.exec(type)?.[1]?.toLowerCase();
  const text = new TextDecoder(marked ?? named ?? 'utf-8').decode(bytes);
  return text.includes('<') ? text : null;
}
