import { defineConfig } from 'vitest/config';

const e2e = {
  /** Real windows, real workers, real time: one file after another, nothing else beside it. */
  fileParallelism: false,
  testTimeout: 120_000,
  hookTimeout: 180_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{protocol,domain,sfu,electron,renderer,scripts,bench}/**/*.test.{ts,tsx}', 'tests/{contract,house,hall,scenarios,chaos,network}/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers: 2,
        },
      },
      { test: { name: 'e2e', include: ['tests/e2e/**/*.test.ts'], ...e2e } },
    ],
  },
});
