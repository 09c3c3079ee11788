export { createApi, type ApiOptions } from './api.ts';
export type { StaticFile } from './assets.ts';
export type { Schedule } from './live-feed.ts';
export type { Log } from './log.ts';
export { openApiOf } from './openapi.ts';
export { ROUTES } from './routes/index.ts';
