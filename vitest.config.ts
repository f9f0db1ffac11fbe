import { defineConfig } from 'vitest/config'

/** Tests that put something in the place of a module. */
const MOCKING = 'test/unit/**/*.mocked.test.ts'

export default defineConfig({
  test: {
    expect: { requireAssertions: true },
    globalSetup: ['test/support/folder.ts'],
    // by default one processor is left idle, which is half of two
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['test/{unit,matrix,update,cli,joins}/**/*.test.ts'],
          exclude: [MOCKING],
          // no test keeps the state of a module: to load them once for all files halves the time
          isolate: false,
        },
      },
      { extends: true, test: { name: 'mocked', include: [MOCKING] } },
    ],
  },
})
