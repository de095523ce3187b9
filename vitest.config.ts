import { defineConfig } from 'vitest/config';

export default defineConfig({
  // `@/…`, as in tsconfig.json.
  resolve: { tsconfigPaths: true },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{bench,components,lib,sdk,server,test}/**/*.test.ts'],
          // Pure functions: nothing of one file is in the way of the next.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'http',
          include: ['e2e/{wire,clients,seeds}/*.test.ts'],
          globalSetup: ['e2e/harness/global-setup.ts'],
          setupFiles: ['e2e/harness/keep-to-document.ts'],
          // One service and one minute of its limits: the files take turns.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          // Long runs, asked for by name: statistics, the same change again and again, load.
          name: 'evidence',
          include: ['e2e/evidence/*.test.ts'],
          globalSetup: ['e2e/harness/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'process',
          include: ['e2e/process/*.test.ts'],
          // Each file starts services of its own: one at a time leaves room for the tests beside it.
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
