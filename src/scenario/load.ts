/**
 * YAML text → {@link Scenario}. All problems of the file are found at once, each at its true place; a file with any
 * problem is refused whole, so that nothing is ever run from a scenario that does not say what its author meant.
 */
import { isScalar } from 'yaml'
import { classNames } from './label.ts'
import type { ScenarioProblem } from './problem.ts'
import { ExpectationReader, isList, isMapping } from './read-expectation.ts'
import { type PythonText, readSteps } from './read-python.ts'
import { readRange } from './read-range.ts'
import type { CapabilityName, Scenario, ScenarioGcMode, Step } from './scenario.ts'
import { checkSchema } from './schema-check.ts'
import { readSource, SourceText } from './source-text.ts'
import { type PlainMapping, type PlainValue, pointer, readYaml, type YamlTree } from './yaml-tree.ts'

export type LoadResult =
  | { readonly ok: true; readonly scenario: Scenario }
  /** At least one problem, in the order of the file. */
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] }

/** `file` is the name that problems show. Bytes are checked to be UTF-8. */
export function loadScenario(text: string | Uint8Array, file: string): LoadResult {
  const source = readSource(file, text)
  if (!(source instanceof SourceText)) return { ok: false, problems: [source] }
  const tree = readYaml(source)
  if (tree.root === undefined) return { ok: false, problems: inOrder(tree.problems) }
  const problems = [...tree.problems, ...elsewhere(checkSchema(source, tree), tree.problems)]
  const scenario = isMapping(tree.root) ? read(source, tree, tree.root, problems) : undefined
  if (scenario === undefined || problems.length > 0) return { ok: false, problems: inOrder(problems) }
  return { ok: true, scenario }
}

function read(source: SourceText, tree: YamlTree, root: PlainMapping, problems: ScenarioProblem[]): Scenario {
  const steps = isList(root['steps']) ? root['steps'].map((step) => (isMapping(step) ? step : {})) : []
  const runs = steps.map((step, index) => runOf(tree, step, pointer('/steps', index)))
  const texts = runs.filter((run) => run !== undefined)
  const programs = readSteps(source, texts)
  if (!programs.ok) problems.push(...programs.problems)
  const whole = programs.ok && texts.length === runs.length
  const classes = whole ? classNames({ body: programs.value.flat() }) : undefined
  const reader = new ExpectationReader(source, tree, classes)
  const result: Scenario = {
    title: String(root['title']),
    why: optionalText(root['why']),
    source: optionalText(root['source']),
    python: readRange(source, tree, root['python'], '/python', problems),
    needs: (isList(root['needs']) ? root['needs'] : []) as readonly CapabilityName[],
    gc: (root['gc'] ?? 'disabled') as ScenarioGcMode,
    steps: steps.map((step, index): Step => {
      const expectations = reader.all(step['expect'], `${pointer('/steps', index)}/expect`)
      const statements = whole ? (programs.value[index] ?? []) : []
      const { refuses } = step
      if (typeof refuses !== 'bigint') return { statements, expectations }
      return { statements, expectations, refuses: Number(refuses) }
    }),
  }
  problems.push(...reader.problems, ...secondRefusals(source, tree, steps))
  return result
}

/** Memory runs out once. */
function secondRefusals(source: SourceText, tree: YamlTree, steps: readonly PlainMapping[]): ScenarioProblem[] {
  const at = steps.flatMap(({ refuses }, index) =>
    refuses === undefined ? [] : [`${pointer('/steps', index)}/refuses`],
  )
  return at.slice(1).map((place) => {
    const [start = 0, end = 0] = tree.places.get(place)?.value?.range ?? []
    return source.problem(start, end, 'memory runs out once in a scenario', 'keep `refuses` in one step')
  })
}

/** The Python text of a step; undefined where there is none (the schema check says so). */
function runOf(tree: YamlTree, step: PlainMapping, at: string): PythonText | undefined {
  const scalar = tree.places.get(`${at}/run`)?.value
  const text = step['run']
  return typeof text === 'string' && text !== '' && isScalar(scalar) ? { text, scalar } : undefined
}

function optionalText(value: PlainValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Without those where one of `known` stands: what could not be read has no right type either. */
function elsewhere(
  problems: readonly ScenarioProblem[],
  known: readonly ScenarioProblem[],
): readonly ScenarioProblem[] {
  const places = new Set(known.map(({ line, column }) => `${line}:${column}`))
  return problems.filter(({ line, column }) => !places.has(`${line}:${column}`))
}

/** By place, each said once: two checks may notice the same mistake. */
function inOrder(problems: readonly ScenarioProblem[]): readonly ScenarioProblem[] {
  const once = new Map(problems.map((problem) => [`${problem.line}:${problem.column}:${problem.message}`, problem]))
  return [...once.values()].sort((a, b) => a.line - b.line || a.column - b.column)
}
