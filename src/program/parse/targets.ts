/**
 * What stands left of `=`, after `del` and after `for`: an expression that was read, turned into a target or refused.
 */
import type { Expression, Target } from '../ast.ts'
import type { Range, Reading } from './reading.ts'
import { REFUSALS } from './refusal.ts'

/** The target that `value` spells; undefined when it is none, which is then reported. */
export function asTarget(
  reading: Reading,
  value: Expression,
  verb: 'assign to' | 'delete',
  at: Range,
): Target | undefined {
  switch (value.kind) {
    case 'name':
    case 'attribute':
    case 'subscript':
      return value
    case 'tuple': {
      const range = reading.rangeOf(value) ?? at
      if (value.items.length === 0) {
        reading.refuse(range, REFUSALS.emptyTargets.message, REFUSALS.emptyTargets.hint)
        return undefined
      }
      const items = value.items.map((item) => asTarget(reading, item, verb, range))
      if (!items.every((item) => item !== undefined)) return undefined
      return reading.place<Target>({ kind: 'targets', items }, range)
    }
    case 'list': {
      reading.refuse(reading.rangeOf(value) ?? at, REFUSALS.listTargets.message, REFUSALS.listTargets.hint)
      return undefined
    }
    default:
      if (!reading.isHole(value)) {
        reading.refuse(
          reading.rangeOf(value) ?? at,
          `Python cannot ${verb} ${described(value)}`,
          'use a name, an attribute, a subscript or a tuple of these',
        )
      }
      return undefined
  }
}

function described(value: Expression): string {
  switch (value.kind) {
    case 'call':
      return 'the result of a call'
    case 'none':
      return '`None`'
    case 'bool':
      return value.value ? '`True`' : '`False`'
    case 'dict':
    case 'set':
      return `a ${value.kind} display`
    case 'list-comprehension':
    case 'set-comprehension':
    case 'dict-comprehension':
      return 'a comprehension'
    case 'generator-expression':
      return 'a generator expression'
    case 'lambda':
    case 'yield':
      return `a \`${value.kind}\``
    case 'int':
    case 'float':
    case 'str':
    case 'bytes':
      return 'a literal'
    default:
      return 'the result of an operator'
  }
}
