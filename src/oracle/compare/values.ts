/** The value of an expression statement against what the engine says it was. */
import type { ObservedValue } from '../../observation/observations.ts'
import { printBytes, printFloat, printStr } from '../../program/print-literal.ts'
import type { RuleId } from '../../verdict/rule.ts'
import { Builtin, Bytes, Float, Unknown } from '../atom.ts'
import { Thing, type Value } from '../thing.ts'
import type { Bindings } from './bindings.ts'
import type { Checks } from './checks.ts'

const NONE: ObservedValue = { kind: 'none' }

export function compareValue(
  rule: RuleId,
  value: Value,
  seen: ObservedValue | undefined,
  bindings: Bindings,
  checks: Checks,
): void {
  if (value instanceof Unknown) return
  checks.count(rule)
  if (agree(value, seen ?? NONE, bindings)) return
  const objects = value instanceof Thing ? [value.label] : []
  const expected = tellValue(value)
  const observed = tellObserved(seen ?? NONE, bindings)
  checks.fail(rule, objects, expected, observed, `The value must be ${expected}, but is ${observed}.`)
}

function agree(value: Value, seen: ObservedValue, bindings: Bindings): boolean {
  if (value instanceof Unknown) return true
  if (value instanceof Thing) {
    if (seen.kind === 'list' || seen.kind === 'tuple') {
      return (
        seen.kind === value.kind &&
        value.cls === null &&
        seen.items.length === value.items.length &&
        seen.items.every((item, i) => agree(value.items[i] as Value, item, bindings))
      )
    }
    return seen.kind === 'object' && typeFits(value, seen.type) && (value.constant || bindings.bind(seen.object, value))
  }
  if (value === null) return seen.kind === 'none'
  if (typeof value === 'boolean') return seen.kind === 'bool' && seen.value === value
  if (typeof value === 'number' || typeof value === 'bigint')
    return seen.kind === 'int' && String(seen.value) === String(value)
  if (typeof value === 'string') return seen.kind === 'str' && seen.value === value
  if (value instanceof Float) return seen.kind === 'float' && Object.is(seen.value, value.value)
  if (value instanceof Bytes) return seen.kind === 'bytes' && seen.value === value.value
  return seen.kind === 'object'
}

function typeFits(thing: Thing, type: string): boolean {
  if (thing.kind === 'iterator') return type.endsWith('iterator')
  return (thing.kind === 'class' ? 'type' : thing.typeName) === type
}

function tellValue(value: Value): string {
  if (value instanceof Thing) return value.constant ? 'a constant tuple' : value.label
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return printStr(value)
  if (value instanceof Float) return printFloat(value.value)
  if (value instanceof Bytes) return printBytes(value.value)
  if (value instanceof Builtin) return value.name
  return String(value)
}

function tellObserved(seen: ObservedValue, bindings: Bindings): string {
  switch (seen.kind) {
    case 'none':
      return 'None'
    case 'bool':
      return seen.value ? 'True' : 'False'
    case 'int':
      return String(seen.value)
    case 'float':
      return printFloat(seen.value)
    case 'str':
      return printStr(seen.value)
    case 'bytes':
      return printBytes(seen.value)
    case 'list':
    case 'tuple':
      return `a ${seen.kind} of ${seen.items.length}`
    default:
      return bindings.name(seen.object, seen.type)
  }
}
