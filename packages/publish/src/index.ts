export { createApi, type ApiOptions } from './api.ts';
export { ROUTES } from './routes/index.ts';
export { trackerAssets } from './tracker-files.ts';
