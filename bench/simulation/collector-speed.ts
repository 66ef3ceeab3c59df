/**
 * What a full collection costs an object, by shape, heap size, dead or live: median and spread of five, beside native
 * CPython where a path is given:
 *
 *   node dist/bench/simulation/collector-speed.js [VERSION] [PYTHON]
 *
 * Shapes are the synthetic records of gc/synthetic-heap.ts: `node` refers to its neighbour in a ring, as an instance
 * with slots does, and is read through its row's `traverse`; `list` holds its neighbour and is read in place.
 */
import { execFileSync } from 'node:child_process'
import { monotonicMs } from '../../src/base/clock.ts'
import { DIALECTS } from '../../src/engines/simulation/dialect.ts'
import { collect } from '../../src/engines/simulation/gc/collect.ts'
import { newNode, setReference, syntheticHeap } from '../../src/engines/simulation/gc/synthetic-heap.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { listAppend, newList } from '../../src/engines/simulation/object/list.ts'
import { decref } from '../../src/engines/simulation/object/refcount.ts'

const ROUNDS = 5
const SIZES = [1e4, 1e5, 1e6]
const [version = '3.12', python] = process.argv.slice(2)
const dialect = DIALECTS.find((candidate) => candidate.semantics.id === version)
if (dialect === undefined) throw new Error(`there is no dialect ${version}`)

type Shape = 'node' | 'list'

function ring(m: Machine, type: Address, shape: Shape, size: number): Int32Array {
  const objects = new Int32Array(size)
  const link = (from: Address, to: Address): void => {
    if (shape === 'list') listAppend(m, from, to)
    else setReference(m, from, 0, to)
  }
  for (let i = 0; i < size; i++) {
    const o = shape === 'list' ? newList(m, 0) : newNode(m, type)
    objects[i] = o
    if (i > 0) link(o, objects[i - 1] as number)
  }
  link(objects[0] as number, objects[size - 1] as number)
  return objects
}

function measure(shape: Shape, size: number): { live: number[]; dead: number[] } {
  const { m, plainType } = syntheticHeap(dialect as (typeof DIALECTS)[number], 2 ** 24 + Math.ceil((size * 200) / 65536) * 65536, () => {})
  const live: number[] = []
  const dead: number[] = []
  for (let round = 0; round < ROUNDS + 1; round++) {
    const objects = ring(m, plainType, shape, size)
    collect(m, 2)
    let start = monotonicMs()
    collect(m, 2)
    if (round > 0) live.push(((monotonicMs() - start) * 1e6) / size)
    for (let i = 0; i < size; i++) decref(m, objects[i] as number)
    start = monotonicMs()
    const collected = collect(m, 2)
    if (round > 0) dead.push(((monotonicMs() - start) * 1e6) / size)
    if (collected !== size) throw new Error(`collected ${collected} of ${size}`)
  }
  return { live, dead }
}

const PYTHON = `
import gc, sys, time, json
gc.disable(); gc.collect(); gc.freeze()
class S: __slots__ = ('a', 'b')
def ring(shape, n):
    xs = [S() for _ in range(n)] if shape == 'node' else [[] for _ in range(n)]
    for i in range(n):
        if shape == 'node': xs[i].a = xs[i - 1]
        else: xs[i].append(xs[i - 1])
    return xs
out = {}
for shape in ('node', 'list'):
    for n in ${JSON.stringify(SIZES)}:
        live, dead = [], []
        for r in range(${ROUNDS}):
            xs = ring(shape, int(n))
            gc.collect()
            t = time.perf_counter(); gc.collect(); live.append((time.perf_counter() - t) / n * 1e9)
            del xs
            t = time.perf_counter(); gc.collect(); dead.append((time.perf_counter() - t) / n * 1e9)
        out['%s %d' % (shape, n)] = {'live': live, 'dead': dead}
print(json.dumps(out))
`

function native(path: string): Record<string, { live: number[]; dead: number[] }> {
  return JSON.parse(execFileSync(path, ['-c', PYTHON], { encoding: 'utf8' }))
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number

function cell(values: readonly number[]): string {
  return `${median(values).toFixed(1)} (${Math.min(...values).toFixed(1)}–${Math.max(...values).toFixed(1)})`
}

const theirs = python === undefined ? undefined : native(python)
console.log(`simulation@${version}, ns an object, median (spread) of ${ROUNDS}${python ? `; beside ${python}` : ''}`)
for (const shape of ['node', 'list'] as const) {
  for (const size of SIZES) {
    const ours = measure(shape, size)
    for (const state of ['dead', 'live'] as const) {
      const reference = theirs?.[`${shape} ${size}`]?.[state]
      const beside =
        reference === undefined
          ? ''
          : `  CPython ${cell(reference)}  ratio ${(median(ours[state]) / median(reference)).toFixed(2)}`
      console.log(`${shape} ${state} ${size}: ${cell(ours[state])}${beside}`)
    }
  }
}
