/**
 * bpo-35983: the trashcan of the base runs for instances of a subclass. At the level where it puts them off, the dealloc
 * of the subclass takes them for dead: it releases the class, and the trashcan deallocates them a second time.
 */
import { gcFree, track, untrack } from '../../src/engines/simulation/gc/gc-alloc.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import {
  type Address,
  OB_TYPE,
  TP_DEALLOC,
  TP_DICTOFFSET,
  TP_FINALIZE,
  TP_WEAKLISTOFFSET,
} from '../../src/engines/simulation/memory/layout.ts'
import { builtinBase } from '../../src/engines/simulation/object/builtin-base.ts'
import { TP_PRE_HEADER } from '../../src/engines/simulation/object/heap-type.ts'
import { clearSlots, isResurrected, releaseInstanceWeakrefs } from '../../src/engines/simulation/object/instance.ts'
import { releaseAttributes } from '../../src/engines/simulation/object/instance-values.ts'
import { deallocBegins, deallocEnds } from '../../src/engines/simulation/object/nested-dealloc.ts'
import { decref } from '../../src/engines/simulation/object/refcount.ts'
import * as whole from '../../src/engines/simulation/object/subclass-life.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/subclass-life.ts'

/** As the whole one, but for the level of the trashcan around what the base does. */
export function deallocSubclass(m: Machine, o: Address): void {
  reached()
  const { i32 } = m
  untrack(m, o)
  if (!deallocBegins(m, o)) return
  const type = i32[(o + OB_TYPE) >> 2] as number
  const base = builtinBase(m, type)
  if (i32[(type + TP_FINALIZE) >> 2] !== 0 && isResurrected(m, o)) {
    m.watcher?.resurrected(o)
    deallocEnds(m)
    return
  }
  const addsWeakrefs = i32[(type + TP_WEAKLISTOFFSET) >> 2] !== 0 && i32[(base + TP_WEAKLISTOFFSET) >> 2] === 0
  if (addsWeakrefs) releaseInstanceWeakrefs(m, o)
  clearSlots(m, o, type)
  if (i32[(type + TP_DICTOFFSET) >> 2] !== i32[(base + TP_DICTOFFSET) >> 2]) releaseAttributes(m, o)
  track(m, o)
  untrack(m, o)
  if (!triggered(!deallocBegins(m, o))) {
    whole.LIVES[i32[(type + TP_DEALLOC) >> 2] as number]?.release(m, o)
    gcFree(m, o, i32[(type + TP_PRE_HEADER) >> 2] as number)
    deallocEnds(m)
  }
  decref(m, type)
  deallocEnds(m)
}
