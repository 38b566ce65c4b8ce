import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'rooms', include: ['tests/**/*.test.ts'], exclude: ['tests/e2e/**'] } },
      {
        extends: true,
        test: { name: 'program', include: ['tests/e2e/**/*.test.ts'], globalSetup: ['tests/support/build-once.ts'] },
      },
    ],
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: { include: ['src/**/*.ts'] },
  },
});
