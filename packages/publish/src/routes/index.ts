import type { Route } from '../route.ts';
import { accountRoutes } from './accounts.ts';
import { auditRoutes } from './audit.ts';
import { campaignRoutes } from './campaigns.ts';
import { connectionRoutes } from './connection.ts';
import { dossierRoutes } from './dossiers.ts';
import { evaluationRoutes } from './evaluations.ts';
import { openDataRoutes } from './open-data.ts';
import { procedureRoutes } from './procedures.ts';
import { procedureSystemRoutes } from './systems.ts';
import { bodyRoutes } from './bodies.ts';
import { liveRoutes } from './live.ts';
import { portalRoutes } from './portals.ts';
import { refusedRoutes } from './refused.ts';
import { repairRoutes } from './repair.ts';
import { systemRoutes } from './system.ts';
import { unitRoutes } from './units.ts';
import { usageRoutes } from './usage.ts';

/** Every route of the API, in the order in which the documentation shows them. */
export const ROUTES: readonly Route[] = [
  ...bodyRoutes,
  ...unitRoutes,
  ...portalRoutes,
  ...usageRoutes,
  ...liveRoutes,
  ...procedureRoutes,
  ...procedureSystemRoutes,
  ...dossierRoutes,
  ...connectionRoutes,
  ...refusedRoutes,
  ...campaignRoutes,
  ...evaluationRoutes,
  ...openDataRoutes,
  ...accountRoutes,
  ...auditRoutes,
  ...systemRoutes,
  ...repairRoutes,
];
