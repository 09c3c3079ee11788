export { BoundFile } from './bound/bound-file.ts';
export type { OtherCount } from './bound/other-counts.ts';
export { ValueBound } from './bound/value-bound.ts';
export { createCollector, type Collector, type CollectorOptions } from './collector.ts';
export { createLoader, type Loader } from './loader/loader.ts';
export type { LoaderStore } from './loader/store.ts';
export { Spool, type SpoolOptions } from './spool/spool.ts';
export { listAsides } from './spool/quarantine.ts';
export { askToLoad, readSetAside } from './spool/set-aside-rows.ts';
