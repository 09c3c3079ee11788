import { defineConfig } from 'vitest/config';

// Two kinds of test files. `*.pure.test.ts` touch no store and no process: they share one process without isolation,
// because isolation is what a suite of small files costs. Everything else runs in forks beside one pair of embedded
// servers for the whole run.
export default defineConfig({
  test: {
    reporters: ['default', './tools/count-reporter.ts'],
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'pure',
          include: ['{packages,apps}/*/test/**/*.pure.test.ts', 'tests/**/*.pure.test.ts'],
          isolate: false,
          pool: 'threads',
        },
      },
      {
        test: {
          name: 'real',
          include: ['{packages,apps}/*/test/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: ['**/*.pure.test.ts', '**/node_modules/**'],
          globalSetup: ['packages/test-kit/src/global-setup.ts'],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
