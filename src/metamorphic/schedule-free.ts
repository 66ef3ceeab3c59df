/**
 * What is left of a program when everything is taken out to which it matters when collections run: what may notice that an
 * object died, or hold on to one that is about to. So no finalizers, no weak references, no numbers of references, no
 * addresses (by which sets order their elements), no code that runs when a generator is closed; and of the collector
 * only what starts it or sets it, where nobody uses the answer. Loops that might never end without something that went
 * go with it.
 */
import type { Expression, Program } from '../program/ast.ts'
import { deleteStatement } from '../program/edit.ts'
import { repairScope } from '../program/repair.ts'
import { type Path, type Placed, topLevel, walk } from '../program/shape.ts'
import { calledOfGc, makesSet } from './telling.ts'

/** The collector's only where nobody uses the answer. */
const TELLING_NAMES: ReadonlySet<string> = new Set(['gc', 'weakref', 'sys', 'id'])
const RUNS_WHEN_CLOSED: ReadonlySet<string> = new Set(['try', 'with'])
/** Functions of `gc`, with how many generations, or thresholds, each may get. */
const HARMLESS: Readonly<Record<string, readonly number[]>> = {
  collect: [0, 1],
  enable: [0],
  disable: [0],
  set_threshold: [3],
}
const GENERATIONS: ReadonlySet<number | bigint> = new Set([0, 1, 2])
/** Repairs may bring in what tells; not more than a few times. */
const ROUNDS = 4

/** Undefined where nothing is left. */
export function scheduleFree(program: Program): Program | undefined {
  let free = program
  for (let round = 0; round < ROUNDS; round++) {
    const telling = tellingStatements(free)
    if (telling.length === 0) return free.body.length === 0 ? undefined : free
    // From the last on, so that the places of the others stay.
    for (const path of telling.reverse()) free = deleteStatement(free, path)
    free = repairScope(free)
  }
  return undefined
}

/** Paths of the innermost statements that tell, in source order, none inside another. */
function tellingStatements(program: Program): Path[] {
  const harmless = new Set<string>()
  const found = new Map<string, Path>()
  const guards: Path[] = []
  const loops: Path[] = []
  const whiles: Path[] = []
  for (const placed of walk(topLevel(program))) {
    const { node, path } = placed
    if (node.kind === 'expression' && isHarmlessCall(node.value))
      harmless.add([...path, 'value', 'function', 'object'].join('.'))
    if (RUNS_WHEN_CLOSED.has(node.kind)) guards.push(path)
    if (node.kind === 'for' || node.kind === 'while') loops.push(path)
    if (node.kind === 'while') whiles.push(path)
    const guard = node.kind === 'yield' ? guards.find((suite) => isInside(path, suite)) : undefined
    const inner = guard ?? (tells(placed) && !harmless.has(path.join('.')) ? statementAround(path) : undefined)
    if (inner === undefined) continue
    const outer = loops.find((loop) => isInside(inner, loop)) ?? inner
    found.set(outer.join('.'), outer)
  }
  const paths = found.size === 0 ? [] : [...found.values(), ...whiles]
  return paths.filter((path) => !paths.some((other) => isInside(path, other))).sort(inSourceOrder)
}

function tells({ node }: Placed): boolean {
  if (node.kind === 'def') return node.name === '__del__'
  return makesSet(node) || (node.kind === 'name' && TELLING_NAMES.has(node.name))
}

function isHarmlessCall(value: Expression): boolean {
  const name = calledOfGc(value)
  if (value.kind !== 'call' || name === undefined) return false
  if (HARMLESS[name]?.includes(value.arguments.length) !== true) return false
  return value.arguments.every((item) => item.kind === 'int' && (name !== 'collect' || GENERATIONS.has(item.value)))
}

const SUITES: ReadonlySet<string | number> = new Set(['body', 'orelse', 'finalbody'])

/** Down to the last index into a list of statements. */
function statementAround(path: Path): Path {
  let end = 0
  for (let i = 1; i < path.length; i++)
    if (typeof path[i] === 'number' && SUITES.has(path[i - 1] as string)) end = i + 1
  return path.slice(0, end)
}

function isInside(path: Path, around: Path): boolean {
  return path.length > around.length && around.every((step, i) => step === path[i])
}

function inSourceOrder(a: Path, b: Path): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [one, other] = [a[i], b[i]]
    if (one === other) continue
    // Suites of one statement: deleting in one leaves the others alone.
    return typeof one === 'number' && typeof other === 'number' ? one - other : 0
  }
  return 0
}
