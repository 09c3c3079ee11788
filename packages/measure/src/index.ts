export * from './figures.ts';
export * from './last-hits.ts';
export { createRefresher } from './visits/refresher.ts';
export { createDossierRefresher } from './dossiers/refresher.ts';
export { createDossiers } from './dossiers/dossiers.ts';
