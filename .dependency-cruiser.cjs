/**
 * Who may import whom (docs/architecture.md shows the same table). Each layer names all it may import besides itself;
 * whatever is not named is refused. Unit tests beside their files are free of the table, and nothing may import them.
 *
 * The parser is swc, because dependency-cruiser cannot use the JavaScript API of TypeScript 7. Type-only imports count.
 */
const MAY_IMPORT = {
  base: '',
  program: 'base',
  semantics: 'base',
  observation: 'base program',
  verdict: 'base program observation',
  defect: 'base program semantics observation verdict',
  scenario: 'base program semantics observation',
  oracle: 'base program semantics observation verdict',
  generate: 'base program semantics',
  metamorphic: 'base program observation verdict',
  conformance: 'base program semantics scenario observation verdict',
  shrink: 'base program verdict',
  corpus: 'base program observation verdict',
  triage: 'base program observation scenario verdict',
  report: 'base program observation verdict triage',
  task: `base program semantics scenario observation verdict oracle generate engines metamorphic conformance shrink
    corpus triage defect`,
  coordinator: 'base program semantics scenario observation verdict generate conformance shrink corpus triage defect',
  cli: `base program semantics scenario observation verdict oracle generate engines metamorphic conformance shrink
    corpus triage report task coordinator defect`,
}

/** Single files that a layer may import besides its row: [layer, file]. */
const EXCEPTIONS = [
  // engine.ts is an interface: what an engine can show and does, without any engine.
  ['conformance', '^src/engines/engine[.]ts$'],
  ['coordinator', '^src/engines/engine[.]ts$'],
  // What coordinator and workers say to each other, and how both make a case of a program.
  ['coordinator', '^src/task/(messages|control-block|recipe-places|tally-sheet|campaign-case|plain-case)[.]ts$'],
]

const own = '[.](test|contract|test-support)[.]ts$'
const layerRules = Object.entries(MAY_IMPORT).map(([layer, row]) => {
  const allowed = row.split(/\s+/).filter((word) => word !== '')
  const exceptions = EXCEPTIONS.filter(([from]) => from === layer).map(([, file]) => file)
  return {
    name: `layer-${layer}`,
    severity: 'error',
    comment: `${layer} may import ${allowed.join(', ') || 'nothing of ours'}`,
    from: { path: `^src/${layer}/`, pathNot: own },
    to: { path: '^(src|workers|tests|bench)/', pathNot: [`^src/(${[layer, ...allowed].join('|')})/`, ...exceptions] },
  }
})

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'every-folder-is-in-the-table',
      severity: 'error',
      from: { path: '^src/', pathNot: [`^src/(${Object.keys(MAY_IMPORT).join('|')}|engines)/`, own] },
      to: {},
    },
    {
      name: 'engine-interface',
      severity: 'error',
      comment: 'what every engine shares knows no engine',
      from: { path: '^src/engines/[^/]+[.]ts$', pathNot: ['^src/engines/registry[.]ts$', own] },
      to: { path: '^src/', pathNot: '^src/(base|program|semantics|observation|engines/[^/]+[.]ts$)' },
    },
    {
      name: 'engines-know-only-themselves',
      severity: 'error',
      comment:
        'an engine imports its own folder, files directly in engines (not the registry) and base, program, semantics, observation',
      from: { path: '^src/engines/([^/]+)/', pathNot: own },
      to: {
        path: '^(src|workers|tests|bench)/',
        pathNot: [
          '^src/engines/($1|python)/',
          '^src/engines/(?!registry)[^/]+[.]ts$',
          '^src/(base|program|semantics|observation)/',
        ],
      },
    },
    {
      name: 'only-the-registry-opens-engines',
      severity: 'error',
      from: { path: '^(src|workers)/', pathNot: ['^src/engines/', own] },
      to: { path: '^src/engines/', pathNot: ['^src/engines/(engine|registry)[.]ts$'] },
    },
    {
      name: 'workers-hold-no-logic',
      severity: 'error',
      from: { path: '^workers/' },
      to: { path: '^(src|tests|bench)/', pathNot: '^src/(task|base)/' },
    },
    {
      name: 'defects-are-planted-from-outside',
      severity: 'error',
      comment: 'no part of the program knows of the defects but those that load, hunt and list them',
      from: {
        path: '^(src|workers)/',
        pathNot: ['^src/engines/registry[.]ts$', '^src/task/defect-task[.]ts$', '^src/cli/command-defects[.]ts$', own],
      },
      to: { path: '^fuzz/' },
    },
    {
      name: 'defects-replace-engines-or-the-oracle',
      severity: 'error',
      from: { path: '^fuzz/defects/' },
      to: { path: '^src/', pathNot: '^src/(base|program|semantics|observation|verdict|oracle|engines|defect)/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'type-only cycles included',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'a file that nothing imports and that imports nothing',
      from: { orphan: true, path: '^(src|workers)/', pathNot: own },
      to: {},
    },
    {
      name: 'no-dead-files',
      severity: 'error',
      comment: 'every file is reached from the command line, a worker or a benchmark',
      from: { path: ['^src/cli/main[.]ts$', '^workers/', '^bench/'] },
      to: { path: '^src/', pathNot: ['^src/cli/main[.]ts$', own], reachable: false },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^(src|workers|bench)/', pathNot: own },
      to: { path: ['^tests/', '[.](test|contract|test-support)[.]ts$'] },
    },
    {
      name: 'child-processes-only-in-engines',
      severity: 'error',
      from: { path: '^(src|workers)/', pathNot: ['^src/engines/', own] },
      to: { path: '^(node:)?child_process$' },
    },
    {
      name: 'piscina-only-in-crew',
      severity: 'error',
      from: { path: '.', pathNot: '^src/coordinator/crew[.]ts$' },
      to: { path: 'node_modules/piscina/' },
    },
    {
      name: 'no-unlisted-packages',
      severity: 'error',
      comment: 'what runs for a user is listed under dependencies',
      from: { path: '^(src|workers)/', pathNot: own },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined', 'deprecated'] },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
