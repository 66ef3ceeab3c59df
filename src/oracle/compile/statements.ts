/** Statements, compiled to closures. They read their tree once: it is frozen, and frozen arrays are slow to walk. */
import { assert } from '../../base/assert.ts'
import type { Assert, Assign, Expression, Statement } from '../../program/ast.ts'
import { builtinNamed } from '../builtins/names.ts'
import type { Act, Run, Store } from '../interpret/machine.ts'
import { PythonError } from '../python-error.ts'
import type { Value } from '../thing.ts'
import { classOf, functionOf } from './definitions.ts'
import { evaluateAll } from './displays.ts'
import { compileExpression, compileWalked } from './expressions.ts'
import { loopFor, loopWhile, testOf } from './loops.ts'
import { CLASS_BODY, MODULE, type Place, storeName } from './names.ts'
import { compileDelete, compileStore, deleteAll, storeFromStack } from './targets.ts'

/** Gives the value of an expression statement, owned, or None. */
export function compileTopLevel(statement: Statement): Run {
  if (statement.kind === 'expression') return compileExpression(statement.value, MODULE)
  const act = compileStatement(statement, MODULE)
  return (machine) => {
    act(machine)
    return null
  }
}

const nothing: Act = () => 'normal'

function compileStatement(statement: Statement, place: Place): Act {
  switch (statement.kind) {
    case 'expression':
      return evaluateOnly(compileExpression(statement.value, place))
    case 'assign':
      return assign(statement, place)
    case 'delete':
      return deleteAll(statement.targets.map((target) => compileDelete(target, place)))
    case 'def': {
      const defaults: Run[] = []
      for (const parameter of statement.parameters) {
        if (parameter.default !== undefined) defaults.push(compileExpression(parameter.default, place))
      }
      const made = functionOf(statement, place, defaults, (inside) => compileBlock(statement.body, inside))
      return define(statement.name, place, made)
    }
    case 'class':
      return define(statement.name, place, classOf(statement, compileBlock(statement.body, CLASS_BODY)))
    case 'return':
      return returnOf(statement.value, place)
    case 'if': {
      const test = compileExpression(statement.test, place)
      const body = compileBlock(statement.body, place)
      const orelse = compileBlock(statement.orelse, place)
      return (machine) => (testOf(machine, test) ? body(machine) : orelse(machine))
    }
    case 'for':
      return loopFor(
        compileWalked(statement.iterable, place),
        compileStore(statement.target, place),
        compileBlock(statement.body, place),
      )
    case 'while':
      return loopWhile(compileExpression(statement.test, place), compileBlock(statement.body, place))
    case 'break':
      return () => 'break'
    case 'continue':
      return () => 'continue'
    case 'assert':
      return assertion(statement, place)
    case 'import':
      return block(statement.modules.map((name) => define(name, place, () => builtinNamed(name) ?? null)))
    default:
      return nothing
  }
}

function compileBlock(body: readonly Statement[], place: Place): Act {
  return block(body.map((statement) => compileStatement(statement, place)))
}

function block(acts: readonly Act[]): Act {
  const only = acts[0]
  if (only === undefined) return nothing
  if (acts.length === 1) return only
  return (machine) => {
    for (let i = 0; i < acts.length; i++) {
      const completion = (acts[i] as Act)(machine)
      if (completion !== 'normal') return completion
    }
    return 'normal'
  }
}

function evaluateOnly(run: Run): Act {
  return (machine) => {
    machine.world.decref(run(machine))
    return 'normal'
  }
}

function define(name: string, place: Place, made: Run): Act {
  const store = storeName(name, place)
  return (machine) => {
    store(machine, made(machine))
    return 'normal'
  }
}

function returnOf(expression: Expression | undefined, place: Place): Act {
  const run: Run = expression === undefined ? () => null : compileExpression(expression, place)
  return (machine) => {
    machine.returned = run(machine)
    return 'return'
  }
}

function assertion(statement: Assert, place: Place): Act {
  const test = compileExpression(statement.test, place)
  const message = statement.message === undefined ? undefined : compileExpression(statement.message, place)
  return (machine) => {
    if (testOf(machine, test)) return 'normal'
    throw new PythonError('AssertionError', message === undefined ? [] : [message(machine)])
  }
}

function assign({ targets, value }: Assign, place: Place): Act {
  const [only] = targets
  if (
    targets.length === 1 &&
    only?.kind === 'targets' &&
    value.kind === 'tuple' &&
    value.items.length === only.items.length
  ) {
    return assignEach(
      only.items.map((target) => compileStore(target, place)),
      value.items.map((item) => compileExpression(item, place)),
    )
  }
  const run = compileExpression(value, place)
  const stores = targets.map((target) => compileStore(target, place))
  const last = stores.pop()
  assert(last !== undefined, 'an assignment has a target')
  if (stores.length > 0) return assignAll(stores, last, run)
  return (machine) => {
    last(machine, run(machine))
    return 'normal'
  }
}

/** `a = b = value`. */
function assignAll(stores: readonly Store[], last: Store, run: Run): Act {
  return (machine) => {
    const { world } = machine
    const value = run(machine)
    world.push(value)
    for (const store of stores) store(machine, world.incref(value))
    last(machine, world.pop())
    return 'normal'
  }
}

/** `a, b = x, y`: a display that is unpacked at once makes no tuple. */
function assignEach(stores: readonly Store[], runs: readonly Run[]): Act {
  return (machine) => {
    const values = evaluateAll(machine, runs)
    for (let i = values.length - 1; i >= 0; i--) machine.world.push(values[i] as Value)
    storeFromStack(machine, stores)
    return 'normal'
  }
}
