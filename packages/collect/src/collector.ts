import type { IncomingMessage, ServerResponse } from 'node:http';
import { DossierDoor, type DossierDoorOptions } from './dossiers/door.ts';
import { BodyRoom } from './http/body-room.ts';
import { HitDoor, type HitDoorOptions } from './hit-door.ts';
import type { StepStatus } from './intake/run-steps.ts';

export interface CollectorOptions extends Omit<HitDoorOptions, 'bodies'> {
  /** Where bodies lie while they are read, of both doors; 256 MiB when left out, 64 MiB of one address. */
  bodies?: BodyRoom;
  /** The door for changes of dossiers; none is open when left out. */
  dossiers?: DossierDoorOptions;
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
  const bodies = options.bodies ?? new BodyRoom();
  const hits = new HitDoor({ ...options, bodies });
  const dossiers = options.dossiers && new DossierDoor({ ...options, ...options.dossiers, bodies });
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
