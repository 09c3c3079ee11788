import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KeyedRedaction } from '@emc/contract';
import { DossierDoor, type DossierDoorOptions } from './dossiers/door.ts';
import { BodyRoom } from './http/body-room.ts';
import { HitDoor, type HitDoorOptions } from './hit-door.ts';
import { LargeBodies } from './large/large-bodies.ts';
import type { StepStatus } from './intake/run-steps.ts';

export interface CollectorOptions extends Omit<HitDoorOptions, 'bodies' | 'large'> {
  redaction: KeyedRedaction;
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
  /** Hands over the rest of them. Requests that still come are answered; large ones that they come later. */
  stop(): Promise<void>;
  status(): {
    steps: StepStatus[];
    dossierSteps: { tracking: StepStatus[]; synchronisation: StepStatus[] } | undefined;
  };
}

/** Characters; the longest path of ours, in any spelling that a client was given, has a tenth. */
const LONGEST_PATH = 1_000;

/** Of a hit the query string alone is long. */
function canBeOurs(url: string): boolean {
  const mark = url.indexOf('?');
  return (mark === -1 ? url.length : mark) <= LONGEST_PATH;
}

/** The door for what portals and procedure systems send. */
export function createCollector(options: CollectorOptions): Collector {
  const bodies = options.bodies ?? new BodyRoom();
  const secrets = { dossiers: options.dossiers?.secret, redaction: options.redaction.secret };
  const large = new LargeBodies(secrets, options.log);
  const hits = new HitDoor({ ...options, bodies, large });
  const dossiers = options.dossiers && new DossierDoor({ ...options, ...options.dossiers, bodies, large });
  return {
    handle: (request, response) =>
      canBeOurs(request.url ?? '') &&
      (hits.handle(request, response) || (dossiers?.handle(request, response) ?? false)),
    start: () => {
      hits.start();
      dossiers?.start();
    },
    stop: async () => {
      await large.stop();
      await Promise.all([hits.stop(), dossiers?.stop()]);
    },
    status: () => ({ steps: hits.status(), dossierSteps: dossiers?.status() }),
  };
}
