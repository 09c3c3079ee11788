import { createAccounts, readSignInSecret } from '@emc/accounts';
import { createFigures } from '@emc/measure';
import { createApi } from '@emc/publish';
import { buildTracker } from '@emc/tracker';
import type { Clock, HealthReport, Hierarchy, Registry } from '@emc/contract';
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import program from '../../package.json' with { type: 'json' };
import { atMost, STOP_PATIENCE_MS } from '../patience.ts';
import type { StartRooms } from '../rooms.ts';
import type { Freshness } from './presence.ts';

const CONSOLE_DIR = path.resolve(import.meta.dirname, '../../../console/dist');

/** What the API shows and changes; made elsewhere, because others need it too. */
interface Shown {
  registryAt: (clock: Clock) => Registry & Hierarchy;
  freshness: () => Freshness;
  health: () => Promise<HealthReport>;
  trackingPath: string;
}

/** The API, the console, the figures and the register. */
export async function startPublish(options: StartRooms, { registryAt, freshness, health, trackingPath }: Shown) {
  const { settings, data, stores, clock, publicUrl, simulated, log, stack } = options;
  const registry = registryAt(clock);
  const figures = createFigures({
    eventStore: stores.event,
    hierarchy: registry,
    clock,
    simulated,
    loaderStatus: freshness,
  });
  const { db } = stores.control;
  const people = createAccounts({ db, secret: await readSignInSecret(db), publicUrl, clock, log });
  const api = await createApi({
    registry,
    figures,
    ...people,
    health,
    operatorKey: data.operatorKey(),
    trackerFiles: (await buildTracker({ trackingPath })).files,
    consoleDir: existsSync(CONSOLE_DIR) ? CONSOLE_DIR : undefined,
    log,
    trustedProxies: settings.trustedProxies,
    publicUrl,
    version: program.version,
    simulated,
  });
  await api.ready();
  stack.defer(() => atMost(STOP_PATIENCE_MS, api.close()));
  return (request: IncomingMessage, response: ServerResponse): void => api.routing(request, response);
}
