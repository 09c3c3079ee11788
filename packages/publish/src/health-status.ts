import type { Health, HealthReport } from '@emc/contract';

/** How old an unloaded hit may get before the operator should know. */
const LATE_MS = 60_000;

/** down = a store is away or hits are refused; degraded = it works, but something fails, lags, or waits for a person. */
export function healthStatus(report: HealthReport): Health['status'] {
  const working = report.stores.events.ok && report.stores.control.ok && report.spool.accepting;
  if (!working) return 'down';
  const { loader, spool } = report;
  const troubled = loader.failing || spool.failing || loader.setAside > 0 || loader.oldestUnloadedMs > LATE_MS;
  const missing = report.processes?.some(({ state }) => state !== 'running') ?? false;
  const noReaders = report.readers?.ok === false;
  const tooLarge = report.unanswered !== undefined;
  const damaged = report.damage?.some(({ accepted }) => !accepted) ?? false;
  return troubled || missing || noReaders || damaged || tooLarge ? 'degraded' : 'ok';
}
