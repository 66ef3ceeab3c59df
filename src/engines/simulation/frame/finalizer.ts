/** Finalizers: `__del__` of an instance (slot_tp_finalize in Objects/typeobject.c), or that of a generator. An exception on its way waits. */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { bringErrorBack, putErrorAside } from '../object/error-aside.ts'
import { Kind } from '../object/kinds.ts'
import { decref, incref, kindOf, typeOf } from '../object/refcount.ts'
import { lookupInType } from '../object/type-lookup.ts'
import { callArgs, callFunction } from './call.ts'
import { finalizeGenerator } from './generator-methods.ts'

export function callFinalizer(m: Machine, o: Address): void {
  if (kindOf(m, o) === Kind.generator) {
    finalizeGenerator(m, o)
    return
  }
  const finalizer = lookupInType(m, typeOf(m, o), m.names['__del__'] as number)
  if (finalizer === 0) return
  const aside = putErrorAside(m)
  incref(m, finalizer)
  const isFunction = kindOf(m, finalizer) === Kind.function
  const result = isFunction ? callFunction(m, finalizer, o, 0, 0) : callArgs(m, finalizer, [])
  if (result === 0) m.services.unraisable(m, finalizer)
  else decref(m, result)
  decref(m, finalizer)
  bringErrorBack(m, aside)
}
