export * from './time.ts';
export * from './log.ts';
export * from './hits.ts';
export * from './errors.ts';
export * from './registry.ts';
export * from './usage.ts';
export * from './services.ts';
export * from './api.ts';
