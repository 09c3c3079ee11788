import { type AuditLog, EmcError } from '@emc/contract';

export type AuditedWrite = Parameters<AuditLog['begin']>[0];

/**
 * Does a write with an entry in the audit log before it and one with its outcome after it. When the log cannot be
 * written, nothing is done. When only the outcome cannot, the caller is told so although the write is done: the log
 * then says "begun", which is what is known.
 */
export async function audited<T>(audit: AuditLog, entry: AuditedWrite, write: () => Promise<T> | T): Promise<T> {
  const number = await audit.begin(entry);
  let answer: T;
  try {
    answer = await write();
  } catch (error) {
    await audit.end(number, error instanceof EmcError ? error.code : 'internal');
    throw error;
  }
  await audit.end(number, 'done');
  return answer;
}
