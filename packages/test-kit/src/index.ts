export * from './browser.ts';
export * from './clock.ts';
export * from './directory.ts';
export * from './eventually.ts';
export * from './portal-site.ts';
export * from './program.ts';
export * from './stores.ts';
