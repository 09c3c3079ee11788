import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { preferred } from './negotiate.ts';

export type Encoding = 'br' | 'gzip' | 'identity';

/** Below this an answer fits in one packet anyway, and packing it costs more than it saves. */
export const MINIMUM_bytes = 1_000;

const squeezeBrotli = promisify(brotliCompress);
const squeezeGzip = promisify(gzip);

/** The encoding to answer in. A client that says nothing gets the plain bytes. */
export function encodingFor(acceptEncoding: string | undefined): Encoding {
  if (acceptEncoding === undefined) return 'identity';
  return preferred(acceptEncoding, ['br', 'gzip', 'identity'] as const) ?? 'identity';
}

/**
 * The bytes in an encoding.
 * @param effort `once` for what is packed once and sent often, `each` for what is packed for every answer.
 */
export async function encode(body: Buffer, encoding: Encoding, effort: 'once' | 'each'): Promise<Buffer> {
  const thorough = effort === 'once';
  if (encoding === 'identity') return body;
  if (encoding === 'gzip') return squeezeGzip(body, { level: thorough ? 9 : 5 });
  const quality = {
    [constants.BROTLI_PARAM_QUALITY]: thorough ? 10 : 4,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
  };
  return squeezeBrotli(body, { params: quality });
}
