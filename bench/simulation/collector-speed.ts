/**
 * What a full collection costs an object, by shape and heap size, dead and live: median and spread of five, beside
 * native CPython where a path is given.
 *
 *   node dist/bench/simulation/collector-speed.js [VERSION] [PYTHON]
 *
 * Every object refers to its neighbour, in a ring. The first class's instances keep that in an attribute, the second's
 * in a slot. They are made through the machine's own functions, so that making them is not what takes the time.
 */
import { execFileSync } from 'node:child_process'
import { monotonicMs } from '../../src/base/clock.ts'
import { collect } from '../../src/engines/simulation/gc/collect.ts'
import { freeze } from '../../src/engines/simulation/gc/generation.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import { dictGetInterned } from '../../src/engines/simulation/object/dict.ts'
import { newInstance } from '../../src/engines/simulation/object/instance.ts'
import { listAppend, newList } from '../../src/engines/simulation/object/list.ts'
import { setAttribute } from '../../src/engines/simulation/object/protocol.ts'
import { decref } from '../../src/engines/simulation/object/refcount.ts'
import { intern } from '../../src/engines/simulation/object/str.ts'
import { bootWith, dialectNamed } from './booted.ts'

const ROUNDS = 5
const SIZES = [1e4, 1e5, 1e6]
/** Instances of a young class are larger: it is as old as this when the measurement begins. */
const WARM_UP = 40
const SHAPES = ['instance', 'slots', 'list'] as const
type Shape = (typeof SHAPES)[number]
const CLASSES = `class P:\n    pass\nclass S:\n    __slots__ = ('a', 'b')\n`

const [version = '3.12', python] = process.argv.slice(2)
const dialect = dialectNamed(version)

/** Room for `size` objects and the interpreter's own. */
const spaceFor = (size: number): number => 2 ** 26 + Math.ceil((size * 250) / 65536) * 65536

function ring(m: Machine, shape: Shape, size: number): Int32Array {
  const objects = new Int32Array(size)
  const type = shape === 'list' ? 0 : dictGetInterned(m, m.globals, intern(m, shape === 'slots' ? 'S' : 'P'))
  const name = intern(m, 'a')
  for (let i = 0; i < size; i++) objects[i] = shape === 'list' ? newList(m, 0) : newInstance(m, type)
  for (let i = 0; i < size; i++) {
    const o = objects[i] as number
    const to = objects[(i + size - 1) % size] as number
    if (shape === 'list') listAppend(m, o, to)
    else setAttribute(m, o, name, to)
  }
  return objects
}

function release(m: Machine, objects: Int32Array): void {
  for (const o of objects) decref(m, o)
}

function measure(shape: Shape, size: number): { live: number[]; dead: number[] } {
  const m = bootWith(dialect, CLASSES, spaceFor(size))
  release(m, ring(m, shape, WARM_UP))
  collect(m, 2)
  freeze(m)
  const live: number[] = []
  const dead: number[] = []
  const timed = (into: number[]): number => {
    const start = monotonicMs()
    const collected = collect(m, 2)
    into.push(((monotonicMs() - start) * 1e6) / size)
    return collected
  }
  for (let round = 0; round < ROUNDS; round++) {
    const objects = ring(m, shape, size)
    collect(m, 2)
    timed(live)
    release(m, objects)
    if (timed(dead) < size) throw new Error('all are collected')
  }
  return { live, dead }
}

const PYTHON = `
import gc, time, json
gc.disable()
${CLASSES}
def ring(shape, n):
    make = {'slots': S, 'instance': P, 'list': list}[shape]
    xs = [make() for _ in range(n)]
    for i in range(n):
        if shape == 'list': xs[i].append(xs[i - 1])
        else: xs[i].a = xs[i - 1]
    return xs
def timed(into, n):
    t = time.perf_counter(); gc.collect(); into.append((time.perf_counter() - t) / n * 1e9)
out = {}
for shape in ${JSON.stringify(SHAPES)}:
    for n in ${JSON.stringify(SIZES)}:
        live, dead = [], []
        ring(shape, ${WARM_UP}); gc.collect(); gc.freeze()
        for r in range(${ROUNDS}):
            xs = ring(shape, int(n))
            gc.collect()
            timed(live, n)
            del xs
            timed(dead, n)
        out['%s %d' % (shape, n)] = {'live': live, 'dead': dead}
print(json.dumps(out))
`

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number

function cell(values: readonly number[]): string {
  return `${median(values).toFixed(1)} (${Math.min(...values).toFixed(1)}–${Math.max(...values).toFixed(1)})`
}

const theirs: Record<string, { live: number[]; dead: number[] }> | undefined =
  python === undefined ? undefined : JSON.parse(execFileSync(python, ['-c', PYTHON], { encoding: 'utf8' }))
console.log(`simulation@${version}, ns an object, median (spread) of ${ROUNDS}${python ? `; beside ${python}` : ''}`)
for (const shape of SHAPES) {
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
