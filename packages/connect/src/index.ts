export { createRegistry } from './registry.ts';
export { seedReferenceData } from './reference-data.ts';
export { loadCollectedSites, watchCollectedSites } from './collected-sites.ts';
export { createSalts } from './salts.ts';
export { createSystems } from './systems/systems.ts';
export { systemKey } from './systems/keys.ts';
export { watchCollectedSystems } from './systems/collected-systems.ts';
