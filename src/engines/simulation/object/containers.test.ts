import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DIALECTS } from '../dialect.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { dictGet, dictSet, dictSize, newDict } from './dict.ts'
import { dictDelete } from './dict-delete.ts'
import { clearFreeLists } from './free-lists.ts'
import { intValue, newInt } from './int.ts'
import { listItem, listSize, newList } from './list.ts'
import { repr } from './protocol.ts'
import { decref } from './refcount.ts'
import { newSet, setAdd, setContains, setDiscard, setSize } from './set.ts'
import { newStr } from './str.ts'
import { callMethod, drop, takeErrorName, valueMachine } from './values.test-support.ts'

const IDS = DIALECTS.map((dialect) => dialect.semantics.id)
const machines = new Map(IDS.map((id) => [id, valueMachine(id)]))

function on(id: string): Machine {
  return machines.get(id as (typeof IDS)[number]) as Machine
}

/** Whatever happens to containers, all blocks are given back in the end. */
function leavesNothing(m: Machine, run: () => void): void {
  clearFreeLists(m)
  const before = m.objects.allocatedBlocks
  run()
  clearFreeLists(m)
  expect(m.objects.allocatedBlocks).toBe(before)
}

/** A key that is an int or, from 500 on, a str; a new reference. */
function keyOf(m: Machine, key: number): Address {
  return key < 500 ? newInt(m, key) : newStr(m, `key ${key}`)
}

const keys = fc.integer({ min: 0, max: 40 }).map((key) => (key % 3 === 0 ? key + 500 : key * 97))
const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), keys), { maxLength: 120 })

describe.each(IDS)('%s', (id) => {
  test('a dict does what a Map does, and leaves nothing behind', () => {
    const m = on(id)
    fc.assert(
      fc.property(steps, (run) => {
        leavesNothing(m, () => {
          const dict = newDict(m)
          const model = new Map<number, number>()
          for (const [step, key] of run) {
            const o = keyOf(m, key)
            if (step < 4) {
              const value = newInt(m, step * 1000 + key)
              expect(dictSet(m, dict, o, value)).toBe(0)
              drop(m, value)
              model.set(key, step * 1000 + key)
            } else {
              expect(dictDelete(m, dict, o)).toBe(model.delete(key) ? 0 : -1)
              takeErrorName(m)
            }
            drop(m, o)
          }
          expect(dictSize(m, dict)).toBe(model.size)
          for (const [key, value] of model) {
            const o = keyOf(m, key)
            expect(intValue(m, dictGet(m, dict, o))).toBe(value)
            drop(m, o)
          }
          const text = [...model].map(([key, value]) => `${key < 500 ? key : `'key ${key}'`}: ${value}`).join(', ')
          expect(repr(m, dict)).toBe(`{${text}}`)
          drop(m, dict)
        })
      }),
      { numRuns: 30 },
    )
  })

  test('a set does what a Set does, and leaves nothing behind', () => {
    const m = on(id)
    fc.assert(
      fc.property(steps, (run) => {
        leavesNothing(m, () => {
          const set = newSet(m, 'set')
          const model = new Set<number>()
          for (const [step, key] of run) {
            const o = keyOf(m, key)
            if (step < 4) {
              setAdd(m, set, o)
              model.add(key)
            } else expect(setDiscard(m, set, o)).toBe(model.delete(key) ? 1 : 0)
            expect(setContains(m, set, o)).toBe(model.has(key) ? 1 : 0)
            drop(m, o)
          }
          expect(setSize(m, set)).toBe(model.size)
          drop(m, set)
        })
      }),
      { numRuns: 30 },
    )
  })

  test('a list does what an array does, and leaves nothing behind', () => {
    const m = on(id)
    fc.assert(
      fc.property(steps, (run) => {
        leavesNothing(m, () => {
          const list = newList(m, 0)
          const model: number[] = []
          for (const [step, key] of run) {
            const item = newInt(m, key)
            const at = newInt(m, step)
            if (step < 3) {
              drop(m, callMethod(m, list, 'append', item))
              model.push(key)
            } else if (step === 3) {
              drop(m, callMethod(m, list, 'insert', at, item))
              model.splice(step, 0, key)
            } else if (step === 4) {
              const popped = callMethod(m, list, 'pop')
              expect(popped === 0).toBe(model.pop() === undefined)
              drop(m, popped)
            } else {
              drop(m, callMethod(m, list, 'sort'))
              model.sort((a, b) => a - b)
            }
            takeErrorName(m)
            drop(m, item, at)
          }
          const items = Array.from({ length: listSize(m, list) }, (_, i) => intValue(m, listItem(m, list, i)))
          expect(items).toEqual(model)
          decref(m, list)
        })
      }),
      { numRuns: 30 },
    )
  })
})
