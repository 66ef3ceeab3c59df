/**
 * How the tests run: unit tests beside their files, everything that belongs to no single file under `tests`. With
 * TEST_REPORT set, the results are also written there as JSON (the continuous integration counts them).
 */
import { defineConfig } from 'vitest/config'

const report = process.env.TEST_REPORT

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    setupFiles: ['tests/property-seed.setup.ts'],
    // Interpreters in WebAssembly take seconds to start, more on a busy machine.
    testTimeout: 60_000,
    // All cores: by default one is left idle, which of two is half.
    maxWorkers: '100%',
    // No test changes what modules keep: to load them anew for each file would take a third of the time.
    isolate: false,
    hookTimeout: 60_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts', 'workers/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.contract.ts'],
      reporter: ['text-summary', 'html'],
    },
  },
})
