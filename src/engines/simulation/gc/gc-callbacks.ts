/**
 * `gc.callbacks`: what they are told at the start and the end of a collection (invoke_gc_callback, do_gc_callback). With an
 * empty list nothing is made, so that counts stay as they are.
 */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { dictSet, newDict } from '../object/dict.ts'
import { newFloat } from '../object/float.ts'
import { newInt } from '../object/int.ts'
import { listItem, listSize } from '../object/list.ts'
import { decref, incref } from '../object/refcount.ts'
import { granted } from '../object/request-memory.ts'
import { newStr } from '../object/str.ts'

export function callGcCallbacks(m: Machine, phase: 'start' | 'stop', generation: number, collected: number): void {
  const { callbacks } = m.gc
  if (callbacks === 0 || listSize(m, callbacks) === 0) return
  const info = granted(m, () => newInfo(m, generation, collected))
  const name = newStr(m, phase)
  for (let i = 0; i < listSize(m, callbacks); i++) {
    const callback = incref(m, listItem(m, callbacks, i))
    const result = m.services.call(m, callback, [name, info])
    if (result === 0) m.services.unraisable(m, callback)
    else decref(m, result)
    decref(m, callback)
  }
  decref(m, name)
  decref(m, info)
}

/** Diverges: lacks no memory. */
function newInfo(m: Machine, generation: number, collected: number): Address {
  const info = newDict(m)
  setNumber(m, info, 'generation', newInt(m, generation))
  setNumber(m, info, 'collected', newInt(m, collected))
  setNumber(m, info, 'uncollectable', newInt(m, 0))
  if (m.dialect.version[1] >= 15) {
    setNumber(m, info, 'candidates', newInt(m, m.gc.lastCandidates))
    setNumber(m, info, 'duration', newFloat(m, 0))
  }
  return info
}

/** Takes the value over. */
export function setNumber(m: Machine, dict: Address, key: string, value: Address): void {
  const name = newStr(m, key)
  dictSet(m, dict, name, value)
  decref(m, name)
  decref(m, value)
}
