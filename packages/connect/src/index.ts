export { createRegistry } from './registry.ts';
export { seedReferenceData } from './reference-data.ts';
export { loadCollectedSites, watchCollectedSites } from './collected-sites.ts';
export { createSalts } from './salts.ts';
