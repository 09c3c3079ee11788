import { isDeeperThan, isValueDeeperThan } from '@emc/contract';

/** Three times as deep as the deepest form that comes in. */
const DEEPEST = 20;
/** What is no longer becomes no more than a few megabytes; of anything longer the text is looked at before it is parsed. */
const SHORT = 64 * 1024;

/** What a text says, or undefined when it is no JSON, or none of ours by its depth; a byte order mark before it is no fault. */
export function parseJson(text: string): unknown {
  if (text.length > SHORT && isDeeperThan(DEEPEST, text)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text.trimStart());
  } catch {
    // What the parser says repeats what was sent.
    return undefined;
  }
  return text.length <= SHORT && isValueDeeperThan(DEEPEST, value) ? undefined : value;
}
