/** Statements, compiled to closures. They read their tree once: it is frozen, and frozen arrays are slow to walk. */
import type { Assert, Assign, Expression, FunctionDefinition, Parameter, Statement, With } from '../../program/ast.ts'
import { builtinNamed } from '../builtins/names.ts'
import { comprehensionVariables } from '../comprehension-variables.ts'
import type { Flavour } from '../flavour.ts'
import type { Act, Run, Store } from '../interpret/machine.ts'
import { PythonError } from '../python-error.ts'
import { cellsOfModule } from '../scope.ts'
import type { Value } from '../thing.ts'
import { comprehensionInto, runsInline } from './comprehensions.ts'
import { classOf, functionOf } from './definitions.ts'
import { evaluateAll } from './displays.ts'
import { compileExpression, compileWalked } from './expressions.ts'
import { stepsOf } from './generator-body.ts'
import { hasYield } from './has-yield.ts'
import { loopFor, loopWhile, testOf } from './loops.ts'
import { type Compilers, type LibraryNames, modulePlace, type Place, storeName } from './names.ts'
import { placesIn } from './reached.ts'
import { actOfStep, stepOfAct, stepOfRun } from './steps.ts'
import { assignTo, compileDelete, compileStore, deleteAll, storeFromStack } from './targets.ts'
import { raising } from './try.ts'
import { compileTry } from './try-statement.ts'
import { withManager } from './with.ts'

/** Gives the value of an expression statement, owned, or None. */
export function compileTopLevel(statement: Statement, flavour: Flavour): Run {
  const place = modulePlace(flavour, COMPILERS)
  const cells = cellsOfModule([statement], flavour)
  place.spare.next = cells
  if (statement.kind === 'expression') {
    const value = compileExpression(statement.value, place)
    if (cells === 0) return value
    return (machine) => {
      machine.beginStatement(cells)
      return value(machine)
    }
  }
  const act = compileStatement(statement, place)
  return (machine) => {
    if (cells > 0) machine.beginStatement(cells)
    act(machine)
    return null
  }
}

/** Runs all statements of the standard library's code, whose names mean what `names` says. */
export function compileLibrary(body: readonly Statement[], flavour: Flavour, names: LibraryNames): Run {
  const place = modulePlace(flavour, COMPILERS, names)
  const act = compileBlock(body, place)
  return (machine) => {
    act(machine)
    return null
  }
}

const COMPILERS: Compilers = {
  expression: compileExpression,
  walked: compileWalked,
  store: compileStore,
  statement: compileStatement,
}

const nothing: Act = () => 'normal'

export function compileStatement(statement: Statement, place: Place): Act {
  switch (statement.kind) {
    case 'expression':
      if (place.flavour.dropsFirst && runsInline(statement.value, place)) {
        return comprehensionInto(statement.value, place, ({ world }, value) => world.decref(value))
      }
      return evaluateOnly(compileExpression(statement.value, place))
    case 'assign':
      return assign(statement, place)
    case 'delete':
      return deleteAll(statement.targets.map((target) => compileDelete(target, place)))
    case 'def':
      return define(statement.name, place, compileDef(statement, place))
    case 'class': {
      const bases = statement.bases.map((base) => compileExpression(base, place))
      const made = classOf(statement, place, bases, (inside) => compileBlock(statement.body, inside))
      return define(statement.name, place, made)
    }
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
    case 'raise':
      return raising(
        statement.exception === undefined ? null : compileExpression(statement.exception, place),
        statement.cause === undefined ? null : compileExpression(statement.cause, place),
      )
    case 'try':
      return actOfStep(compileTry(statement, place, (body, inside) => stepOfAct(compileBlock(body, inside))))
    case 'with':
      return compileWith(statement, place)
    default:
      return nothing
  }
}

export function compileBlock(body: readonly Statement[], place: Place): Act {
  const places = placesIn(body, place)
  return block(body.map((statement, i) => compileStatement(statement, places[i] as Place)))
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

export function compileDefaults(parameters: readonly Parameter[], place: Place): Run[] {
  const defaults: Run[] = []
  for (const parameter of parameters) {
    if (parameter.default !== undefined) defaults.push(compileExpression(parameter.default, place))
  }
  return defaults
}

function compileDef({ name, parameters, body }: FunctionDefinition, place: Place): Run {
  const isGenerator = body.some(hasYield)
  return functionOf({ name, parameters, body, isGenerator }, place, compileDefaults(parameters, place), (inside) =>
    isGenerator ? { start: stepsOf(body, inside) } : { act: compileBlock(body, inside) },
  )
}

function compileWith({ items, body }: With, place: Place): Act {
  const guarded: Place = { ...place, isGuarded: true }
  const inner = items.reduceRight(
    (inside, { context, target }) =>
      withManager(
        stepOfRun(compileExpression(context, guarded)),
        target === undefined ? null : compileStore(target, guarded),
        inside,
      ),
    stepOfAct(compileBlock(body, guarded)),
  )
  return actOfStep(inner)
}

export function evaluateOnly(run: Run): Act {
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
  const store = assignTo(targets, place)
  if (targets.length === 1 && only?.kind === 'name' && runsInline(value, place)) {
    const isLocal = place.slots.has(only.name) && !place.inCells.has(only.name)
    if (isLocal && !comprehensionVariables(value).has(only.name)) return comprehensionInto(value, place, store)
  }
  const run = compileExpression(value, place)
  return (machine) => {
    store(machine, run(machine))
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
