import { isDeeperThan } from '@emc/contract';

/** Three times as deep as the deepest form that comes in. */
const DEEPEST = 20;

/** What a text says, or undefined when it is no JSON, or none of ours by its depth; a byte order mark before it is no fault. */
export function parseJson(text: string): unknown {
  if (isDeeperThan(DEEPEST, text)) return undefined;
  try {
    return JSON.parse(text.trimStart());
  } catch {
    // What the parser says repeats what was sent.
    return undefined;
  }
}
