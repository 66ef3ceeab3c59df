/** Every move and idiom by name, with the feature that switches it off and its weight among the others. */
import type { Composer } from './composer.ts'
import { ageIdioms } from './idioms/ages.ts'
import { crowdIdioms } from './idioms/crowds.ts'
import { cycleIdioms } from './idioms/cycles.ts'
import { deepTowerIdioms } from './idioms/deep-towers.ts'
import { policyIdioms } from './idioms/policies.ts'
import { referenceIdioms } from './idioms/references.ts'
import { pairIdioms } from './idioms/reused-pairs.ts'
import { towerIdioms } from './idioms/towers.ts'
import { attributeMoves } from './moves/attributes.ts'
import { callMoves } from './moves/calls.ts'
import { dictMoves } from './moves/dicts.ts'
import { listMoves } from './moves/lists.ts'
import { mistakeMoves } from './moves/mistakes.ts'
import { observationMoves } from './moves/observations.ts'
import { phraseMoves } from './moves/phrases.ts'
import { setMoves, tupleMoves } from './moves/tuples-and-sets.ts'
import { variableMoves } from './moves/variables.ts'
import { weakrefMoves } from './moves/weakrefs.ts'
import type { AnyFeature } from './swarm.ts'

export interface Move {
  readonly name: string
  readonly feature: AnyFeature
  readonly weight: number
  readonly make: (composer: Composer) => void
}

type Makers = Readonly<Record<string, (composer: Composer) => void>>

/** One entry a maker; all of one group share a feature, and each has the weight given for it. */
export function group<M extends Makers>(
  prefix: string,
  feature: AnyFeature,
  makers: M,
  weights: Readonly<Record<keyof M, number>>,
): Move[] {
  return Object.entries(makers).map(([name, make]) => ({
    name: `${prefix}.${name}`,
    feature,
    weight: weights[name as keyof M],
    make,
  }))
}

function only<M extends Makers, K extends keyof M>(makers: M, ...names: readonly K[]): Pick<M, K> {
  return Object.fromEntries(names.map((name) => [name, makers[name]])) as unknown as Pick<M, K>
}

export const REPERTOIRE: readonly Move[] = [
  ...group('variable', 'basics', variableMoves, {
    instance: 6,
    holdingInstance: 3,
    fleeting: 2,
    alias: 5,
    swap: 1,
    spread: 1,
    constant: 1,
    nothing: 2,
    choose: 1,
    shared: 2,
    drop: 4,
    dropBoth: 1,
  }),
  ...group('attribute', 'attributes', attributeMoves, {
    store: 6,
    storeNew: 3,
    share: 1,
    read: 3,
    erase: 2,
    storeDeep: 2,
    readDeep: 1,
  }),
  ...group('list', 'lists', listMoves, { make: 3, add: 4, remove: 3, item: 2, ask: 1, extend: 1, copy: 1, join: 0 }),
  ...group('list', 'arithmetic', only(listMoves, 'join'), { join: 2 }),
  ...group('dict', 'dicts', only(dictMoves, 'make', 'store', 'read', 'remove', 'setDefault', 'merge'), {
    make: 2,
    store: 3,
    read: 2,
    remove: 2,
    setDefault: 1,
    merge: 1,
  }),
  ...group('tuple', 'tuples', tupleMoves, { make: 3, read: 2 }),
  ...group('set', 'sets', setMoves, { make: 2, change: 3 }),
  ...group('weakref', 'weakrefs', weakrefMoves, { take: 4, keep: 3, fleeting: 1, ask: 4 }),
  ...group('call', 'functions', only(callMoves, 'call'), { call: 6 }),
  ...group('call', 'methods', only(callMoves, 'method', 'box'), { method: 4, box: 1 }),
  ...group('call', 'blocks', only(callMoves, 'block'), { block: 5 }),
  ...group('call', 'classes', only(callMoves, 'forget'), { forget: 1 }),
  ...group('observe', 'observations', only(observationMoves, 'look', 'refcount'), { look: 7, refcount: 3 }),
  ...group('observe', 'collections', only(observationMoves, 'collect'), { collect: 5 }),
  ...group('policy', 'collections', policyIdioms, { thresholds: 1 }),
  ...group('mistake', 'basics', mistakeMoves, { raise: 3, missing: 1 }),
  ...group('cycle', 'cycles', cycleIdioms, {
    selfCycle: 2,
    twoCycle: 2,
    ring: 1,
    loopRing: 1,
    listCycle: 1,
    dictCycle: 1,
    tupleCycle: 1,
    setCycle: 1,
    figureEight: 1,
    diamond: 1,
    lasso: 1,
    cutCycle: 1,
    classCycle: 0,
    functionCycle: 0,
  }),
  ...group('cycle', 'classes', only(cycleIdioms, 'classCycle', 'functionCycle'), { classCycle: 1, functionCycle: 1 }),
  ...group('crowd', 'towers', crowdIdioms, { crowd: 1, large: 1 }),
  ...group('tower', 'towers', towerIdioms, { wrapped: 1, nested: 1, linkedList: 1 }),
  ...group('tower', 'towers', deepTowerIdioms, { deep: 1 }),
  ...group('pair', 'dicts', pairIdioms, { reused: 1 }),
  ...group('reference', 'callbacks', referenceIdioms, {
    fan: 2,
    inTrash: 1,
    toElder: 1,
    mutual: 1,
    askedByCallback: 1,
    late: 1,
    lastReference: 1,
  }),
  ...group('age', 'ages', only(ageIdioms, 'acrossAges', 'heldFromOldTrash', 'agedList'), {
    acrossAges: 2,
    heldFromOldTrash: 1,
    agedList: 1,
  }),
]

export type Rarity = Omit<Move, 'weight' | 'feature'>

export function rarities(prefix: string, makers: Makers): Rarity[] {
  return Object.entries(makers).map(([name, make]) => ({ name: `${prefix}.${name}`, make }))
}

/** Rare ones are drawn apart: at most one kind a program, in a few programs of a hundred. */
export const RARITIES: readonly Rarity[] = [
  { name: 'age.freeze', make: ageIdioms.freeze },
  { name: 'age.saveAll', make: ageIdioms.saveAll },
  { name: 'dict.attributeDict', make: dictMoves.attributeDict },
  ...rarities('phrase', phraseMoves),
]
