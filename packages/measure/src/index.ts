export * from './figures.ts';
export { isCounted } from './usage/counted.ts';
export { createRefresher } from './visits/refresher.ts';
export { createDossierRefresher } from './dossiers/refresher.ts';
export { createDossiers } from './dossiers/dossiers.ts';
export { createRefused } from './live/refused.ts';
export { createArrivals } from './arrivals/arrivals.ts';
export { createPortalDays } from './arrivals/portal-days.ts';
export { createRounds } from './rounds.ts';
