/**
 * The first half of `npm run coverage:generated`: which lines of the simulation's objects, collector and frames random
 * programs reach, without any scenario or unit test. The second half is `write-page.ts`.
 */
import { defineConfig } from 'vitest/config'
import { COUNTS, FOLDERS } from './plan.ts'

export default defineConfig({
  test: {
    include: ['bench/generated-coverage/programs.test.ts'],
    testTimeout: 3_600_000,
    coverage: {
      enabled: true,
      provider: 'v8',
      include: FOLDERS.map((folder) => `src/engines/simulation/${folder}/**/*.ts`),
      exclude: ['**/*.test.ts', '**/*.test-support.ts'],
      reporter: ['json'],
      reportsDirectory: COUNTS,
    },
  },
})
