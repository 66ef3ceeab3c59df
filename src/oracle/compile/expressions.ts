/** Expressions, compiled to closures that evaluate them to owned values. */
import { unreachable } from '../../base/assert.ts'
import type { Expression, Lambda } from '../../program/ast.ts'
import { Bytes, Float, Undecided } from '../atom.ts'
import type { Act, Run } from '../interpret/machine.ts'
import { loadAttribute } from '../interpret/members.ts'
import { loadCounted } from '../interpret/shown-count.ts'
import { callOf, callOfGenerator, methodCall } from './calls.ts'
import { comprehensionOf } from './comprehensions.ts'
import { functionOf } from './definitions.ts'
import { constantFrozensetOf, constantTupleOf, dictOf, listOf, setOf, tupleOf } from './displays.ts'
import { constantItems, isConstant } from './folding.ts'
import { isLocal, loadName, type Place } from './names.ts'
import { arithmeticOf, comparison, eitherOf, notOf, subscript } from './operators.ts'

/** How the loads of local variables are counted (3.14+). */
const COUNTED = { no: 'owned', open: 'unknown', yes: 'borrowed' } as const

export function compileExpression(expression: Expression, place: Place): Run {
  const compiled = (inner: Expression): Run => compileExpression(inner, place)
  switch (expression.kind) {
    case 'name':
      return loadName(expression.name, place)
    case 'none':
      return () => null
    case 'bool':
    case 'int':
    case 'str': {
      const { value } = expression
      return () => value
    }
    case 'float': {
      const { value } = expression
      return () => new Float(value)
    }
    case 'bytes': {
      const { value } = expression
      return () => new Bytes(value)
    }
    case 'attribute':
      return attributeOf(compiled(expression.object), expression.name)
    case 'subscript':
      return subscript(compiled(expression.object), compiled(expression.index))
    case 'arithmetic': {
      const items = constantItems(expression)
      if (items !== undefined) return constantTupleOf(items.map(compiled))
      return arithmeticOf(expression.operator, compiled(expression.left), compiled(expression.right))
    }
    case 'compare':
      return comparison(
        expression,
        compiled(expression.left),
        /in$/.test(expression.operator) ? compileWalked(expression.right, place) : compiled(expression.right),
      )
    case 'not':
      return notOf(compiled(expression.operand))
    case 'and':
    case 'or':
      return eitherOf(expression.kind === 'or', compiled(expression.left), compiled(expression.right))
    case 'list':
      return listOf(expression.items.map(compiled))
    case 'tuple': {
      const items = expression.items.map(compiled)
      return isConstant(expression) ? constantTupleOf(items) : tupleOf(items)
    }
    case 'set':
      return setOf(expression.items.map(compiled))
    case 'dict':
      return dictOf(expression.entries.flatMap(({ key, value }) => [compiled(key), compiled(value)]))
    case 'call': {
      const { function: callee } = expression
      const runs = expression.arguments.map(compiled)
      const [only, ...more] = expression.arguments
      if (
        callee.kind === 'attribute' &&
        callee.name === 'getrefcount' &&
        only?.kind === 'name' &&
        isLocal(only.name, place)
      )
        return methodCall(
          compiled(callee.object),
          callee.name,
          runs.map((run) => loadCounted(run, COUNTED[place.reached])),
        )
      if (callee.kind === 'name' && more.length === 0 && only?.kind === 'generator-expression')
        return callOfGenerator(compiled(callee), runs[0] as Run)
      return callee.kind === 'attribute'
        ? methodCall(compiled(callee.object), callee.name, runs)
        : callOf(compiled(callee), runs)
    }
    case 'lambda':
      return lambdaOf(expression, place)
    case 'list-comprehension':
    case 'set-comprehension':
    case 'dict-comprehension':
    case 'generator-expression':
      return comprehensionOf(expression, place)
    case 'yield':
      // What holds a `yield` is compiled in steps (see generator-body.ts).
      throw new Undecided('a yield where none was expected')
    default:
      return unreachable(expression)
  }
}

/**
 * What is only walked through or looked into (`for … in`, `in`): a display of a list makes a tuple there, and a set of
 * constants is one itself (fold_iter in Python/ast_opt.c, optimize_lists_and_sets in Python/flowgraph.c).
 */
export function compileWalked(expression: Expression, place: Place): Run {
  if (expression.kind === 'list') return compileExpression({ ...expression, kind: 'tuple' }, place)
  if (expression.kind === 'set' && expression.items.every(isConstant))
    return constantFrozensetOf(expression.items.map((item) => compileExpression(item, place)))
  return compileExpression(expression, place)
}

function lambdaOf({ parameters, body }: Lambda, place: Place): Run {
  const defaults = parameters.flatMap((parameter) =>
    parameter.default === undefined ? [] : [compileExpression(parameter.default, place)],
  )
  return functionOf({ name: '<lambda>', parameters, body, isGenerator: false }, place, defaults, (inside) => ({
    act: returning(compileExpression(body, inside)),
  }))
}

/** A function's body that is one expression. */
function returning(run: Run): Act {
  return (machine) => {
    machine.returned = run(machine)
    return 'return'
  }
}

function attributeOf(object: Run, name: string): Run {
  return (machine) => {
    const { world } = machine
    const from = object(machine)
    world.push(from)
    const value = loadAttribute(world, from, name)
    world.pop()
    return world.handOver(value, from)
  }
}
