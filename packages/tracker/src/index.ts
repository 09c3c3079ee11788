export { TRACKER_LIMIT_GZIP_BYTES, buildTracker } from './build.ts';
export type { TrackerBuild, TrackerFile, TrackerOptions } from './build.ts';
