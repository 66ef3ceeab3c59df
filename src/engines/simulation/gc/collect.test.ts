/** The collector against a naive model of reachability, on random graphs: what dies, what is returned, every order. */
import { describe, expect, test } from 'vitest'
import { Prng } from '../../../base/prng.ts'
import { DIALECTS, type Dialect } from '../dialect.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { decref, incref } from '../object/refcount.ts'
import { collect } from './collect.ts'
import { isTracked } from './gc-alloc.ts'
import { freeze, freezeCount, type Generation, unfreeze } from './generation.ts'
import {
  membersOf,
  NODE_REFERENCES,
  newNode,
  type SyntheticHeap,
  setReference,
  syntheticHeap,
} from './synthetic-heap.test-support.ts'

interface Thing {
  readonly id: number
  address: Address
  readonly edges: (Thing | null)[]
  roots: number
  finalizer: 'none' | 'plain' | 'resurrects'
  finalized: boolean
  alive: boolean
}

/** The same heap, as things in arrays. */
class Model {
  readonly generations: [Thing[], Thing[], Thing[]] = [[], [], []]
  readonly finalizerLog: number[] = []

  references(thing: Thing, from: readonly Thing[]): number {
    return from.reduce((sum, other) => sum + other.edges.filter((edge) => edge === thing).length, 0)
  }

  all(): Thing[] {
    return this.generations.flat()
  }

  /** Splits as move_unreachable orders them. */
  split(list: readonly Thing[]): [reachable: Thing[], dead: Thing[]] {
    const everything = this.all()
    const refs = new Map<Thing, number>()
    for (const thing of list) {
      refs.set(thing, thing.roots + this.references(thing, everything) - this.references(thing, list))
    }
    const queue = [...list]
    const done = new Set<Thing>()
    const dead = new Set<Thing>()
    const reachable: Thing[] = []
    for (const thing of queue) {
      if (refs.get(thing) === 0) {
        dead.add(thing)
        continue
      }
      done.add(thing)
      reachable.push(thing)
      for (const edge of thing.edges) {
        if (edge === null || !refs.has(edge) || done.has(edge)) continue
        if (dead.delete(edge)) queue.push(edge)
        refs.set(edge, Math.max(1, refs.get(edge) as number))
      }
    }
    return [reachable, [...dead]]
  }

  kill(things: readonly Thing[]): void {
    for (const thing of things) {
      thing.alive = false
      thing.edges.fill(null)
    }
    for (const generation of this.generations) {
      const kept = generation.filter((thing) => thing.alive)
      generation.splice(0, generation.length, ...kept)
    }
    this.dropUnreferenced()
  }

  dropUnreferenced(): void {
    const everything = this.all()
    const dropped = everything.filter((thing) => thing.roots + this.references(thing, everything) === 0)
    if (dropped.length > 0) this.kill(dropped)
  }

  collect(generation: Generation, keepsAll: boolean): number {
    const young = [...this.generations[generation]]
    for (let i = 0; i < generation; i++) young.push(...this.generations[i as Generation].splice(0))
    this.generations[generation] = young
    const [reachable, unreachable] = this.split(young)
    const target = generation === 2 ? 2 : ((generation + 1) as Generation)
    this.generations[generation] = []
    const old = target === 2 && generation === 2 ? reachable : [...this.generations[target], ...reachable]
    this.generations[target] = [...old, ...unreachable]
    for (const thing of unreachable) {
      if (thing.finalizer === 'none' || thing.finalized) continue
      thing.finalized = true
      this.finalizerLog.push(thing.id)
      if (thing.finalizer === 'resurrects') thing.roots++
    }
    let [saved, dead] = this.split(unreachable)
    if (keepsAll && saved.length > 0) [saved, dead] = [unreachable, []]
    this.generations[target] = [...old, ...saved, ...dead]
    this.kill(dead)
    return dead.length
  }
}

class Pair {
  readonly model = new Model()
  readonly heap: SyntheticHeap
  readonly log: number[] = []
  private readonly byAddress = new Map<Address, Thing>()
  private count = 0

  constructor(dialect: Dialect) {
    this.heap = syntheticHeap(dialect, 2 ** 24, (m, o) => this.finalize(m, o))
  }

  private finalize(m: Machine, o: Address): void {
    const thing = this.byAddress.get(o) as Thing
    this.log.push(thing.id)
    if (thing.finalizer === 'resurrects') incref(m, o)
  }

  make(prng: Prng): void {
    const { m, plainType, finalizedType } = this.heap
    const kind = prng.below(10)
    const finalizer = kind === 0 ? 'resurrects' : kind <= 2 ? 'plain' : 'none'
    const address = newNode(m, finalizer === 'none' ? plainType : finalizedType)
    const edges = new Array<Thing | null>(NODE_REFERENCES).fill(null)
    const thing: Thing = { id: this.count++, address, edges, roots: 1, finalizer, finalized: false, alive: true }
    this.byAddress.set(address, thing)
    this.model.generations[0].push(thing)
  }

  link(prng: Prng, from: Thing, to: Thing | null): void {
    const index = prng.below(NODE_REFERENCES)
    setReference(this.heap.m, from.address, index, to === null ? 0 : to.address)
    from.edges[index] = to
    this.model.dropUnreferenced()
  }

  release(thing: Thing): void {
    thing.roots--
    this.model.dropUnreferenced()
    decref(this.heap.m, thing.address)
  }

  check(): void {
    const { m } = this.heap
    for (let i = 0; i < 3; i++) {
      const members = membersOf(m, m.gc.heads[i as Generation]).map((o) => this.byAddress.get(o)?.id)
      expect(members).toEqual(this.model.generations[i as Generation].map((thing) => thing.id))
    }
    expect(this.log).toEqual(this.model.finalizerLog)
  }
}

function runCase(dialect: Dialect, seed: number): void {
  const prng = new Prng(seed)
  const pair = new Pair(dialect)
  const { m } = pair.heap
  for (let step = 0; step < 4; step++) {
    for (let i = prng.below(12); i >= 0; i--) pair.make(prng)
    for (let i = prng.below(25); i >= 0; i--) {
      const all = pair.model.all()
      if (all.length < 2) continue
      pair.link(
        prng,
        all[prng.below(all.length)] as Thing,
        prng.below(5) === 0 ? null : (all[prng.below(all.length)] as Thing),
      )
    }
    for (const thing of pair.model.all()) if (thing.alive && thing.roots > 0 && prng.below(3) > 0) pair.release(thing)
    pair.check()
    const generation = prng.below(3) as Generation
    expect(collect(m, generation)).toBe(pair.model.collect(generation, dialect.semantics.resurrectionKeepsAll))
    pair.check()
  }
}

const generational = DIALECTS.filter((dialect) => !dialect.semantics.incrementalCollector)
const incremental = DIALECTS.find((dialect) => dialect.semantics.incrementalCollector) as Dialect
const d312 = DIALECTS.find((dialect) => dialect.semantics.id === '3.12') as Dialect

describe('a collection', () => {
  for (const dialect of generational) {
    test(`frees, orders and counts as the model does, in ${dialect.semantics.id}`, () => {
      for (let seed = 0; seed < 100; seed++) runCase(dialect, seed)
    })
  }

  test('leaves what is held from outside', () => {
    const { m, plainType } = syntheticHeap(d312, 2 ** 24, () => {})
    const a = newNode(m, plainType)
    const b = newNode(m, plainType)
    setReference(m, a, 0, b)
    setReference(m, b, 0, a)
    decref(m, b)
    expect(collect(m, 2)).toBe(0)
    decref(m, a)
    expect(collect(m, 1)).toBe(0)
    expect(collect(m, 2)).toBe(2)
  })

  test('tells the hook that all lists are whole after each phase', () => {
    const phases: string[] = []
    const { m, finalizedType } = syntheticHeap(d312, 2 ** 24, () => {})
    const a = newNode(m, finalizedType)
    setReference(m, a, 0, a)
    decref(m, a)
    m.gc.onPhase = (phase) => phases.push(phase)
    collect(m, 2)
    expect(phases).toEqual(['merged', 'deduced', 'finalized', 'resurrected', 'cleared', 'done'])
  })

  test('passes over frozen objects, which are roots', () => {
    const { m, plainType } = syntheticHeap(d312, 2 ** 24, () => {})
    const frozen = newNode(m, plainType)
    setReference(m, frozen, 0, frozen)
    freeze(m)
    const held = newNode(m, plainType)
    setReference(m, frozen, 1, held)
    decref(m, held)
    decref(m, frozen)
    expect(collect(m, 2)).toBe(0)
    expect(freezeCount(m)).toBe(1)
    unfreeze(m)
    expect(collect(m, 2)).toBe(2)
  })
})

describe('counts and generations', () => {
  test('are those of the facts after collect(2, 0, 0, 1, 1, 2)', () => {
    const expected = {
      '3.12': ['0,0,0', '0,1,0', '0,2,0', '0,0,1', '0,0,2', '0,0,0'],
      '3.14.0': ['0,0,0', '0,1,0', '0,2,0', '0,2,0', '0,2,0', '0,0,0'],
    }
    for (const dialect of [d312, incremental]) {
      const { m } = syntheticHeap(dialect, 2 ** 24, () => {})
      const seen = [2, 0, 0, 1, 1, 2].map((generation) => {
        collect(m, generation)
        return m.gc.counts.join(',')
      })
      expect(seen).toEqual(expected[dialect.semantics.id as keyof typeof expected])
    }
  })

  test('an automatic collection comes with the allocation that is one too many', () => {
    for (const dialect of [DIALECTS[0] as Dialect, d312]) {
      const { m, plainType } = syntheticHeap(dialect, 2 ** 24, () => {})
      m.gc.enabled = true
      m.gc.thresholds = [3, 10, 10]
      for (let i = 0; i < 3; i++) newNode(m, plainType)
      expect(m.gc.due).toBe(false)
      newNode(m, plainType)
      expect(m.gc.due).toBe(!dialect.collectsAtAllocation)
      m.services.collectIfDue(m)
      // The object whose allocation collected is not part of the collection where that runs at once.
      expect(membersOf(m, m.gc.heads[0]).length).toBe(dialect.collectsAtAllocation ? 1 : 0)
      expect(m.log.take()).toEqual([{ kind: 'collected', generation: 0 }])
    }
  })

  test('full collections wait until a quarter of the heap is new', () => {
    const { m, plainType } = syntheticHeap(d312, 2 ** 26, () => {})
    m.gc.enabled = true
    m.gc.thresholds = [50, 3, 2]
    const fulls: number[] = []
    let ran = 0
    for (let i = 0; i < 20000; i++) {
      newNode(m, plainType)
      m.services.collectIfDue(m)
      for (const event of m.log.take()) {
        if (event.kind !== 'collected') continue
        if (event.generation === 2) fulls.push(ran)
        ran++
      }
    }
    expect(fulls).toEqual([15, 31, 47, 63, 84, 110, 141, 182, 233, 294, 370])
    expect(ran).toBe(392)
  })
})

describe('the incremental collector', () => {
  test('finds young garbage with collect(0) and all with collect(2), with random graphs', () => {
    for (let seed = 0; seed < 100; seed++) {
      const prng = new Prng(seed)
      const { m, plainType } = syntheticHeap(incremental, 2 ** 24, () => {})
      const nodes: Address[] = []
      const dead = new Set<Address>()
      for (let i = 0; i < 30; i++) nodes.push(newNode(m, plainType))
      for (let i = 0; i < 10; i++) {
        const a = nodes[2 * i] as Address
        const b = nodes[2 * i + 1] as Address
        setReference(m, a, 0, b)
        setReference(m, b, 0, a)
        if (prng.below(2) === 0) continue
        dead.add(a).add(b)
        decref(m, a)
        decref(m, b)
      }
      const first = prng.below(3)
      const collected = collect(m, first)
      // A cycle begins with marking, which collects nothing.
      expect(collected).toBe(first === 1 ? 0 : dead.size)
      expect(collected + collect(m, 2)).toBe(dead.size)
      for (const o of nodes) if (!dead.has(o)) expect(isTracked(m, o)).toBe(true)
    }
  })

  test('young survivors go to the old space, which get_objects calls generation 2', () => {
    const { m, plainType } = syntheticHeap(incremental, 2 ** 24, () => {})
    const o = newNode(m, plainType)
    collect(m, 0)
    expect(membersOf(m, m.gc.heads[0])).toEqual([])
    expect([...membersOf(m, m.gc.heads[1]), ...membersOf(m, m.gc.heads[2])]).toEqual([o])
  })
})
