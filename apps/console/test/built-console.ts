import path from 'node:path';

/** The console as it is served: `npm test` bundles it first, once after each change of it. */
export const BUILT_CONSOLE = path.join(import.meta.dirname, '../dist');
