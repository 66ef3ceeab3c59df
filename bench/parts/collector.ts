/**
 * What a full collection costs an object, by shape and heap size, dead and live: the simulation, native CPython, and plain
 * C, whose objects hold nothing but one reference.
 *
 * Every object refers to its neighbour, in a ring. The first class's instances keep that in an attribute, the second's
 * in a slot. They are made through the machine's own functions, so that making them is not what takes the time.
 */
import { assert } from '../../src/base/assert.ts'
import { collect } from '../../src/engines/simulation/gc/collect.ts'
import { freeze } from '../../src/engines/simulation/gc/generation.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import { dictGetInterned } from '../../src/engines/simulation/object/dict.ts'
import { newInstance } from '../../src/engines/simulation/object/instance.ts'
import { listAppend, newList } from '../../src/engines/simulation/object/list.ts'
import { setAttribute } from '../../src/engines/simulation/object/protocol.ts'
import { decref } from '../../src/engines/simulation/object/refcount.ts'
import { intern } from '../../src/engines/simulation/object/str.ts'
import { C_SUBJECT, physicalLimit } from '../beside/physical-limit.ts'
import { pythonName, pythonResult } from '../beside/python.ts'
import { bootWith, SIMULATED } from '../booted.ts'
import { processorMs } from '../clocks.ts'
import type { Listener, Part } from '../part.ts'
import { summarize } from '../result.ts'

/** Instances of a young class are larger: it is as old as this when the measurement begins. */
const WARM_UP = 40
const SHAPES = ['instance', 'slots', 'list'] as const
type Shape = (typeof SHAPES)[number]
const CLASSES = `class P:\n    pass\nclass S:\n    __slots__ = ('a', 'b')\n`
const UNIT = 'ns an object'

type Costs = Readonly<Record<'live' | 'dead', readonly number[]>>

export const collector: Part = {
  name: 'collector',
  title: 'a full collection of a ring of objects',
  async measure({ short, pythons, compiler }, listener) {
    const [sizes, rounds] = short ? [[1e5], 3] : [[1e4, 1e5, 1e6], 5]
    // Compiled code is warm for each shape.
    for (const shape of SHAPES) measure(shape, 1e5, 2)
    for (const shape of SHAPES)
      for (const size of sizes) tell(listener, SIMULATED, `${shape} ${size}`, measure(shape, size, rounds))
    for (const python of pythons) {
      const costs = pythonResult<Record<string, Costs>>(python, 'collector.py', String(rounds), ...sizes.map(String))
      for (const [what, cost] of Object.entries(costs)) tell(listener, pythonName(python), what, cost)
    }
    if (pythons.length === 0) listener.missing('native CPython', 'no interpreter was given or found')
    try {
      const costs = physicalLimit(compiler, 'collect', rounds, sizes)
      for (const [size, cost] of Object.entries(costs))
        tell(listener, C_SUBJECT, `one reference ${size}`, cost as Costs)
    } catch (error) {
      listener.missing(C_SUBJECT, (error as Error).message)
    }
  },
}

function tell(listener: Listener, subject: string, what: string, costs: Costs): void {
  for (const state of ['live', 'dead'] as const)
    listener.row({ subject, what: `${what} ${state}`, unit: UNIT }, summarize(costs[state]))
}

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

function measure(shape: Shape, size: number, rounds: number): Costs {
  const m = bootWith(CLASSES, spaceFor(size))
  release(m, ring(m, shape, WARM_UP))
  collect(m, 2)
  freeze(m)
  const live: number[] = []
  const dead: number[] = []
  const timed = (into: number[]): number => {
    const start = processorMs()
    const collected = collect(m, 2)
    into.push(((processorMs() - start) * 1e6) / size)
    return collected
  }
  for (let round = 0; round < rounds; round++) {
    const objects = ring(m, shape, size)
    collect(m, 2)
    timed(live)
    release(m, objects)
    assert(timed(dead) >= size, 'all are collected')
  }
  return { live, dead }
}
