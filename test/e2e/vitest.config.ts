import { defineConfig } from 'vitest/config'

/** Builds and runs real images: minutes, root and Debian's docker.io are needed. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/support/folder.ts', 'test/e2e/engine.ts'],
    testTimeout: 30 * 60_000,
    hookTimeout: 10 * 60_000,
    fileParallelism: false,
  },
})
