/** The only tests that Stryker runs for a mutant. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['bench/mutation/killers.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
