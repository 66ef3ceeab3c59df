/**
 * Puts the walk in the place of the Python functions that take snapshots and censuses, but only where both see the same
 * of a program that has every kind of object: an interpreter with other layouts keeps the Python functions.
 */
import { isDeepStrictEqual } from 'node:util'
import { assert } from '../../base/assert.ts'
import { plainCase } from '../../observation/case.ts'
import type { Observations, Outcome } from '../../observation/observations.ts'
import { parseProgram } from '../../program/parse/parse.ts'
import { CaseReader } from '../python/decode-log.ts'
import type { Greeting } from '../python/greeting.ts'
import { LogBytes } from '../python/log-bytes.ts'
import { planCase, Step } from '../python/plan.ts'
import { StatementCache } from '../python/statement-cache.ts'
import type { Sight } from '../python/walked-snapshot.ts'
import { defineFunction, type PythonModule } from './c-functions.ts'
import { HeapWalk, type Landmarks } from './heap-walk.ts'
import { findStatistics } from './statistics-place.ts'

/** What the interpreter offers while it is being started. */
export interface Trial {
  readonly module: PythonModule
  readonly greeting: Greeting
  /** Of inside.py, each a text. */
  readonly landmarks: () => string
  readonly changedStatistics: () => string
  /** Runs operations, and gives their log. */
  readonly run: (operations: readonly number[]) => Uint8Array
  /** Compiles statements; they become the operations behind the harness's own. */
  readonly learn: (texts: readonly string[]) => void
}

const WITHOUT_DEFAULTS = `
class C:
    x = (1, 2)
    def __init__(self, x):
        self.x = x
class S:
    __slots__ = ('a', '__weakref__')
c = C([1, {2: bytearray()}])
s = S()
s.a = frozenset([s, (1, (2, object()))])
d = {1: c, 'x': {'y': 2.5}, (1, 2): {}}
w = [weakref.ref(c), weakref.ref(s, print), weakref.ref(C(1))]
m = [c.__init__, iter(w), {1}]
m.append(m)
gc.collect(0)
gc.collect(1)
t = (c, (1, (2, 3)), None)
gc.garbage.append([])
g = [t]
gc.collect()
h = [g, g]
`
const WITH_DEFAULTS = `${WITHOUT_DEFAULTS}def f(x, y=(h, object())):
    return x
gc.collect()
def outer(x):
    def inner():
        return x
    yield inner
    raise ValueError(inner)
gen = outer([h])
next(gen)
try:
    next(gen)
except ValueError as error:
    kept = error
class L(list):
    pass
class M(L):
    pass
many = M([c, L(), Exception(c)])
many.x = weakref.proxy(c)
weak = [weakref.WeakValueDictionary(), weakref.WeakKeyDictionary(), weakref.WeakSet([c])]
weak[0][1] = c
weak[1][c] = (x for x in h)
del M
gc.collect()
`

/** The walk, installed; undefined where it cannot be had. */
export function watchHeap(trial: Trial): HeapWalk | undefined {
  const { module, greeting } = trial
  if (!NEEDED.every((name) => typeof module[name] === 'function')) return undefined
  const values = (): number[] => trial.changedStatistics().split(' ').map(Number)
  const statisticsAt = findStatistics(() => module.HEAPU32, values)
  if (statisticsAt === undefined) return undefined
  const lines = trial.landmarks().split('\n')
  const marks = Object.fromEntries(lines.map((line) => line.split(' ')).map(([name, at]) => [name, Number(at)]))
  const landmarks = marks as unknown as Landmarks
  const walk = new HeapWalk(module, greeting, landmarks, statisticsAt)
  const define = (name: string, body: () => void): boolean =>
    defineFunction(module, greeting.none, landmarks.builtins, `__hs_${name}__`, body)
  for (const [text, functionsAreSilent] of [
    [WITHOUT_DEFAULTS, true],
    [WITH_DEFAULTS, false],
  ] as const) {
    if (!define('walk', () => walk.snapshot(functionsAreSilent))) return undefined
    if (!seesTheSame(walk, trial, text)) return undefined
  }
  const isInstalled =
    define('snapshot', () => walk.snapshot(true)) &&
    define('snapshot_defaults', () => walk.snapshot(false)) &&
    define('census', () => walk.census())
  return isInstalled ? walk : undefined
}

const NEEDED = [
  'addFunction',
  'getWasmTableEntry',
  '_Py_DecRef',
  '_Py_IncRef',
  '_PyCFunction_NewEx',
  '_PyDict_Next',
  '_PyDict_SetItemString',
  '_PyErr_Clear',
  '_PyGC_Disable',
  '_PyGC_Enable',
  '_PyMem_RawMalloc',
  '_PyObject_CallOneArg',
  '_PyObject_GC_IsTracked',
  '_PyUnicode_AsUTF8AndSize',
] as const satisfies readonly (keyof PythonModule)[]

/** Runs a program with both kinds of snapshots after each statement. */
function seesTheSame(walk: HeapWalk, { greeting, run, learn }: Trial, text: string): boolean {
  const parsed = parseProgram(text)
  assert(parsed.ok, 'the program of the trial can be parsed')
  const cache = new StatementCache(greeting.controlCount)
  const item = plainCase(parsed.program, [...parsed.program.body.keys()])
  const plan = planCase(item, cache, greeting.controls)
  const { texts, names } = cache.takeNew()
  learn([...texts, '=__hs_walk__()'])
  const walkOperation = greeting.controlCount + texts.length
  const operations = plan.steps.flatMap((step, i) => {
    const operation = plan.operations[i] as number
    return step === Step.snapshot ? [operation, walkOperation] : [operation]
  })
  const steps = plan.steps.flatMap((step) => (step === Step.snapshot ? [step, step] : [step]))
  const bytes = run(operations)
  const sights = walk.takeSights()
  // With the sights, the second snapshot after each statement takes the place of the first.
  const read = (seen: readonly Sight[]): Observations => {
    const log = new LogBytes(bytes, 0, bytes.length)
    return new CaseReader(log, greeting, names, seen).read(item, { operations, steps }, logIsShort)
  }
  const written = read([])
  return (
    written.outcome.kind === 'finished' &&
    sights.length === parsed.program.body.length &&
    isDeepStrictEqual(read(sights), written)
  )
}

function logIsShort(statement: number): Outcome {
  return { kind: 'aborted', statement, assertion: 'the trial ended early' }
}
