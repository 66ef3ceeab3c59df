/**
 * What the harness says when it starts (`hello` in hello.py): lines of a key and a value. Pointers of singletons and
 * types, numbers of its control operations, calibration, and the probed facts.
 */
import { assert, present } from '../../base/assert.ts'
import type { Facts } from '../../semantics/facts.ts'
import type { ControlName, Controls } from './plan.ts'
import { TypeBook } from './type-book.ts'

export interface Greeting {
  readonly wordBytes: 4 | 8
  readonly none: number
  readonly mark: number
  /** `gc.get_referents` of an instance ends with its class. */
  readonly instancesReferToClass: boolean
  /** What a snapshot's own references add to each count. */
  readonly ownReferences: number
  /** What a refcount probe adds. */
  readonly probeReferences: number
  readonly controls: Controls
  readonly controlCount: number
  readonly types: TypeBook
  readonly facts: Facts
}

export function readGreeting(text: string): Greeting {
  const numbers = new Map<string, number>()
  const controls: Partial<Record<ControlName, number>> = {}
  const facts = new Map<string, string>()
  const types: [name: string, pointer: number][] = []
  for (const line of text.split('\n')) {
    const [key, value] = splitOnce(line, ' ')
    if (key.startsWith('type:')) types.push([key.slice(5), Number(value)])
    else if (key.startsWith('control:')) controls[key.slice(8) as ControlName] = Number(value)
    else if (key.startsWith('fact:')) facts.set(key.slice(5), value)
    else numbers.set(key, Number(value))
  }
  const number = (key: string): number => present(numbers.get(key), `the greeting tells ${key}`)
  const wordBytes = number('wordBytes')
  assert(wordBytes === 4 || wordBytes === 8, 'words have 32 or 64 bits')
  return {
    wordBytes,
    none: number('none'),
    mark: number('mark'),
    instancesReferToClass: number('classReferent') === 1,
    ownReferences: number('ownReferences'),
    probeReferences: number('probeReferences'),
    controls: controls as Controls,
    controlCount: number('controls'),
    types: new TypeBook(types),
    facts: readFacts(facts),
  }
}

function splitOnce(line: string, separator: string): [string, string] {
  const at = line.indexOf(separator)
  return [line.slice(0, at), line.slice(at + 1)]
}

function readFacts(facts: ReadonlyMap<string, string>): Facts {
  const text = (key: string): string => present(facts.get(key), `the greeting tells the fact ${key}`)
  const triple = (key: string): readonly [number, number, number] => {
    const [a = 0, b = 0, c = 0] = text(key).split('.').map(Number)
    return [a, b, c]
  }
  const flag = (key: string): boolean => text(key) === 'true'
  const count = (key: string): number => Number(text(key))
  return {
    implementation: text('implementation'),
    version: triple('version'),
    pointerBits: count('pointerBits'),
    thresholds: triple('thresholds'),
    incrementalCollector: flag('incrementalCollector'),
    instanceDictIsSeparate: flag('instanceDictIsSeparate'),
    materializedDictVisited: flag('materializedDictVisited'),
    dictTrackedAtBirth: flag('dictTrackedAtBirth'),
    atomTupleTrackedAtBirth: flag('atomTupleTrackedAtBirth'),
    atomFrozensetTracked: flag('atomFrozensetTracked'),
    resurrectionKeepsAll: flag('resurrectionKeepsAll'),
    plainWeakrefsClearedFirst: flag('plainWeakrefsClearedFirst'),
    lateWeakrefsCallBack: flag('lateWeakrefsCallBack'),
    localsReleasedForward: flag('localsReleasedForward'),
    callerKeepsArguments: flag('callerKeepsArguments'),
    localRefcount: count('localRefcount'),
    attributesInClassOrder: flag('attributesInClassOrder'),
    smallIntMax: count('smallIntMax'),
    emptyFrozensetShared: flag('emptyFrozensetShared'),
    classReferences: count('classReferences'),
    classCollectCount: count('classCollectCount'),
    hasIsFinalized: flag('hasIsFinalized'),
  }
}
