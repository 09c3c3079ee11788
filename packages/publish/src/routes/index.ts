import type { Route } from '../route.ts';
import { bodyRoutes } from './bodies.ts';
import { liveRoutes } from './live.ts';
import { portalRoutes } from './portals.ts';
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
  ...systemRoutes,
];
