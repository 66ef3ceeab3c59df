/** Class statements (builtin___build_class__ in Python/bltinmodule.c). */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { newDict } from '../object/dict.ts'
import { decref } from '../object/refcount.ts'
import { newClass } from '../object/type-object.ts'
import type { Code } from './code.ts'
import { bindFrame, F_NAMESPACE, FLAG_ENTRY } from './frame.ts'
import { makeFunction } from './make-function.ts'

export function buildClass(m: Machine, code: Code): Address {
  const body = makeFunction(m, code, 0)
  if (body === 0) return 0
  const namespace = newDict(m)
  let made = 0
  if (namespace !== 0) {
    const fp = bindFrame(m, body, 0, 0, 0, FLAG_ENTRY)
    if (fp !== 0) {
      m.i32[fp + F_NAMESPACE] = namespace
      const result = m.services.runFrame(m)
      if (result !== 0) {
        decref(m, result)
        made = newClass(m, code.nameObject, namespace)
      }
    }
    decref(m, namespace)
  }
  decref(m, body)
  return made
}
