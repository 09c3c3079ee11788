import { defineConfig } from 'vitest/config';
import LongestFirst from './tools/longest-first.ts';

// Two kinds of test files. `*.pure.test.ts` touch no store and no process: they share one process without isolation,
// because isolation is what a suite of small files costs. Everything else runs in forks beside one pair of embedded
// servers for the whole run. Limits of time are for what hangs: a machine that is slow, or busy, fails no test.
export default defineConfig({
  test: {
    reporters: ['default', './tools/count-reporter.ts'],
    // One more than the processors that CI has: tests of whole programs wait most of the time.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'pure',
          include: ['{packages,apps}/*/test/**/*.pure.test.ts', 'tests/**/*.pure.test.ts'],
          isolate: false,
          pool: 'threads',
          testTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'real',
          include: ['{packages,apps}/*/test/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: ['**/*.pure.test.ts', '**/node_modules/**'],
          globalSetup: ['packages/test-kit/src/global-setup.ts'],
          pool: 'forks',
          testTimeout: 300_000,
          hookTimeout: 420_000,
          expect: { poll: { timeout: 60_000, interval: 100 } },
        },
      },
    ],
  },
});
