export { createCollector, DEFAULT_PATHS, type Collector, type CollectorOptions } from './collector.ts';
export type { SaltSource } from './intake/intake.ts';
export type { StepStatus } from './intake/run-steps.ts';
export { createLoader, type Loader, type LoaderOptions, type LoaderStatus } from './loader/loader.ts';
export type { LoaderStore } from './loader/block-loader.ts';
export { Spool, type SpoolOptions, type SpoolStatus } from './spool/spool.ts';
export type { Log } from './log.ts';
