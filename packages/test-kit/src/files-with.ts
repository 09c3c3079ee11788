import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * The files below a directory that hold some bytes: raw, as hexadecimal digits of either case, or as base64 at any offset.
 * Files that vanish meanwhile are left out.
 */
export function filesWith(dir: string, secretHex: string): string[] {
  const raw = Buffer.from(secretHex, 'hex');
  const forms = [raw, Buffer.from(secretHex), Buffer.from(secretHex.toUpperCase()), ...base64Forms(raw)];
  return filesBelow(dir).filter((file) => {
    const content = contentOf(file);
    return content !== undefined && forms.some((form) => content.includes(form));
  });
}

/** Both alphabets, at each of the three offsets, without the letters that depend on what stands beside. */
function base64Forms(raw: Buffer): Buffer[] {
  return (['base64', 'base64url'] as const).flatMap((alphabet) =>
    [0, 1, 2].map((offset) => {
      const whole = raw.subarray(offset === 0 ? 0 : 3 - offset);
      return Buffer.from(whole.subarray(0, whole.length - (whole.length % 3)).toString(alphabet));
    }),
  );
}

function filesBelow(dir: string): string[] {
  const entries = readdirSync(dir, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

function contentOf(file: string): Buffer | undefined {
  try {
    return statSync(file).size > 0 ? readFileSync(file) : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
