export { createApi, type ApiOptions } from './api.ts';
export { ROUTES } from './routes/index.ts';
export { healthStatus } from './routes/system.ts';
