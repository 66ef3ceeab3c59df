/** What `str(o)` and `print(o)` make of an object (PyObject_Str); its `repr` unless it is text, an exception, or a proxy. */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { exceptionText } from './exception.ts'
import { isExceptionKind, isProxyKind, Kind } from './kinds.ts'
import { repr } from './protocol.ts'
import { decref, incref, kindOf } from './refcount.ts'
import { strText } from './str.ts'
import { unwrapped } from './weak-proxy.ts'

/** Text of `str(o)`; undefined with `m.error` set. */
export function textOf(m: Machine, o: Address): string | undefined {
  const kind = kindOf(m, o)
  if (kind === Kind.str) return strText(m, o)
  if (isProxyKind(kind)) return textOfReferent(m, o)
  return isExceptionKind(kind) ? exceptionText(m, o) : repr(m, o)
}

function textOfReferent(m: Machine, proxy: Address): string | undefined {
  const target = unwrapped(m, proxy)
  if (target === 0) return undefined
  incref(m, target)
  const text = textOf(m, target)
  decref(m, target)
  return text
}
