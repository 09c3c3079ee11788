export { createRegistry, type RegistryOptions } from './registry.ts';
export { seedReferenceData } from './reference-data.ts';
export { loadCollectedSites, watchCollectedSites, type WatchOptions } from './collected-sites.ts';
export { createSalts, type DailySalt, type SaltOptions, type Salts } from './salts.ts';
