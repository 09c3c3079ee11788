import { createAccounts, readSignInSecret } from '@emc/accounts';
import { readOtherHits, readOtherValues, readRedaction } from '@emc/control-store';
import { createEvaluations, loadIndicatorSets } from '@emc/evaluate';
import { createDossiers, createFigures, createPortalDays, createRefused } from '@emc/measure';
import { createApi, trackerAssets } from '@emc/publish';
import { buildTracker } from '@emc/tracker';
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import program from '../../package.json' with { type: 'json' };
import { atMost, STOP_PATIENCE_MS } from '../patience.ts';
import type { StartReading } from './start-reading.ts';
import type { Shown } from './shown.ts';

const INDICATOR_SETS_DIR = path.resolve(import.meta.dirname, '../../../../indicator-sets');
const CONSOLE_DIR = path.resolve(import.meta.dirname, '../../../console/dist');

/** The API, the console, the figures and the register. */
export async function startPublish(options: StartReading, shown: Shown & { operatorKey: string }) {
  const { register, freshness, health, damage, repairs, operatorKey } = shown;
  const { settings, stores, clock, publicUrl, simulated, log, stack } = options;
  const { registry, systems, catalogue, connections, trackingPath } = register;
  const { db } = stores.control;
  const measured = { eventStore: stores.eventForReaders, clock, simulated, loaderStatus: freshness, damage };
  const dossiers = createDossiers({ ...measured, systems, catalogue, registry });
  const { files: trackerFiles } = await buildTracker({ trackingPath });
  const { close: closeAccounts, ...people } = createAccounts({
    db,
    secret: await readSignInSecret(db),
    redaction: await readRedaction(db),
    publicUrl,
    clock,
    log,
  });
  // After the API, which may count until it is closed.
  stack.defer(() => atMost(STOP_PATIENCE_MS, closeAccounts()));
  const api = await createApi({
    registry,
    systems,
    catalogue,
    connections,
    dossiers,
    figures: createFigures({
      ...measured,
      hierarchy: registry,
      otherValues: (siteId, since) => readOtherValues(db, siteId, since),
    }),
    refused: createRefused({
      ...measured,
      hierarchy: registry,
      systems,
      otherHits: (since, most) => readOtherHits(db, since, most),
    }),
    evaluations: createEvaluations({
      sets: await loadIndicatorSets(INDICATOR_SETS_DIR),
      registry,
      hierarchy: registry,
      systems,
      catalogue,
      connections,
      dossiers,
      portalDays: createPortalDays({ eventStore: stores.eventForReaders }),
      clock,
      simulated,
    }),
    ...people,
    health,
    repairs,
    clock,
    operatorKey,
    trackerFiles,
    consoleDir: existsSync(CONSOLE_DIR) ? CONSOLE_DIR : undefined,
    log,
    trustedProxies: settings.trustedProxies,
    publicUrl,
    publicUrlIsSet: settings.publicUrl !== undefined,
    version: program.version,
    simulated,
  });
  await api.ready();
  stack.defer(() => atMost(STOP_PATIENCE_MS, api.close()));
  return {
    answer: (request: IncomingMessage, response: ServerResponse): void => api.routing(request, response),
    /** What portals' pages load. */
    scripts: trackerAssets(trackerFiles).map(({ path: at, body, tag, headers }) => ({
      path: at,
      body,
      headers: { ...headers, etag: `"${tag}"` },
    })),
  };
}
