import type { Loader, Spool } from '@emc/collect';
import type { HealthReport } from '@emc/contract';
import { sql } from '@emc/control-store';
import type { Stores } from './stores.ts';

/** What the program knows about itself, for GET /api/v1/health. */
export async function healthOf(parts: { stores: Stores; loader: Loader; spool: Spool }): Promise<HealthReport> {
  const { stores } = parts;
  const [events, control] = await Promise.all([
    answers(() => stores.event.read.query({ query: 'SELECT 1' }).then((reply) => reply.text())),
    answers(() => sql`SELECT 1`.execute(stores.control.db)),
  ]);
  const loader = parts.loader.status();
  const spool = parts.spool.status();
  return {
    stores: { events, control },
    loader: {
      oldestUnloadedMs: Math.round(loader.oldestUnloaded_ms),
      loadedThrough: new Date(loader.loadedThrough_ms).toISOString(),
      failing: loader.lastError !== undefined,
      setAside: loader.quarantined.length,
    },
    spool: {
      accepting: spool.accepting,
      failing: spool.lastError !== undefined,
      usedBytes: spool.used_bytes,
      limitBytes: spool.limit_bytes,
    },
  };
}

async function answers(ask: () => Promise<unknown>): Promise<{ ok: boolean; detail: string | null }> {
  try {
    await ask();
    return { ok: true, detail: null };
  } catch {
    // The reason is in the log; an address or a user's name has no place in a public answer.
    return { ok: false, detail: 'it does not answer' };
  }
}
