/**
 * The attributes of exceptions that stand in their record (BaseException_getset, the members of AttributeError, NameError
 * and StopIteration in Objects/exceptions.c), also of instances of program classes.
 */
import type { Machine } from '../machine.ts'
import { type Address, OB_TYPE } from '../memory/layout.ts'
import { ARGS, exceptionBytes, tracebackField } from './exception-layout.ts'
import { builtinExceptionSize, isExceptionOf } from './exception-record.ts'
import { Kind } from './kinds.ts'
import { raise } from './raise.ts'
import { decref, incref, setField, slotsOf, typeOf } from './refcount.ts'
import { strText } from './str.ts'
import { tupleFrom } from './tuple.ts'

/** Offset of the field behind an attribute of that name; 8 is the type; −1 where there is none. */
export function fieldOf(m: Machine, o: Address, name: string): number {
  const own = exceptionBytes(m)
  switch (name) {
    case '__class__':
      return OB_TYPE
    case 'args':
      return ARGS
    case '__traceback__':
      return tracebackField(m)
    case '__context__':
      return tracebackField(m) + 8
    case '__cause__':
      return tracebackField(m) + 16
    case 'value':
      return isExceptionOf(m, o, 'StopIteration') ? own : -1
    case 'obj':
      return isExceptionOf(m, o, 'AttributeError') && builtinExceptionSize(m, o) > own ? own : -1
    case 'name':
      if (isExceptionOf(m, o, 'AttributeError') && builtinExceptionSize(m, o) > own) return own + 8
      return isExceptionOf(m, o, 'NameError') && builtinExceptionSize(m, o) > own ? own : -1
  }
  return -1
}

/** A new reference; 0 where the exception has no such field. */
export function getExceptionField(m: Machine, o: Address, name: Address): Address {
  const field = fieldOf(m, o, strText(m, name))
  if (field < 0) return 0
  const value = m.i32[(o + field) >> 2] as number
  return incref(m, value === 0 ? m.None : value)
}

/** A status; undefined where the exception has no such field. */
export function setExceptionField(m: Machine, o: Address, name: Address, value: Address): number | undefined {
  const field = fieldOf(m, o, strText(m, name))
  if (field <= OB_TYPE) return undefined
  if (value === 0 && field !== exceptionBytes(m)) {
    raise(m, 'TypeError', `${strText(m, name)} may not be deleted`)
    return -1
  }
  // None stands for nothing in fields that refer to other exceptions and to tracebacks.
  const isEmptied = value === 0 || (value === m.None && field !== ARGS && field < exceptionBytes(m))
  if (!isEmptied && field >= tracebackField(m) && field < exceptionBytes(m) && !fits(m, field, value)) {
    raise(m, 'TypeError', `${strText(m, name)} cannot be that`)
    return -1
  }
  const held = isEmptied ? 0 : field === ARGS ? asTuple(m, value) : incref(m, value)
  if (held === 0 && !isEmptied) return -1
  setField(m, o + field, held)
  return 0
}

/** PySequence_Tuple; 0 with an error set. Diverges: also a list is walked through. */
function asTuple(m: Machine, value: Address): Address {
  if (typeOf(m, value) === m.types['tuple']) return incref(m, value)
  const { iterate, name } = slotsOf(m, value)
  const iterator = iterate?.(m, value) ?? raise(m, 'TypeError', `'${name}' object is not iterable`)
  if (iterator === 0) return 0
  const items: Address[] = []
  const next = slotsOf(m, iterator).next
  for (let item = next?.(m, iterator) ?? 0; item !== 0; item = next?.(m, iterator) ?? 0) items.push(item)
  decref(m, iterator)
  const tuple = m.error === 0 ? tupleFrom(m, items) : 0
  for (const item of items) decref(m, item)
  return tuple
}

/** Whether a field for a traceback or for another exception may hold it. */
function fits(m: Machine, field: number, value: Address): boolean {
  if (field === tracebackField(m)) return typeOf(m, value) === m.typeByKind[Kind.traceback]
  return isExceptionOf(m, value, 'BaseException')
}
