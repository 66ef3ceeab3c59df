/**
 * Scenario → YAML text, the inverse of loading: what is written loads as an equal scenario. Programs stand in literal
 * blocks, short lists and mappings on one line, and the first line lets editors find the schema.
 */
import { Document, isCollection, Scalar } from 'yaml'
import { printExpression, printStatement } from '../program/print.ts'
import type { Check, Entry, Expectation, ExpectedValue, Scenario, Step } from './scenario.ts'

/** What a scenario needs at least. */
export type ScenarioPieces = Pick<Scenario, 'title' | 'steps'> & Partial<Scenario>

export interface WriteOptions {
  /** Where the schema lies, as seen from the file. */
  readonly schema?: string
}

const FLOW_WIDTH_MAX = 90

export function scenarioToYaml(scenario: ScenarioPieces, options: WriteOptions = {}): string {
  const document = new Document(
    {
      title: scenario.title,
      ...(scenario.why === undefined ? {} : { why: scenario.why }),
      ...(scenario.source === undefined ? {} : { source: scenario.source }),
      ...(scenario.python === undefined ? {} : { python: scenario.python.text }),
      ...(scenario.needs === undefined || scenario.needs.length === 0 ? {} : { needs: scenario.needs }),
      ...(scenario.gc === undefined || scenario.gc === 'disabled' ? {} : { gc: scenario.gc }),
      steps: scenario.steps.map(stepNode),
    },
    { version: '1.2' },
  )
  const head = options.schema === undefined ? '' : `# yaml-language-server: $schema=${options.schema}\n`
  return head + document.toString({ lineWidth: 0, flowCollectionPadding: false })
}

function stepNode(step: Step): object {
  const text = step.statements.map(printStatement).join('')
  const oneLine = text.indexOf('\n') === text.length - 1
  const run = new Scalar(oneLine ? text.trimEnd() : text)
  run.type = oneLine ? 'PLAIN' : 'BLOCK_LITERAL'
  const how = step.refuses === undefined ? { run } : { run, refuses: step.refuses }
  const [first, ...rest] = step.expectations
  if (first === undefined) return how
  return { ...how, expect: rest.length === 0 ? expectationNode(first) : step.expectations.map(expectationNode) }
}

function expectationNode(expectation: Expectation): object {
  const result: Record<string, unknown> = {}
  if (expectation.python !== undefined) result['python'] = expectation.python.text
  for (const check of expectation.checks) result[check.key] = oneLineIfShort(checkNode(check))
  return result
}

function checkNode(check: Check): unknown {
  switch (check.key) {
    case 'value':
      return plain(check.value)
    case 'values':
      return mapping(check.entries, plain)
    case 'raises':
      return check.type
    case 'prints':
    case 'finalized':
    case 'callbacks':
      return check.ordered ? check.items : { in_any_order: check.items }
    case 'dead':
      return check.ordered ? { in_order: check.items } : check.items
    case 'alive':
    case 'garbage':
    case 'unraisable':
      return check.items
    case 'collections':
      return check.generations
    case 'refcounts':
    case 'generations':
    case 'reuses':
      return mapping<string | number>(check.entries, (expected) => expected)
    case 'memory':
    case 'image':
      return check.content
  }
}

/** A `Map`, because an expression such as `0` would change its place among an object's keys. */
function mapping<T>(entries: readonly Entry<T>[], value: (expected: T) => unknown): ReadonlyMap<string, unknown> {
  return new Map(entries.map((entry) => [printExpression(entry.expression), value(entry.expected)]))
}

function plain(value: ExpectedValue): unknown {
  switch (value.kind) {
    case 'none':
      return null
    case 'label':
      return value.label
    case 'list':
      return value.items.map(plain)
    case 'float':
      return floatNode(value.value)
    default:
      return value.value
  }
}

/** `1.0` must not be written as `1`. */
function floatNode(value: number): Scalar {
  const scalar = new Scalar(value)
  if (Number.isInteger(value)) scalar.minFractionDigits = 1
  return scalar
}

/** A list or mapping in flow style where it fits on a line; else its parts are, one a line. */
function oneLineIfShort(value: unknown): unknown {
  const node = new Document(value).contents
  if (!isCollection(node)) return node
  node.flow = true
  if (String(new Document(node)).length <= FLOW_WIDTH_MAX) return node
  node.flow = false
  return node
}
