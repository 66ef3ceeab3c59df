/**
 * `npm run mutation -- --mutate GLOB`: Stryker changes the simulation in one place at a time and sees whether a scenario or a
 * campaign notices (bench/mutation/killers.test.ts). docs/mutation.md says what was run and what survived.
 */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'bench/mutation/vitest.config.ts', related: false },
  mutate: ['src/engines/simulation/{gc,memory,object}/**/*.ts', '!**/*.test.ts', '!**/*.test-support.ts'],
  // Only tests that reach a mutant are run for it, and the first that fails ends it.
  coverageAnalysis: 'perTest',
  // What is worked out once when a module is loaded would need every test.
  ignoreStatic: true,
  // A mutant that loops is ended together with its process; the next gets a new one.
  timeoutMS: 20_000,
  timeoutFactor: 3,
  dryRunTimeoutMinutes: 30,
  concurrency: 1,
  maxTestRunnerReuse: 50,
  // Stryker rewrites references in a tsconfig through TypeScript's JavaScript API, which TypeScript 7 does not have.
  tsconfigFile: 'none',
  // A phrase that an assertion says, or a text for people, is not behaviour.
  mutator: { excludedMutations: ['StringLiteral'] },
  ignorePatterns: ['dist', 'reports', 'coverage', '.git', 'docs', 'tests'],
  tempDirName: 'reports/.mutation',
  // What was found out stays until the file or the tests change, so that a long run can be cut in pieces.
  incremental: true,
  incrementalFile: 'reports/mutation-incremental.json',
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: 'reports/mutation.json' },
  allowEmpty: false,
}
