import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/{unit,matrix,update,cli,joins}/**/*.test.ts'],
    expect: { requireAssertions: true },
    testTimeout: 20_000,
  },
})
