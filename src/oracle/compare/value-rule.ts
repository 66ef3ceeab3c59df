/** Which rule the value of an expression statement is about, told from what the expression asks. */
import type { Expression } from '../../program/ast.ts'
import type { RuleId } from '../../verdict/rule.ts'

const BY_FUNCTION: Readonly<Record<string, RuleId>> = {
  'gc.collect': 'collect-count',
  'gc.is_tracked': 'tracked-iff-possible-cycle',
  'gc.is_finalized': 'finalizer-at-most-once',
  'gc.get_freeze_count': 'frozen-kept',
  'sys.getrefcount': 'refcount-exact',
  'weakref.getweakrefcount': 'weakref-dead-with-object',
  'weakref.getweakrefs': 'weakref-dead-with-object',
  'sys.intern': 'interned',
}

export function ruleOfValue(expression: Expression): RuleId {
  if (expression.kind === 'call') {
    const callee = expression.function
    if (callee.kind === 'attribute' && callee.object.kind === 'name') {
      const known = BY_FUNCTION[`${callee.object.name}.${callee.name}`]
      if (known !== undefined) return known
    }
    for (const argument of expression.arguments) {
      const rule = ruleOfValue(argument)
      if (rule !== 'program-result') return rule
    }
    return 'program-result'
  }
  if (expression.kind === 'not') return ruleOfValue(expression.operand)
  if (expression.kind !== 'compare') return 'program-result'
  const identity = expression.operator === 'is' || expression.operator === 'is not'
  if (identity && expression.right.kind === 'none' && expression.left.kind === 'call') return 'weakref-dead-with-object'
  const inner = [ruleOfValue(expression.left), ruleOfValue(expression.right)].find((rule) => rule !== 'program-result')
  if (inner !== undefined || !identity) return inner ?? 'program-result'
  const kinds = [expression.left, expression.right].map((side) => subject(side))
  if (kinds.includes('int')) return 'small-int-shared'
  if (kinds.includes('str')) return 'interned'
  return kinds.includes('tuple') ? 'empty-singleton' : 'program-result'
}

/** What an operand is about: a literal's kind, also under a conversion such as `int('5')`. */
function subject(expression: Expression): string {
  if (expression.kind === 'call' && expression.function.kind === 'name') return expression.function.name
  return expression.kind
}
