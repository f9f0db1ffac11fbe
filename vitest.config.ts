import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/{unit,matrix,update,cli,joins}/**/*.test.ts'],
    expect: { requireAssertions: true },
    globalSetup: ['test/support/folder.ts'],
    testTimeout: 20_000,
    // no test replaces a module or keeps one's state: to load them once for all files halves the time
    isolate: false,
  },
})
