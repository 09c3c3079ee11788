import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock, CollectedSite, Log } from '@emc/contract';
import { DossierDoor, type DossierDoorOptions } from './dossiers/door.ts';
import { HitDoor } from './hit-door.ts';
import type { SaltSource } from './intake/intake.ts';
import type { StepStatus } from './intake/run-steps.ts';
import type { Spool } from './spool/spool.ts';

export interface CollectorOptions {
  spool: Spool;
  /** The portals; a change comes as a new object for the site. */
  sites: { get(siteId: number): CollectedSite | undefined };
  salt: SaltSource;
  clock: Clock;
  /** Where hits come in: full paths, without query. */
  paths?: readonly string[];
  /** Addresses or networks whose X-Forwarded-For is believed; none when left out. */
  trustedProxies?: readonly string[];
  /** Query parameters that stay in stored paths; none when left out. */
  keptParameters?: readonly string[];
  /** False: maintenance, every hit is answered 503. */
  recording?: () => boolean;
  /** Longest body; 512 KiB when left out (200 hits of a log importer are about 150 KiB). */
  bodyLimit_bytes?: number;
  /** The door for changes of dossiers; none is open when left out. */
  dossiers?: DossierDoorOptions;
  /** Times the steps; `performance.now` when left out. */
  timer?: () => number;
  log: Log;
}

export interface Collector {
  /** Answers the request when its path is one of the collector's, else returns false and touches nothing. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** Begins to hand the counts of what was not counted to the spool. */
  start(): void;
  /** Hands over the rest of them. Requests that still come are answered. */
  stop(): Promise<void>;
  status(): {
    steps: StepStatus[];
    dossierSteps: { tracking: StepStatus[]; synchronisation: StepStatus[] } | undefined;
  };
}

/** The door for what portals and procedure systems send. */
export function createCollector(options: CollectorOptions): Collector {
  const hits = new HitDoor(options);
  const dossiers = options.dossiers && new DossierDoor({ ...options, ...options.dossiers });
  return {
    handle: (request, response) => hits.handle(request, response) || (dossiers?.handle(request, response) ?? false),
    start: () => {
      hits.start();
      dossiers?.start();
    },
    stop: async () => {
      await Promise.all([hits.stop(), dossiers?.stop()]);
    },
    status: () => ({ steps: hits.status(), dossierSteps: dossiers?.status() }),
  };
}
