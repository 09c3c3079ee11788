import type { Redaction } from '@emc/contract';
import { MOST_FAULTS } from '../dossiers/answers.ts';
import { beginIntake, type DossierContext, type DossierIntake } from '../dossiers/intake.ts';
import { FEEDS } from '../dossiers/steps.ts';
import { StepRunner } from '../intake/run-steps.ts';
import type { SpoolRows } from '../spool/group.ts';
import type { DossierJob, DossierResult } from './jobs.ts';

/** The real waiter is where the spool is. */
const NO_WAITER = { written: () => undefined, failed: () => undefined };

/** Runs large requests through the steps of their feed; what passes them goes back as rows, not into the spool. */
export function createDossierReader(secret: Buffer, redaction: Redaction): (job: DossierJob) => DossierResult {
  const timer = (): number => performance.now();
  const runners = {
    tracking: new StepRunner(FEEDS.tracking, timer),
    synchronisation: new StepRunner(FEEDS.synchronisation, timer),
  };
  return ({ feed, pieces, systems, service, key, address, now_ms }) => {
    const body = Buffer.concat(pieces).toString('utf8');
    const intake = beginIntake({ service, key, address, now_ms, body, waiter: NO_WAITER });
    let rows: SpoolRows | undefined;
    const context: DossierContext = {
      systems: {
        bySite: (siteId) => systems.find((system) => system.siteId === siteId),
        byKeyDigest: (digest) => systems.find((system) => system.keyDigest === digest),
      },
      secret,
      redaction,
      recording: () => true,
      spool: {
        append: (type, day, encoded, count) => {
          // The encoder's memory is used again.
          rows = { type, day, rows: Uint8Array.from(encoded), count };
          return true;
        },
      },
    };
    const reason = runners[feed].run(intake, context);
    return { reason, endedAt: runners[feed].endedAt, rows, ...countsOf(intake) };
  };
}

/** A million faults are not worth sending from one thread to another. */
function countsOf({ system, records, faults }: DossierIntake) {
  return {
    systemId: system?.systemId ?? 0,
    records: records.length,
    faults: faults.slice(0, MOST_FAULTS),
    faultsInAll: faults.length,
  };
}
