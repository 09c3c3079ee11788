export { TRACKER_LIMIT_GZIP_BYTES, buildTracker } from './build.ts';
